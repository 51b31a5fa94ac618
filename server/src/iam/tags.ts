import { InvalidInput, LimitExceeded } from '../errors.ts';
import { quotas } from './quotas.ts';

/** Tags by key. A plain object without prototype: `__proto__` is a key like any other. */
export type Tags = Readonly<Record<string, string>>;

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** The tags of a new entity. Throws InvalidInput if a key occurs twice. */
export function newTags(list: readonly Tag[], keys: 'fold-case' | 'keep-case'): Tags {
  const same = keys === 'fold-case' ? fold : keep;
  if (new Set(list.map(({ Key }) => same(Key))).size < list.length) {
    const hint = keys === 'fold-case' ? ' Please note that Tag keys are case insensitive.' : '';
    throw new InvalidInput(`Duplicate tag keys found.${hint}`);
  }
  return toTags(list.map(({ Key, Value }) => [Key, Value]));
}

/**
 * The tags of a user or a role after `added`. Their keys are the same in any letter case; the newest spelling stays.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html ("Case sensitivity").
 */
export function addTags(tags: Tags, added: readonly Tag[]): Tags {
  const news = newTags(added, 'fold-case');
  const result = toTags([...Object.entries(removeTags(tags, Object.keys(news))), ...Object.entries(news)]);
  if (Object.keys(result).length > quotas.TagsPerEntity) throw new LimitExceeded('The number of tags has reached the maximum limit.');
  return result;
}

/** The tags of a user or a role without those of `keys`, in any letter case. */
export function removeTags(tags: Tags, keys: readonly string[]): Tags {
  const removed = new Set(keys.map(fold));
  return toTags(Object.entries(tags).filter(([key]) => !removed.has(fold(key))));
}

/** Tags of which those of `over` win, in any letter case: what a session adds to its role's. */
export function mergeTags(tags: Tags, over: Tags): Tags {
  return toTags([...Object.entries(removeTags(tags, Object.keys(over))), ...Object.entries(over)]);
}

/** Tags as the database holds them. */
export function tagsToText(tags: Tags): string {
  return JSON.stringify(tags);
}

export function tagsFromText(text: string): Tags {
  const parsed: unknown = JSON.parse(text);
  return toTags(Object.entries(parsed ?? {}).map(([key, value]) => [key, String(value)]));
}

function toTags(entries: readonly (readonly [string, string])[]): Tags {
  const tags: Record<string, string> = {};
  Object.setPrototypeOf(tags, null);
  for (const [key, value] of entries) tags[key] = value;
  return tags;
}

function fold(key: string): string {
  return key.toLowerCase();
}

function keep(key: string): string {
  return key;
}
