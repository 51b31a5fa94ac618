import { bindContext, decide, denialMessage, type BoundLayers } from '@carillon/iam';
import { AccessDenied, AccessDeniedException } from '../errors.ts';
import type { Operation } from '../operation.ts';
import type { Principal } from '../principal.ts';
import type { Database } from '../store/database.ts';

/** An identified caller with everything that decides what they may do. */
export interface Caller {
  readonly principal: Principal;
  readonly layers: BoundLayers;
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

/** One decision a request needs. */
export interface RequiredAction {
  /** `service:Action`. */
  readonly action: string;
  readonly resource: string;
}

/** Who asks for what, from where and when. */
interface Asked {
  readonly operation: Operation;
  readonly input: Record<string, unknown>;
  readonly caller: Caller;
  readonly origin: Origin;
  readonly now: number;
}

/**
 * Decides the operation's action and then each dependent action, each on its own resource, all of which must be
 * allowed. Throws AccessDeniedException (Query protocol: AccessDenied) naming the first that is not, before the
 * operation looks whether anything exists.
 */
export async function authorise(asked: Asked, database: Database): Promise<void> {
  const { operation, input, caller } = asked;
  const { principal, layers } = caller;
  // Bound once: conditions that several of the decisions ask are answered once.
  const context = bindContext(layers, requestContext(asked));
  for (const { action, resource } of await requiredActions(operation, input, principal, database)) {
    const decision = decide(context, action, resource);
    if (decision.decision === 'allowed') continue;
    const message = denialMessage(decision, { principalArn: principal.arn, action, resource });
    throw operation.binding.protocol === 'query' ? new AccessDenied(message) : new AccessDeniedException(message);
  }
}

/** Everything a call with this input must be allowed to do. */
export async function requiredActions(
  operation: Operation,
  input: Record<string, unknown>,
  principal: Principal,
  database: Database,
): Promise<RequiredAction[]> {
  const { service, action, needs } = operation;
  if (!action) {
    const names = needs?.from ? needs.from(input) : (needs?.actions ?? []);
    return names.map((name) => ({ action: `${service}:${name}`, resource: '*' }));
  }
  const name = `${service}:${action.name}`;
  if (!action.resource && action.dependsOn.length === 0) return [{ action: name, resource: '*' }];
  return database.read(principal.awsAccountId, async (tx) => {
    const required = [{ action: name, resource: (await action.resource?.(input, principal, tx)) ?? '*' }];
    for (const dependent of action.dependsOn) {
      required.push({ action: dependent.action, resource: await dependent.resource(input, principal, tx) });
    }
    return required;
  });
}

/** Those of the request's condition keys that the caller's policies ask for; an absent value is an absent key, never an empty string. */
function requestContext(asked: Asked): Record<string, string> {
  const context: Record<string, string> = {};
  for (const { key } of asked.caller.layers.slots) {
    const value = conditionKeys.get(key)?.(asked) ?? findTag(asked.caller.principal, key);
    if (value !== undefined) context[key] = value;
  }
  return context;
}

/** The condition keys every request carries, in lower case. */
const conditionKeys: ReadonlyMap<string, (asked: Asked) => string | undefined> = new Map<string, (asked: Asked) => string | undefined>([
  ['aws:currenttime', ({ now }) => new Date(now).toISOString()],
  ['aws:epochtime', ({ now }) => String(Math.floor(now / 1000))],
  ['aws:securetransport', ({ origin }) => String(origin.secureTransport)],
  ['aws:sourceip', ({ origin }) => origin.sourceIp],
  ['aws:useragent', ({ origin }) => origin.userAgent],
  ['aws:referer', ({ origin }) => origin.referer],
  ['aws:requestedregion', ({ origin }) => origin.region],
  ['aws:principalarn', ({ caller }) => caller.principal.arn],
  ['aws:principalaccount', ({ caller }) => caller.principal.awsAccountId],
  ['aws:principaltype', ({ caller }) => (caller.principal.kind === 'root' ? 'Account' : 'User')],
  ['aws:userid', ({ caller }) => caller.principal.principalId],
  ['aws:username', ({ caller }) => caller.principal.userName],
  ['aws:principalisawsservice', () => 'false'],
  ['aws:viaawsservice', () => 'false'],
  ['aws:resourceaccount', ({ caller }) => caller.principal.awsAccountId],
]);

const tagPrefix = 'aws:principaltag/';

/** Names of tags ignore case, as all condition keys do. */
function findTag({ tags }: Principal, key: string): string | undefined {
  if (!key.startsWith(tagPrefix)) return undefined;
  const name = key.slice(tagPrefix.length);
  return Object.entries(tags).find(([tag]) => tag.toLowerCase() === name)?.[1];
}
