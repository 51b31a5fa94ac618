import {
  bindContext,
  decide,
  type BoundLayers,
  type Context,
  type Decision,
  type Layers,
  type Request,
  type RequestPrincipal,
} from '@carillon/iam';
import type { Operation, RequiredAction } from '../operation.ts';
import type { Principal } from '../principal.ts';
import type { Database } from '../store/database.ts';
import { listDecisiveFacts, requestContext } from './request-context.ts';

/** An identified caller with everything that decides what they may do. */
export interface Caller {
  readonly principal: Principal;
  readonly layers: BoundLayers;
  /** The policies that `layers` was made from, for decisions in which one more takes part. */
  readonly policies: Layers;
  /** The caller as trust policies name it; set when a trust policy takes part. */
  readonly named?: RequestPrincipal | undefined;
}

/** Where a request comes from, as far as policies and audit events ask. */
export interface Origin {
  /** Dotted or colon form, without `::ffff:`. */
  readonly sourceIp: string;
  readonly secureTransport: boolean;
  readonly userAgent: string | undefined;
  readonly referer: string | undefined;
  /** From the credential scope of the signature. */
  readonly region: string;
}

/** Who asks for what, from where and when. */
export interface Asked {
  readonly operation: Operation;
  readonly input: Record<string, unknown>;
  readonly caller: Caller;
  readonly origin: Origin;
  readonly now: number;
}

/** What was refused, and by what. */
export interface Refusal {
  readonly decision: Decision;
  readonly request: Request;
}

/** What a call needs, and the first of it that was refused; undefined = all of it is allowed. */
export interface Verdict {
  readonly required: readonly RequiredAction[];
  readonly refusal: Refusal | undefined;
}

/**
 * Decides the operation's action and then each dependent action, each on its own resource, all of which must be
 * allowed, before the operation looks whether anything exists.
 */
export type Authorise = (asked: Asked) => Verdict | Promise<Verdict>;

/**
 * What a caller was last allowed to do is not decided again while everything the decision rests on is the same: the
 * caller, which lives as long as no identity changes, the operation, and what its policies look at of the request.
 */
export function createAuthoriser(database: Database): Authorise {
  const remembered = new WeakMap<Caller, Remembered>();
  return (asked) => {
    const { operation, caller, origin, now } = asked;
    // Where a trust policy takes part, or where the input says what is needed, each call is a case of its own.
    if (operation.alwaysRequires === undefined || caller.named) return decideAnew(asked, database);
    let known = remembered.get(caller);
    if (!known) {
      known = { facts: listDecisiveFacts(caller.layers), verdicts: new Map() };
      remembered.set(caller, known);
    }
    const circumstances = { principal: caller.principal, origin, now };
    const values = known.facts.map((read) => read(circumstances));
    const last = known.verdicts.get(operation);
    if (last?.values.every((value, index) => value === values[index])) return last.verdict;
    const verdict = decideAll(asked, {}, operation.alwaysRequires);
    // A refusal is told with all that led to it, time included.
    if (!verdict.refusal) known.verdicts.set(operation, { values, verdict });
    return verdict;
  };
}

/** How the caller's policies decide each of these, without anything being asked for. */
export function decideEach(
  { caller, origin, now }: Pick<Asked, 'caller' | 'origin' | 'now'>,
  attempts: readonly RequiredAction[],
): readonly Decision[] {
  const context = bindContext(caller.layers, requestContext(caller.principal, origin, now));
  return attempts.map(({ action, resource }) => decide(context, action, resource, caller.named));
}

/** What a caller was allowed. */
interface Remembered {
  readonly facts: ReturnType<typeof listDecisiveFacts>;
  /** By operation, the last one of each: with what the facts were. */
  readonly verdicts: Map<Operation, { readonly values: readonly unknown[]; readonly verdict: Verdict }>;
}

async function decideAnew(asked: Asked, database: Database): Promise<Verdict> {
  const { operation, input, caller } = asked;
  const own = await actionContext(operation, input, caller.principal, database);
  return decideAll(asked, own, await requiredActions(operation, input, caller.principal, database));
}

function decideAll({ caller, origin, now }: Asked, own: Context, required: readonly RequiredAction[]): Verdict {
  const { principal, layers, named } = caller;
  const carried = (): Context => ({ ...requestContext(principal, origin, now), ...own });
  // Bound once: conditions that several of the decisions ask are answered once. Policies without any ask for nothing.
  const context = bindContext(layers, layers.slots.length === 0 ? {} : carried());
  for (const { action, resource } of required) {
    const decision = decide(context, action, resource, named);
    if (decision.decision !== 'allowed') {
      return { required, refusal: { decision, request: { action, resource, context: carried(), principal: named } } };
    }
  }
  return { required, refusal: undefined };
}

/** The condition keys of the operation's own action. */
async function actionContext(
  { action }: Operation,
  input: Record<string, unknown>,
  principal: Principal,
  database: Database,
): Promise<Context> {
  return action?.context ? database.read(principal.awsAccountId, async (tx) => action.context?.(input, principal, tx) ?? {}) : {};
}

/** Everything a call with this input must be allowed to do. */
async function requiredActions(
  { service, action, needs, alwaysRequires }: Operation,
  input: Record<string, unknown>,
  principal: Principal,
  database: Database,
): Promise<readonly RequiredAction[]> {
  if (alwaysRequires) return alwaysRequires;
  const names = action ? [action.name] : needs?.from ? needs.from(input) : (needs?.actions ?? []);
  const dependents = (action ? action.dependsOn : (needs?.dependsOn ?? [])).filter(({ when }) => when?.(input, principal) ?? true);
  if (!action && dependents.length === 0) return names.map((name) => ({ action: `${service}:${name}`, resource: '*' }));
  return database.read(principal.awsAccountId, async (tx) => {
    const own = (await action?.resource?.(input, principal, tx)) ?? '*';
    const required = names.map((name) => ({ action: `${service}:${name}`, resource: own }));
    for (const dependent of dependents) {
      required.push({ action: dependent.action, resource: await dependent.resource(input, principal, tx) });
    }
    return required;
  });
}
