import { z } from 'zod';
import { InvalidInput, NoSuchEntity, ValidationError } from '../../errors.ts';
import { entityContext, toLayers } from '../../iam/entity-layers.ts';
import { simulate } from '../../iam/simulate.ts';
import { listAttempts, toSimulation } from '../../iam/simulation-request.ts';
import { queryOperation } from '../../operation.ts';
import { arn, pagePosition, paging } from '../../shapes/iam.ts';
import { EvaluationResult, policyInputList, simulationInput } from '../../shapes/simulation.ts';
import { getEntityPolicies } from '../../store/entity-policies.ts';
import { readListPage } from '../../store/iam-paging.ts';

export const SimulatePrincipalPolicy = queryOperation('iam', {
  action: {
    name: 'SimulatePrincipalPolicy',
    access: 'Read',
    summary:
      'Grants permission to simulate whether an identity-based policy that is attached to the specified IAM entity (user or role) provides permissions for specific API operations and resources',
    dependsOn: [],
    resource: ({ PolicySourceArn }) => PolicySourceArn,
  },
  input: z.object({ PolicySourceArn: arn, PolicyInputList: policyInputList.optional(), ...simulationInput, ...paging }),
  output: z.object({ EvaluationResults: z.array(EvaluationResult), ...pagePosition }),
  errors: [NoSuchEntity, InvalidInput, ValidationError],
  example: {
    PolicySourceArn: 'arn:aws:iam::111122223333:user/help-desk/carol',
    ActionNames: ['chime:SuspendUsers', 'chime:DeleteAccount'],
  },
  async handler({ tx, catalogue }, { PolicySourceArn, ActionNames, ResourceArns, Marker, MaxItems, ...request }) {
    const entity = await getEntityPolicies(tx, PolicySourceArn);
    const callerArn = entity.kind === 'user' ? entity.arn : undefined;
    const simulation = toSimulation(request, toLayers(entity), entityContext(entity), callerArn);
    const list = ['SimulatePrincipalPolicy', PolicySourceArn, ActionNames, ResourceArns, request];
    const { rows, position } = await readListPage(tx, list, { Marker, MaxItems }, listAttempts(ActionNames, ResourceArns));
    return { EvaluationResults: simulate(simulation, rows, catalogue), ...position };
  },
});
