import type { AccountGroupRow } from '../store/account-groups.ts';
import { groupResource } from './attribute-path.ts';
import { isObject, readAttributes } from './coerce.ts';
import type { Filter } from './filter.ts';
import { member, readPath, type PatchOperation } from './patch-operations.ts';
import { refusal } from './scim-error.ts';
import { groupUrn } from './urns.ts';

/** One change of a group's members, by the ids of users. */
export type MemberChange =
  | { readonly kind: 'add' | 'replace'; readonly ids: readonly string[] }
  | { readonly kind: 'remove'; readonly ids: readonly string[] | 'all' };

/** What a group is to become. */
export interface GroupChange {
  readonly name: string;
  readonly externalId: string | null;
  readonly members: readonly MemberChange[];
}

/** Characters of a group's name, as AddOrUpdateGroups takes it. */
const nameMax = 256;
/** Members in one list. */
const membersMax = 100_000;

/** A whole group as POST and PUT send it; `members` is undefined if it is not mentioned. Throws ScimError. */
export function readGroup(
  body: Readonly<Record<string, unknown>>,
): Pick<GroupChange, 'name' | 'externalId'> & { members: string[] | undefined } {
  const { rest, members } = apart(body);
  const attributes = readAttributes(groupResource, rest);
  const externalId = attributes['externalId'];
  return {
    name: checkName(attributes['displayName']),
    externalId: typeof externalId === 'string' ? externalId : null,
    members: members === undefined || members === null ? undefined : readMembers(members),
  };
}

/** Members are read by themselves: of thousands of them only the ids are looked at. */
function apart(body: Readonly<Record<string, unknown>>): { rest: Record<string, unknown>; members: unknown } {
  const entries = Object.entries(body);
  const found = entries.filter(([key]) => isMembers(key));
  if (found.length > 1) throw refusal('invalidSyntax', 'The attribute members is given twice; names differ not only in letter case.');
  return { rest: Object.fromEntries(entries.filter(([key]) => !isMembers(key))), members: found[0]?.[1] };
}

function isMembers(key: string): boolean {
  return /^members$/i.test(key.replace(new RegExp(`^${groupUrn}:`, 'i'), ''));
}

/** What the operations make of the group, without reading its members. Throws ScimError. */
export function readGroupPatch(group: AccountGroupRow, operations: readonly PatchOperation[]): GroupChange {
  let { name, external_id: externalId } = group;
  const members: MemberChange[] = [];
  const apply = ({ op, value }: PatchOperation, path: string): void => {
    const { attribute, sub, filter } = readPath(groupResource, path);
    if (attribute.name === 'members') members.push(...readMemberChange(op, value, filter, sub?.name));
    else if (filter) throw refusal('invalidPath', `${attribute.name} is no list, so there is nothing to choose from in brackets.`);
    else if (attribute.name === 'displayName') name = checkName(op === 'remove' ? undefined : value);
    else externalId = op === 'remove' ? null : readExternalId(value);
  };
  for (const operation of operations) {
    if (operation.path !== undefined) apply(operation, operation.path);
    else for (const [key, value] of attributesOf(operation)) apply({ ...operation, value }, key);
  }
  return { name, externalId, members };
}

/** What an operation without a path says, without what is no attribute of groups: identity providers send more along. */
function attributesOf({ op, value }: PatchOperation): [string, unknown][] {
  if (op === 'remove') throw refusal('noTarget', 'A remove operation needs a path that says what to remove.');
  if (!isObject(value)) throw refusal('invalidValue', `A ${op} operation without a path needs an object of attributes as its value.`);
  const entries = Object.entries(value);
  if (entries.some(([key]) => /(^|[.:])(__proto__|constructor|prototype)($|[.[])/i.test(key)))
    throw refusal('invalidPath', 'There is no such attribute.');
  return entries
    .map(([key, one]): [string, unknown] => [key.replace(new RegExp(`^${groupUrn}:`, 'i'), ''), one])
    .filter(([key]) => /^(displayName|externalId|members)(\[|$)/i.test(key));
}

function readMemberChange(op: PatchOperation['op'], value: unknown, filter: Filter | undefined, part: string | undefined): MemberChange[] {
  if (part !== undefined && part !== 'value') throw refusal('mutability', `members.${part} follows from the user and cannot be written.`);
  if (filter) {
    const ids = idsOf(filter);
    if (op === 'remove') return [{ kind: 'remove', ids }];
    if (op === 'add') return [{ kind: 'add', ids }];
    return [
      { kind: 'remove', ids },
      { kind: 'add', ids: readMembers(value) },
    ];
  }
  // No value at all means every member; a list, be it empty, names those that are meant.
  if (op === 'remove') return [{ kind: 'remove', ids: value === undefined || value === null ? 'all' : readMembers(value) }];
  return [{ kind: op, ids: readMembers(value) }];
}

/** The users that `members[…]` means. Throws ScimError (`invalidFilter`) unless it names them by their ids. */
function idsOf(filter: Filter): string[] {
  if (filter.kind === 'or') return filter.filters.flatMap(idsOf);
  if (filter.kind === 'compare' && filter.operator === 'eq' && /^value$/i.test(filter.path) && typeof filter.value === 'string')
    return [filter.value];
  throw refusal('invalidFilter', 'Members are named by their ids: members[value eq "…" or value eq "…"].');
}

/** The ids in a list of members, one member, or one id. Throws ScimError (`invalidValue`). */
function readMembers(value: unknown): string[] {
  const items: unknown[] = value === null || value === '' || value === undefined ? [] : Array.isArray(value) ? value : [value];
  if (items.length > membersMax) throw refusal('tooMany', `A request names at most ${membersMax} members.`);
  const ids = new Set<string>();
  for (const item of items) {
    const id = isObject(item) ? member(item, 'value') : item;
    const type = isObject(item) ? member(item, 'type') : undefined;
    if (typeof type === 'string' && type.toLowerCase() === 'group') {
      throw refusal(
        'invalidValue',
        `The member ${typeof id === 'string' ? id : ''} is a group: nested groups are not supported. Send their users instead.`,
      );
    }
    if (typeof id !== 'string' || id === '') throw refusal('invalidValue', 'Each member needs the id of a user as its "value".');
    ids.add(id);
  }
  return [...ids];
}

function checkName(value: unknown): string {
  if (typeof value !== 'string' || value.trim() === '') throw refusal('invalidValue', 'displayName is required and must not be blank.');
  if (value.length > nameMax) throw refusal('invalidValue', `displayName is longer than ${nameMax} characters.`);
  return value;
}

function readExternalId(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value !== 'string' || value.length > nameMax)
    throw refusal('invalidValue', `externalId must be a text of at most ${nameMax} characters.`);
  return value;
}
