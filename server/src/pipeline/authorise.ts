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
import type { Operation } from '../operation.ts';
import type { Principal } from '../principal.ts';
import type { Database } from '../store/database.ts';
import { requestContext, requestContextOf } from './request-context.ts';

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
export async function authorise({ operation, input, caller, origin, now }: Asked, database: Database): Promise<Verdict> {
  const { principal, layers, named } = caller;
  const own = operation.action?.context ? await actionContext(operation, input, principal, database) : undefined;
  // Bound once: conditions that several of the decisions ask are answered once.
  const context = bindContext(layers, Object.assign(requestContextOf(layers.slots, principal, origin, now), own));
  const required = plainAction(operation) ?? (await requiredActions(operation, input, principal, database));
  for (const { action, resource } of required) {
    const decision = decide(context, action, resource, named);
    if (decision.decision !== 'allowed') {
      return {
        required,
        refusal: {
          decision,
          request: { action, resource, context: { ...requestContext(principal, origin, now), ...own }, principal: named },
        },
      };
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

/** What most operations need, and all that they need: their own action, on `*`. Without a promise, for most requests are of these. */
function plainAction({ service, action }: Operation): RequiredAction[] | undefined {
  const isPlain = action && !action.resource && action.dependsOn.length === 0;
  return isPlain ? [{ action: `${service}:${action.name}`, resource: '*' }] : undefined;
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
  const plain = plainAction(operation);
  if (plain) return plain;
  const name = `${service}:${action.name}`;
  return database.read(principal.awsAccountId, async (tx) => {
    const required = [{ action: name, resource: (await action.resource?.(input, principal, tx)) ?? '*' }];
    for (const dependent of action.dependsOn.filter(({ when }) => when?.(input, principal) ?? true)) {
      required.push({ action: dependent.action, resource: await dependent.resource(input, principal, tx) });
    }
    return required;
  });
}
