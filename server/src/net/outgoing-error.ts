/**
 * Why an outgoing connection or request failed:
 * - `refused`: the guard does not let it out
 * - `unresolved`: the name has no address
 * - `unreachable`: no connection, or it broke
 * - `untrusted`: the certificate is not to be trusted
 * - `timeout`: it took longer than it may
 * - `too-large`: the answer is larger than it may be
 */
export type OutgoingReason = 'refused' | 'unresolved' | 'unreachable' | 'untrusted' | 'timeout' | 'too-large';

/** The message is fit for whoever chose the target; `cause` is for the operator's log and may name addresses. */
export class OutgoingError extends Error {
  override readonly name = 'OutgoingError';
  readonly reason: OutgoingReason;
  constructor(reason: OutgoingReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
