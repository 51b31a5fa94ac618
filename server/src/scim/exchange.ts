import type { AccountRow } from '../store/accounts.ts';
import type { Tx } from '../store/database.ts';
import type { LicenseRuleOutcome } from '../store/license-rule.ts';
import { countLicensedUsers } from '../store/provisioned-users.ts';
import { refusesLicenseLoss } from '../store/scim-settings.ts';
import { ScimError } from './scim-error.ts';
import type { Projection } from './projection.ts';

/** What a request of an identity provider may read. */
export interface ScimRead {
  readonly tx: Tx;
  /** The account that the key is of. */
  readonly account: AccountRow;
  /** Address of `/scim/v2` as the client knows it, without a slash at the end. */
  readonly base: string;
}

/** What a request that writes has besides. The account is locked. */
export interface ScimWrite extends ScimRead {
  readonly now: number;
  newId(): string;
  random(bytes: number): Uint8Array;
  /** Says what was done, for the audit event that is stored in the same transaction. Values of persons stay out of it. */
  note(event: ScimNote): void;
}

/** One thing that a request did. */
export interface ScimNote {
  /** Name of the audit event, such as `ScimCreateUser`. */
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The conditions under which a request is to be carried out. */
export interface Preconditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

export interface ScimReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent = there is none. */
  readonly body?: object;
}

export function etagOf(version: number): string {
  return `W/"${version}"`;
}

/** Throws ScimError (412) if the client means another version. */
export function requireVersion({ ifMatch }: Preconditions, version: number): void {
  if (ifMatch !== undefined && !names(ifMatch, version)) throw stale();
}

export function stale(): ScimError {
  return new ScimError(412, 'The resource has changed since you read it. Read it again, and repeat the change on what it is now.');
}

/** Whether the header names the version; weak and strong tags are the same here. */
function names(header: string, version: number): boolean {
  return header.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//i, '') === `"${version}"`);
}

/** A resource, or 304 if the client has this version. */
export function resourceReply(
  status: 200 | 201,
  resource: { readonly version: number; readonly location: string; readonly body: Readonly<Record<string, unknown>> },
  projection: Projection,
  { ifNoneMatch }: Partial<Preconditions> = {},
): ScimReply {
  const headers = { etag: etagOf(resource.version), location: resource.location };
  if (ifNoneMatch !== undefined && names(ifNoneMatch, resource.version)) return { status: 304, headers };
  return { status, headers, body: projection.apply(resource.body) };
}

export const noContent: ScimReply = { status: 204, headers: {} };

/** Fewer users than these are never a reason to worry. */
const alarmUsersMin = 20;
/** The share of those with a license that one request may take it from without an alert. */
const alarmShare = 0.5;

/**
 * Raises an alert event if the request has taken the license from so many that it looks like a mistake. Throws ScimError
 * instead, so that nothing happens, where the account would rather have it so.
 */
export async function raiseAlarm({ tx, account, note }: ScimWrite, { suspended }: LicenseRuleOutcome): Promise<void> {
  if (suspended.length < alarmUsersMin) return;
  const before = suspended.length + (await countLicensedUsers(tx, account));
  if (suspended.length <= before * alarmShare) return;
  if (await refusesLicenseLoss(tx, account)) {
    throw new ScimError(
      400,
      `This would take the license from ${suspended.length} of ${before} users, and the account refuses so many at once. Nothing was changed. Change fewer at a time, or ask your operator: carillon scim brake ${account.id} off.`,
    );
  }
  note({ name: 'ScimMassLicenseLoss', parameters: { usersSuspended: suspended.length, usersLicensedBefore: before } });
}
