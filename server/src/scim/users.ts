import { applyLicenseRule, statusOfNewcomer } from '../store/license-rule.ts';
import { listHeldDomains } from '../store/domains.ts';
import { drawPin } from '../store/pins.ts';
import {
  adoptUser,
  findUserToAdopt,
  listTakenAddresses,
  replaceFurtherAddresses,
  updateProvisionedUser,
} from '../store/provisioned-users.ts';
import { removeProfiles } from '../store/remove-profiles.ts';
import {
  countScimUsers,
  findScimUser,
  findScimUserIdByName,
  insertScimUser,
  insertScimValues,
  listGroupsOfScimUsers,
  listScimUsers,
  replaceScimValues,
  updateScimUser,
  type ScimUserRow,
} from '../store/scim-users.ts';
import { activateUsers } from '../store/suspensions.ts';
import { insertUser, type UserRow } from '../store/users.ts';
import { userResource } from './attribute-path.ts';
import { readAttributes, requireSchema, type Attributes } from './coerce.ts';
import { noContent, raiseAlarm, stale, type Preconditions, type ScimRead, type ScimReply, type ScimWrite } from './exchange.ts';
import { listResponse, type Listing } from './listing.ts';
import { applyPatch } from './patch.ts';
import type { Projection } from './projection.ts';
import { requirePatchable, requireReplaceable, requireResource, showResource, type ResourceKind } from './resource.ts';
import { ScimError } from './scim-error.ts';
import { userUrn } from './urns.ts';
import { domainOf, parseStored, storedAttributes, toForms, toScimUserRow, toUserResource, type UserForms } from './user-resource.ts';

type Body = Readonly<Record<string, unknown>>;

const kind: ResourceKind<ScimUserRow> = {
  noun: 'user',
  schema: userUrn,
  find: ({ tx, account }, id) => findScimUser(tx, account, id),
  async present({ tx, account, base }, row, projection, isNew) {
    // Who is new is in no group yet.
    const groups = projection.shows('groups') && !isNew ? await listGroupsOfScimUsers(tx, account, [row.id]) : undefined;
    return toUserResource(row, groups, base);
  },
};

export async function getUser(read: ScimRead, id: string, projection: Projection, preconditions: Preconditions): Promise<ScimReply> {
  return showResource(kind, read, await requireResource(kind, read, id), projection, { preconditions });
}

export async function listUsers({ tx, account, base }: ScimRead, listing: Listing): Promise<ScimReply> {
  const { condition, order, startIndex, count, projection } = listing;
  const total = await countScimUsers(tx, account, condition);
  const rows = await listScimUsers(tx, account, { condition, order, offset: startIndex - 1, limit: count });
  const groups = projection.shows('groups')
    ? Map.groupBy(
        await listGroupsOfScimUsers(
          tx,
          account,
          rows.map(({ id }) => id),
        ),
        ({ user_id }) => user_id,
      )
    : undefined;
  const resources = rows.map((row) => projection.apply(toUserResource(row, groups && (groups.get(row.id) ?? []), base).body));
  return { status: 200, headers: {}, body: listResponse(resources, total, startIndex) };
}

/** Creates a user, or takes over one whom the account or nobody else has under an address of a claimed domain. */
export async function createUser(write: ScimWrite, body: Body, projection: Projection): Promise<ScimReply> {
  const { tx, account, now } = write;
  requireSchema(body, userUrn);
  const attributes = readAttributes(userResource, body);
  const isActive = attributes['active'] !== false;
  const newId = write.newId();
  const { profile, userName } = toForms(newId, attributes, isActive);
  if ((await findScimUserIdByName(tx, account, userName)) !== undefined) throw nameTaken(userName);
  const claimed = await listHeldDomains(tx, account);
  const isClaimed = claimed.includes(domainOf(profile.primaryEmail));
  const person = isClaimed ? await findUserToAdopt(tx, account, profile.primaryEmail) : undefined;
  if (person && (await findScimUser(tx, account, person.id))) throw addressTaken(profile.primaryEmail);
  const id = person?.id ?? newId;
  const forms = toForms(id, attributes, isActive);
  const row = toScimUserRow(account, id, forms, now);
  if (!(await insertScimUser(tx, row))) throw nameTaken(userName);
  await insertScimValues(tx, account, id, forms.values);
  if (person) {
    await adoptUser(tx, account, person, forms.profile);
    await applyLicenseRule(tx, account, [id]);
  } else {
    await refuseTakenAddresses(write, id, [forms.profile.primaryEmail]);
    await insertUser(tx, await newUser(write, id, forms, isActive && isClaimed));
  }
  if (forms.furtherEmails.length > 0) await storeFurtherAddresses(write, id, forms);
  write.note({ name: 'ScimCreateUser', parameters: { id, active: isActive, adopted: person !== undefined } });
  return showResource(kind, write, { ...row, source_active: isActive ? 1 : 0, created_at: now }, projection, { isNew: true });
}

export async function replaceUser(
  write: ScimWrite,
  id: string,
  body: Body,
  projection: Projection,
  preconditions: Preconditions,
): Promise<ScimReply> {
  const row = await requireReplaceable(kind, write, id, body, preconditions);
  const saved = await saveUser(write, row, readAttributes(userResource, body), 'ScimReplaceUser');
  return showResource(kind, write, saved, projection);
}

export async function patchUser(
  write: ScimWrite,
  id: string,
  body: Body,
  projection: Projection,
  preconditions: Preconditions,
): Promise<ScimReply> {
  const { row, operations } = await requirePatchable(kind, write, id, body, preconditions);
  const saved = await saveUser(write, row, applyPatch(userResource, storedAttributes(row), operations), 'ScimPatchUser');
  return showResource(kind, write, saved, projection);
}

export async function deleteUser(write: ScimWrite, id: string, preconditions: Preconditions): Promise<ScimReply> {
  const { tx, account, now } = write;
  await requireResource(kind, write, id, preconditions);
  await removeProfiles(tx, account, [id], now);
  write.note({ name: 'ScimDeleteUser', parameters: { id } });
  return noContent;
}

/** Stores the attributes if they differ. Whoever is not said to be active or not stays what it was. */
async function saveUser(write: ScimWrite, row: ScimUserRow, attributes: Attributes, event: string): Promise<ScimUserRow> {
  const { tx, account, now } = write;
  const wasActive = row.source_active === 1;
  const isActive = typeof attributes['active'] === 'boolean' ? attributes['active'] : wasActive;
  const forms = toForms(row.id, attributes, isActive);
  if (forms.resource === row.resource && isActive === wasActive) return row;
  const namesake = await findScimUserIdByName(tx, account, forms.userName);
  if (namesake !== undefined && namesake !== row.id) throw nameTaken(forms.userName);
  await refuseTakenAddresses(write, row.id, [forms.profile.primaryEmail]);
  const next = { ...row, ...toScimUserRow(account, row.id, forms, now), created_at: row.created_at, version: row.version };
  if (!(await updateScimUser(tx, next))) throw stale();
  await updateProvisionedUser(tx, account, row.id, forms.profile);
  await storeFurtherAddresses(write, row.id, forms);
  await replaceScimValues(tx, account, row.id, forms.values);
  // Where licenses follow from groups, the rule lifts a suspension; elsewhere, what the identity provider undoes is undone here.
  if (isActive && !wasActive && account.type !== 'EnterpriseOIDC') await activateUsers(tx, account, [row.id]);
  await raiseAlarm(write, await applyLicenseRule(tx, account, [row.id]));
  write.note({ name: event, parameters: { id: row.id, active: isActive, attributes: changedAttributes(row.resource, forms.resource) } });
  return { ...next, version: row.version + 1, updated_at: now, source_active: isActive ? 1 : 0 };
}

/** Names only: what they were and are is nobody's business who reads an audit trail. */
function changedAttributes(before: string, after: string): string[] {
  const [old, young] = [parseStored(before), parseStored(after)];
  const names = new Set([...Object.keys(old), ...Object.keys(young)]);
  return [...names].filter((name) => JSON.stringify(old[name]) !== JSON.stringify(young[name]));
}

async function newUser({ tx, account, now, random }: ScimWrite, id: string, { profile }: UserForms, mayEnter: boolean): Promise<UserRow> {
  return {
    account_id: account.id,
    id,
    primary_email: profile.primaryEmail,
    display_name: profile.displayName,
    display_name_folded: profile.displayName?.toLowerCase() ?? null,
    license_type: account.default_license,
    user_type: 'PrivateUser',
    registration_status: statusOfNewcomer(account, mayEnter),
    invitation_status: null,
    pin: await drawPin(tx, random, now),
    managed_by: 'oidc',
    source_active: profile.isActive ? 1 : 0,
    invited_on: null,
    registered_on: null,
    created_at: now,
  };
}

/** Further addresses count for signing in only if their domain is claimed: families share a private one. */
async function storeFurtherAddresses(write: ScimWrite, id: string, forms: UserForms): Promise<void> {
  const { tx, account } = write;
  const claimed = forms.furtherEmails.length === 0 ? [] : await listHeldDomains(tx, account);
  const further = forms.furtherEmails.filter((email) => claimed.includes(domainOf(email)));
  await refuseTakenAddresses(write, id, further);
  await replaceFurtherAddresses(tx, account, id, further);
}

async function refuseTakenAddresses({ tx, account }: ScimWrite, id: string, emails: readonly string[]): Promise<void> {
  const [taken] = await listTakenAddresses(tx, account, id, emails);
  if (taken !== undefined) throw addressTaken(taken);
}

function addressTaken(email: string): ScimError {
  return new ScimError(409, `The address ${email} is another user's of this account.`, { scimType: 'uniqueness' });
}

function nameTaken(userName: string): ScimError {
  return new ScimError(409, `A user with the userName ${userName} exists already. Find it with a filter, and change it.`, {
    scimType: 'uniqueness',
  });
}
