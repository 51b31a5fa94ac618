import {
  bindLayers,
  evaluate,
  formatRange,
  measurePolicy,
  parseAddress,
  sizeLimit,
  type Address,
  type Catalogue,
  type Context,
  type Layers,
} from '@carillon/iam';
import { z } from 'zod';

/** A call that succeeded, with everything it had to be allowed. */
export interface RecordedCall {
  readonly required: readonly Permission[];
  readonly sourceIp: string;
  /** The caller had shown a second factor. */
  readonly mfa: boolean;
}

interface Permission {
  /** `service:Action`. */
  readonly action: string;
  readonly resource: string;
}

/** The call that an audit event tells of; undefined if it failed, or is not of this program. */
export function readCall(event: string): RecordedCall | undefined {
  const { data } = Recorded.safeParse(JSON.parse(event));
  if (!data || data.errorCode !== undefined) return undefined;
  const own = { action: `${data.eventSource.replace(/\.amazonaws\.com$/, '')}:${data.eventName}`, resource: '*' };
  return {
    required: data.additionalEventData?.requiredActions ?? [own],
    sourceIp: data.sourceIPAddress,
    mfa: data.userIdentity.sessionContext?.attributes?.mfaAuthenticated === 'true',
  };
}

const Recorded = z.object({
  eventSource: z.string(),
  eventName: z.string(),
  errorCode: z.string().optional(),
  sourceIPAddress: z.string(),
  userIdentity: z.object({
    sessionContext: z.object({ attributes: z.object({ mfaAuthenticated: z.string().optional() }).optional() }).optional(),
  }),
  additionalEventData: z.object({ requiredActions: z.array(z.object({ action: z.string(), resource: z.string() })).optional() }).optional(),
});

/**
 * The smallest policy that allows the calls again: their actions, each on the resources it was used on; only from their
 * network if there is one, only with a second factor if there always was one. undefined if they needed no permission.
 */
export function leastPolicy(calls: readonly RecordedCall[]): string | undefined {
  const statements = leastStatements(calls);
  return statements.length === 0 ? undefined : toDocument(statements);
}

/** The same as policies that each may be a managed one: as few as its size allows. */
export function leastPolicies(calls: readonly RecordedCall[]): string[] {
  const fits = (statements: readonly Allow[]): boolean => measurePolicy(toDocument(statements)) <= sizeLimit('managed');
  const pieces = leastStatements(calls).flatMap((statement) => (fits([statement]) ? [statement] : halves(statement, fits)));
  const policies: Allow[][] = [];
  for (const piece of pieces) {
    const last = policies.at(-1);
    if (last && fits([...last, piece])) last.push(piece);
    else policies.push([piece]);
  }
  return policies.map(toDocument);
}

interface Allow {
  readonly Effect: 'Allow';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}

function toDocument(Statement: readonly Allow[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement }, undefined, 2);
}

/** A statement that is too long for a policy, cut along its longer list until each part fits. */
function halves(statement: Allow, fits: (statements: readonly Allow[]) => boolean): Allow[] {
  const [actions, resources] = [[statement.Action].flat(), [statement.Resource].flat()];
  const name = resources.length >= actions.length ? 'Resource' : 'Action';
  const list = name === 'Resource' ? resources : actions;
  if (fits([statement]) || list.length === 1) return [statement];
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)].flatMap((half) => halves({ ...statement, [name]: one(half) }, fits));
}

function leastStatements(calls: readonly RecordedCall[]): Allow[] {
  const resources = new Map<string, Set<string>>();
  for (const { action, resource } of calls.flatMap(({ required }) => required)) {
    resources.set(action, (resources.get(action) ?? new Set()).add(resource));
  }
  const actionsByResources = Map.groupBy([...resources.keys()].toSorted(), (action) => resourceList(resources.get(action)));
  const Condition = conditionsOf(calls.filter(({ required }) => required.length > 0));
  return [...actionsByResources]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([list, actions]) => ({
      Effect: 'Allow',
      Action: one(actions),
      Resource: one(list.split('\n')),
      ...(Condition && { Condition }),
    }));
}

/** What the smallest policy would change for the principal. */
export interface Comparison {
  /** Granted on some resource, and not used. */
  readonly unused: readonly string[];
  /** Used, and no longer granted. */
  readonly lost: readonly Permission[];
}

/** @param layers what decides for the principal now @param context a request of the principal as it usually comes */
export function compareWithUse(calls: readonly RecordedCall[], layers: Layers, context: Context, catalogue: Catalogue): Comparison {
  const bound = bindLayers(layers, catalogue);
  const isGranted = ({ action, resource }: Permission): boolean => evaluate(bound, { action, resource, context }).decision === 'allowed';
  const used = new Map(
    calls.flatMap(({ required }) => required).map((permission) => [`${permission.action} ${permission.resource}`, permission]),
  );
  const usedActions = new Set([...used.values()].map(({ action }) => action.toLowerCase()));
  const all = catalogue.actions.map(({ service, name }) => `${service}:${name}`);
  return {
    unused: all.filter((action) => !usedActions.has(action.toLowerCase()) && isGranted({ action, resource: '*' })).toSorted(),
    lost: [...used.values()].filter((permission) => !isGranted(permission)),
  };
}

/** Sorted, each as a policy writes it: what stands for everything in a policy stands for itself in the name of a resource. */
function resourceList(resources: ReadonlySet<string> = new Set()): string {
  return [...resources]
    .map((resource) => (resource === '*' ? resource : resource.replaceAll(/[*?$]/g, '$${$&}')))
    .toSorted()
    .join('\n');
}

function one(list: readonly string[]): string | readonly string[] {
  const [only = ''] = list;
  return list.length === 1 ? only : list;
}

function conditionsOf(calls: readonly RecordedCall[]): object | undefined {
  const network = commonNetwork(calls.map(({ sourceIp }) => sourceIp));
  const withMfa = calls.every(({ mfa }) => mfa);
  if (network === undefined && !withMfa) return undefined;
  return {
    ...(network !== undefined && { IpAddress: { 'aws:SourceIp': network } }),
    ...(withMfa && { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
  };
}

/** A network is no larger than this, or it says nothing about where somebody works. */
const prefixLengthMin = { 1: 24, 4: 64 } as const;

/** The smallest block of addresses that all of them are in; undefined if it is no network of one place. */
function commonNetwork(texts: readonly string[]): string | undefined {
  const addresses = [...new Set(texts)].map(parseAddress);
  const [first] = addresses;
  if (first === undefined) return undefined;
  let prefixLength = first.length * 32;
  for (const address of addresses) {
    if (address?.length !== first.length) return undefined;
    prefixLength = Math.min(prefixLength, commonBits(first, address));
  }
  return prefixLength < prefixLengthMin[first.length === 1 ? 1 : 4] ? undefined : formatRange({ address: first, prefixLength });
}

function commonBits(one: Address, other: Address): number {
  const index = one.findIndex((word, at) => word !== other[at]);
  return index === -1 ? one.length * 32 : index * 32 + Math.clz32((one[index] ?? 0) ^ (other[index] ?? 0));
}
