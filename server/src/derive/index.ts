import type { Operation } from '../operation.ts';
import { accountResourceSchema } from './account-resource-schema.ts';
import { actionRows } from './actions.ts';
import { authorizationReference } from './authorization-reference.ts';
import { botocoreExtras, botocoreModel } from './botocore.ts';
import { botocoreIamExtras } from './botocore-iam.ts';
import { openApi } from './openapi.ts';
import { paginators, paginatorsExtras } from './pagination.ts';
import { serviceReference } from './service-reference.ts';
import { waitersModel } from './waiters.ts';

export { fillReadme } from './actions.ts';

/** Everything in `generated/`, by path: what the declarations say, in each form that somebody reads. */
export function deriveArtefacts(operations: readonly Operation[]): Map<string, string> {
  return new Map([
    ['account-resource.schema.json', json(accountResourceSchema())],
    ['actions.json', json(actionRows(operations))],
    ['iam/2010-05-08/service-2.sdk-extras.json', json(botocoreIamExtras(operations))],
    ['openapi.json', json(openApi(operations))],
    ['paginators-1.json', json(paginators(operations))],
    ['paginators-1.sdk-extras.json', json(paginatorsExtras(operations))],
    ['service-2.json', json(botocoreModel(operations))],
    ['service-2.sdk-extras.json', json(botocoreExtras(operations))],
    ['service-authorization-reference.md', authorizationReference(operations)],
    ['v1/chime/chime.json', json(serviceReference(operations))],
    ['waiters-2.json', json(waitersModel(operations))],
  ]);
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
