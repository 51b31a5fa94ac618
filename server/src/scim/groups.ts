import {
  addGroupMembers,
  deleteAccountGroups,
  findAccountGroup,
  insertAccountGroup,
  listMemberIds,
  removeGroupMembers,
  renameAccountGroup,
  replaceGroupMembers,
  touchAccountGroup,
  type AccountGroupRow,
} from '../store/account-groups.ts';
import { applyLicenseRule } from '../store/license-rule.ts';
import {
  countMembersOfScimGroups,
  countScimGroups,
  listMembersOfScimGroups,
  listScimGroups,
  listUnknownMembers,
} from '../store/scim-groups.ts';
import { requireSchema } from './coerce.ts';
import { noContent, raiseAlarm, stale, type Preconditions, type ScimRead, type ScimReply, type ScimWrite } from './exchange.ts';
import { readGroup, readGroupPatch, type GroupChange, type MemberChange } from './group-change.ts';
import { toGroupResource } from './group-resource.ts';
import { listResponse, type Listing } from './listing.ts';
import type { Projection } from './projection.ts';
import { requirePatchable, requireReplaceable, requireResource, showResource, type ResourceKind } from './resource.ts';
import { refusal, ScimError } from './scim-error.ts';
import { groupUrn } from './urns.ts';

type Body = Readonly<Record<string, unknown>>;

/** Members in one answer to a listing; a page ends early rather than grow beyond them. */
const listedMembersMax = 20_000;
/** Ids that an error names. */
const namedIdsMax = 20;

const kind: ResourceKind<AccountGroupRow> = {
  noun: 'group',
  schema: groupUrn,
  async find({ tx, account }, id) {
    const row = await findAccountGroup(tx, account, id);
    return row?.source === 'scim' ? row : undefined;
  },
  async present({ tx, account, base }, row, projection) {
    const members = projection.shows('members') ? await listMembersOfScimGroups(tx, account, [row.id]) : undefined;
    return toGroupResource(row, members, base);
  },
};

export async function getGroup(read: ScimRead, id: string, projection: Projection, preconditions: Preconditions): Promise<ScimReply> {
  return showResource(kind, read, await requireResource(kind, read, id), projection, { preconditions });
}

export async function listGroups(read: ScimRead, { condition, order, startIndex, count, projection }: Listing): Promise<ScimReply> {
  const { tx, account, base } = read;
  const total = await countScimGroups(tx, account, condition);
  const found = await listScimGroups(tx, account, { condition, order, offset: startIndex - 1, limit: count });
  const withMembers = projection.shows('members');
  const rows = withMembers ? await cutToMembers(read, found) : found;
  const ids = rows.map(({ id }) => id);
  const members = withMembers ? Map.groupBy(await listMembersOfScimGroups(tx, account, ids), ({ group_id }) => group_id) : undefined;
  const resources = rows.map((row) => projection.apply(toGroupResource(row, members && (members.get(row.id) ?? []), base).body));
  return { status: 200, headers: {}, body: listResponse(resources, total, startIndex) };
}

/** The groups from the beginning whose members fit into one answer, and the first group in any case. */
async function cutToMembers({ tx, account }: ScimRead, groups: readonly AccountGroupRow[]): Promise<readonly AccountGroupRow[]> {
  const counts = await countMembersOfScimGroups(
    tx,
    account,
    groups.map(({ id }) => id),
  );
  let sum = 0;
  const end = groups.findIndex(({ id }, index) => {
    sum += counts.get(id) ?? 0;
    return index > 0 && sum > listedMembersMax;
  });
  return end === -1 ? groups : groups.slice(0, end);
}

export async function createGroup(write: ScimWrite, body: Body, projection: Projection): Promise<ScimReply> {
  const { tx, account, now } = write;
  requireSchema(body, groupUrn);
  const { name, externalId, members } = readGroup(body);
  const group = await insertAccountGroup(tx, account, { id: write.newId(), source: 'scim', name, externalId, now });
  if (!group) throw nameTaken(name);
  const affected = await changeMembers(write, group, [{ kind: 'add', ids: members ?? [] }]);
  await settle(write, affected);
  write.note({ name: 'ScimCreateGroup', parameters: { id: group.id, displayName: name, members: affected.length } });
  return showResource(kind, write, group, projection, { isNew: true });
}

export async function replaceGroup(
  write: ScimWrite,
  id: string,
  body: Body,
  projection: Projection,
  preconditions: Preconditions,
): Promise<ScimReply> {
  const row = await requireReplaceable(kind, write, id, body, preconditions);
  const { name, externalId, members } = readGroup(body);
  // An attribute that a PUT leaves out is cleared (RFC 7644, section 3.5.1); an alert is raised if that looks like a mistake.
  const changes: MemberChange[] = [{ kind: 'replace', ids: members ?? [] }];
  const saved = await saveGroup(write, row, { name, externalId, members: changes }, 'ScimReplaceGroup');
  return showResource(kind, write, saved, projection);
}

/** Answers 204 unless attributes are asked for: the members of a large group are nothing to send back at every change. */
export async function patchGroup(
  write: ScimWrite,
  id: string,
  body: Body,
  projection: Projection | undefined,
  preconditions: Preconditions,
): Promise<ScimReply> {
  const { row, operations } = await requirePatchable(kind, write, id, body, preconditions);
  const saved = await saveGroup(write, row, readGroupPatch(row, operations), 'ScimPatchGroup');
  return projection ? showResource(kind, write, saved, projection) : noContent;
}

export async function deleteGroup(write: ScimWrite, id: string, preconditions: Preconditions): Promise<ScimReply> {
  const { tx, account } = write;
  const row = await requireResource(kind, write, id, preconditions);
  const members = await listMemberIds(tx, account, id);
  await deleteAccountGroups(tx, account, [id]);
  await settle(write, members);
  write.note({ name: 'ScimDeleteGroup', parameters: { id, displayName: row.name, members: members.length } });
  return noContent;
}

async function saveGroup(write: ScimWrite, row: AccountGroupRow, change: GroupChange, event: string): Promise<AccountGroupRow> {
  const { tx, now } = write;
  const { name, externalId } = change;
  const isRenamed = name !== row.name || externalId !== row.external_id;
  if (isRenamed && !(await renameAccountGroup(tx, row, { name, externalId }))) throw nameTaken(name);
  const affected = await changeMembers(write, row, change.members);
  if (!isRenamed && affected.length === 0) return row;
  const version = await touchAccountGroup(tx, row, now, row.version);
  if (version === undefined) throw stale();
  await settle(write, affected);
  write.note({ name: event, parameters: { id: row.id, displayName: name, membersChanged: affected.length } });
  return { ...row, name, external_id: externalId, version, updated_at: now };
}

/** Carries out the changes in order, and answers whom they concern: who joined or left, each once. */
async function changeMembers(write: ScimWrite, group: AccountGroupRow, changes: readonly MemberChange[]): Promise<string[]> {
  const { tx, account } = write;
  const coming = changes.flatMap((change) => (change.kind === 'remove' ? [] : change.ids));
  const unknown = coming.length === 0 ? [] : await listUnknownMembers(tx, account, coming);
  if (unknown.length > 0) {
    const more = unknown.length > namedIdsMax ? ` and ${unknown.length - namedIdsMax} more` : '';
    throw refusal(
      'invalidValue',
      `There are no users with the ids ${unknown.slice(0, namedIdsMax).join(', ')}${more}. Create the users first; nested groups are not supported.`,
    );
  }
  const affected = new Set<string>();
  for (const change of changes) {
    if (change.kind === 'add') for (const id of await addGroupMembers(tx, account, group.id, change.ids)) affected.add(id);
    else if (change.kind === 'remove') for (const id of await removeGroupMembers(tx, account, group.id, change.ids)) affected.add(id);
    else {
      const { added, removed } = await replaceGroupMembers(tx, account, group.id, change.ids);
      for (const id of [...added, ...removed]) affected.add(id);
    }
  }
  return [...affected];
}

/** Licenses follow before the answer goes out. */
async function settle(write: ScimWrite, userIds: readonly string[]): Promise<void> {
  await raiseAlarm(write, await applyLicenseRule(write.tx, write.account, userIds));
}

function nameTaken(name: string): ScimError {
  return new ScimError(409, `A group named ${name} exists already. Names of groups must differ in more than letter case.`, {
    scimType: 'uniqueness',
  });
}
