import { dispatch, type Services } from '../dispatch.ts';
import { invariant } from '../errors.ts';
import type { DemoCall } from './call.ts';
import { administrator, delegate, operators } from './operators.ts';

/** Who calls, with which access key. */
export type Keys = Map<string, string>;

/** What the pipeline of a demonstration asks time and ids of; the player sets them before each call. */
export interface Stage {
  now: number;
  /** Ids that the next call hands out before any other. */
  readonly ids: string[];
}

/**
 * Plays a call of the past through the pipeline, as whoever made it would: decided by that one's policies, written into the
 * audit trail, refused where it is to be. Answers what it answered; undefined if it was refused.
 */
export async function playCall(services: Services, stage: Stage, keys: Keys, call: DemoCall): Promise<unknown> {
  const { at, by, operation, input, ids = [], isDenied = false } = call;
  const operator = [...operators, delegate].find(({ userName }) => userName === by) ?? administrator;
  stage.now = at;
  const requestId = services.newId();
  stage.ids.push(...ids);
  const answer = await dispatch(services, {
    requestId,
    origin: {
      sourceIp: `${operator === delegate ? '198.51.100' : '192.0.2'}.${operator.host}`,
      secureTransport: true,
      userAgent: operator.userAgent,
      referer: undefined,
      region: 'us-east-1',
    },
    async identify() {
      const identity = await services.identities.find(keys.get(by) ?? '');
      invariant(identity, `The operator ${by} has a key by the time of the first call.`);
      return identity.caller;
    },
    bind: () => ({ operation, input, dryRun: false }),
  });
  if (!('error' in answer)) {
    invariant(!isDenied, `${operation.name} is refused to ${by}.`);
    return answer.output;
  }
  if (isDenied && answer.error.status === 403) return undefined;
  throw answer.error;
}
