import { z } from 'zod';
import { InvalidInput, ValidationError } from '../../errors.ts';
import { simulate } from '../../iam/simulate.ts';
import { listAttempts, toSimulation } from '../../iam/simulation-request.ts';
import { queryOperation } from '../../operation.ts';
import { pagePosition, paging } from '../../shapes/iam.ts';
import { EvaluationResult, policyInputList, simulationInput } from '../../shapes/simulation.ts';
import { readListPage } from '../../store/iam-paging.ts';

export const SimulateCustomPolicy = queryOperation('iam', {
  action: {
    name: 'SimulateCustomPolicy',
    access: 'Read',
    summary:
      'Grants permission to simulate whether an identity-based policy or resource-based policy provides permissions for specific API operations and resources',
    dependsOn: [],
  },
  input: z.object({ PolicyInputList: policyInputList, ...simulationInput, ...paging }),
  output: z.object({ EvaluationResults: z.array(EvaluationResult), ...pagePosition }),
  errors: [InvalidInput, ValidationError],
  example: {
    PolicyInputList: ['{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"chime:Get*","Resource":"*"}]}'],
    ActionNames: ['chime:GetUser', 'chime:DeleteAccount'],
  },
  async handler({ tx, catalogue }, { ActionNames, ResourceArns, Marker, MaxItems, ...request }) {
    const simulation = toSimulation(request, { scp: [], identity: [] }, {}, undefined);
    const list = ['SimulateCustomPolicy', ActionNames, ResourceArns, request];
    const { rows, position } = await readListPage(tx, list, { Marker, MaxItems }, listAttempts(ActionNames, ResourceArns));
    return { EvaluationResults: simulate(simulation, rows, catalogue), ...position };
  },
});
