import { bindContext, decide, denialMessage, type BoundLayers, type Layers, type RequestPrincipal } from '@carillon/iam';
import { AccessDenied, AccessDeniedException } from '../errors.ts';
import type { Operation } from '../operation.ts';
import type { Principal } from '../principal.ts';
import type { Database } from '../store/database.ts';
import { requestContext } from './request-context.ts';

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

/**
 * Decides the operation's action and then each dependent action, each on its own resource, all of which must be
 * allowed. Throws AccessDeniedException (Query protocol: AccessDenied) naming the first that is not, before the
 * operation looks whether anything exists.
 */
export async function authorise({ operation, input, caller, origin, now }: Asked, database: Database): Promise<void> {
  const { principal, layers, named } = caller;
  // Bound once: conditions that several of the decisions ask are answered once.
  const context = bindContext(layers, { ...requestContext(principal, origin, now), ...operation.action?.context?.(input) });
  for (const { action, resource } of await requiredActions(operation, input, principal, database)) {
    const decision = decide(context, action, resource, named);
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
    for (const dependent of action.dependsOn.filter(({ when }) => when?.(input, principal) ?? true)) {
      required.push({ action: dependent.action, resource: await dependent.resource(input, principal, tx) });
    }
    return required;
  });
}
