import { userSchema } from './attributes.ts';
import { isObject } from './coerce.ts';
import { member } from './patch-operations.ts';

/** What stands in the log instead of what a person would not want to be read. */
const hidden = '•••';
/** Characters kept of one body. */
const textMax = 8_000;
/** Elements kept of one list, and members of one object. */
const elementsMax = 20;
const membersMax = 50;
const depthMax = 8;

const ofUsers = new Set(
  userSchema.attributes.filter(({ personal, returned }) => personal || returned === 'never').map(({ name }) => name.toLowerCase()),
);
/** A member's display is its user's name. */
const ofGroups = new Set(['display', 'password']);

/** A body for the log: without passwords, names, numbers and addresses of persons; long lists and texts are cut. */
export function mask(body: object, isUser: boolean): string {
  const text = JSON.stringify(maskValue(body, isUser ? ofUsers : ofGroups, 0));
  return text.length > textMax ? `${text.slice(0, textMax)}…` : text;
}

function maskValue(value: unknown, names: ReadonlySet<string>, depth: number): unknown {
  if (depth > depthMax) return '…';
  if (typeof value === 'string') return value.length > 500 ? `${value.slice(0, 500)}…` : value;
  if (Array.isArray(value)) {
    const kept: unknown[] = value.slice(0, elementsMax).map((item) => maskValue(item, names, depth + 1));
    return value.length > elementsMax ? [...kept, `… ${value.length - elementsMax} more`] : kept;
  }
  if (!isObject(value)) return value;
  const path = member(value, 'path');
  const isHiddenPath = typeof path === 'string' && names.has(rootOf(path));
  const entries = Object.entries(value).slice(0, membersMax);
  return Object.fromEntries(
    entries.map(([key, one]) => [
      key,
      names.has(rootOf(key)) || (isHiddenPath && /^value$/i.test(key)) ? hidden : maskValue(one, names, depth + 1),
    ]),
  );
}

/** `urn:…:User:name.givenName` and `phoneNumbers[type eq "work"].value` → `name`, `phonenumbers`. */
function rootOf(path: string): string {
  const name = path.replace(/^urn:[^[]*:/i, '');
  return (/^[^.[]*/.exec(name)?.[0] ?? '').toLowerCase();
}
