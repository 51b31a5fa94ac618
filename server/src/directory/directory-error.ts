/**
 * Why a directory could not be used:
 * - `refused`: the guard of outgoing connections does not let us
 * - `unreachable`: no address, no connection, or no answer in time
 * - `untrusted`: its certificate is not to be trusted
 * - `credentials`: it does not take the name or the password
 * - `lost`: the connection broke in the middle; another one may do
 * - `unusable`: it answered something that we cannot work with
 */
export type DirectoryReason = 'refused' | 'unreachable' | 'untrusted' | 'credentials' | 'lost' | 'unusable';

/** The message is fit for whoever administers the account; `cause` is for the operator's log. */
export class DirectoryError extends Error {
  override readonly name = 'DirectoryError';
  readonly reason: DirectoryReason;
  constructor(reason: DirectoryReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
