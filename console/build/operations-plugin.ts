import type { Plugin } from 'vite';
import { z } from 'zod';
import { ownIamOperations } from '../../server/src/derive/botocore-iam.ts';
import { queryParameter, type Operation } from '../../server/src/operation.ts';
import { operations } from '../../server/src/operations/all.ts';
import type { OperationSketch, Shape } from '../src/api/operation-sketch.ts';

const sketches = 'virtual:operations';
const shapes = 'virtual:query-shapes';

/** Derives what the console knows of the operations from their declarations: nothing of it is written twice. */
export function operationsPlugin(): Plugin {
  return {
    name: 'carillon-operations',
    resolveId: (id) => (id === sketches || id === shapes ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${sketches}`) return `export const operations = JSON.parse(${quoted(operations.map(toSketch))});`;
      if (id === `\0${shapes}`) return `export const shapes = JSON.parse(${quoted(Object.fromEntries(queryShapes()))});`;
      return undefined;
    },
  };
}

/** Source: the commands of `@aws-sdk/client-chime` 3.1138.0, as far as they are operations of this server. */
const published = new Set(
  `AssociateSigninDelegateGroupsWithAccount BatchSuspendUser BatchUnsuspendUser BatchUpdateUser CreateAccount CreateUser DeleteAccount
  DisassociateSigninDelegateGroupsFromAccount GetAccount GetAccountSettings GetGlobalSettings GetUser GetUserSettings InviteUsers ListAccounts
  ListUsers LogoutUser ResetPersonalPIN UpdateAccount UpdateAccountSettings UpdateGlobalSettings UpdateUser UpdateUserSettings`.split(
    /\s+/,
  ),
);
/** Those of IAM that AWS does not have. */
const ours = new Set(ownIamOperations);

function quoted(value: unknown): string {
  return JSON.stringify(JSON.stringify(value));
}

function toSketch(operation: Operation): OperationSketch {
  const { service, name, summary, mutates, action, needs, sdkAlias, binding } = operation;
  const own = action ? [action.name] : (needs?.actions ?? []);
  const rest = binding.protocol === 'rest-json' ? binding : undefined;
  const hasBody = rest?.method === 'POST' || rest?.method === 'PUT';
  const labels = new Set([...(rest?.path ?? '').matchAll(/\{(\w+)\}/g)].map(([, label]) => label));
  const inQuery = rest ? (hasBody ? (rest.inQuery ?? []) : Object.keys(operation.input.shape).filter((member) => !labels.has(member))) : [];
  return {
    service,
    name,
    summary,
    mutates,
    actions: [...own.map((one) => `${service}:${one}`), ...(action?.dependsOn ?? []).map((dependent) => dependent.action)],
    sdkName: sdkAlias,
    isExtra: service === 'chime' ? !published.has(sdkAlias ?? name) : ours.has(name),
    rest: rest && {
      method: rest.method,
      path: rest.path,
      operation: rest.operation,
      query: Object.fromEntries(inQuery.map((member) => [member, rest.inQuery?.includes(member) ? member : queryParameter(member)])),
    },
  };
}

function queryShapes(): (readonly [string, Shape])[] {
  return operations
    .filter(({ binding }) => binding.protocol === 'query')
    .map(({ service, name, output }) => [`${service}:${name}`, toShape(output)] as const);
}

function toShape(schema: z.core.$ZodType): Shape {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) return toShape(schema.unwrap());
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries(schema.shape).map(([member, one]) => [member, one instanceof z.core.$ZodType ? toShape(one) : 's']),
    );
  if (schema instanceof z.ZodArray) return [toShape(schema.element)];
  if (schema instanceof z.ZodRecord) return { '*': toShape(schema.valueType) };
  if (schema instanceof z.ZodNumber) return 'n';
  if (schema instanceof z.ZodBoolean) return 'b';
  return 's';
}
