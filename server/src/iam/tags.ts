import { InvalidInput, LimitExceeded } from '../errors.ts';
import { quotas } from './quotas.ts';

/** Tags by key. A plain object without prototype: `__proto__` is a key like any other. */
export type Tags = Readonly<Record<string, string>>;

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/**
 * Keys of users, roles and sessions are the same in any letter case, and the newest spelling stays; of everything else, case counts.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html ("Case sensitivity").
 */
type KeyCase = 'fold-case' | 'keep-case';

/** The tags of a new entity. Throws InvalidInput if a key occurs twice. */
export function newTags(list: readonly Tag[], keys: KeyCase): Tags {
  const same = keys === 'fold-case' ? fold : keep;
  if (new Set(list.map(({ Key }) => same(Key))).size < list.length) {
    const hint = keys === 'fold-case' ? ' Please note that Tag keys are case insensitive.' : '';
    throw new InvalidInput(`Duplicate tag keys found.${hint}`);
  }
  return toTags(list.map(({ Key, Value }) => [Key, Value]));
}

/** The tags of something after `added`. Throws InvalidInput or LimitExceeded. */
export function addTags(tags: Tags, added: readonly Tag[], keys: KeyCase): Tags {
  const news = newTags(added, keys);
  const result = toTags([...Object.entries(removeTags(tags, Object.keys(news), keys)), ...Object.entries(news)]);
  if (Object.keys(result).length > quotas.TagsPerEntity)
    throw new LimitExceeded(`The number of tags has reached the maximum limit of ${quotas.TagsPerEntity}.`);
  return result;
}

/** The tags of something without those of these keys. */
export function removeTags(tags: Tags, removed: readonly string[], keys: KeyCase): Tags {
  const same = keys === 'fold-case' ? fold : keep;
  const gone = new Set(removed.map(same));
  return toTags(Object.entries(tags).filter(([key]) => !gone.has(same(key))));
}

/** Tags of which those of `over` win, in any letter case: what a session adds to its role's. */
export function mergeTags(tags: Tags, over: Tags): Tags {
  return toTags([...Object.entries(removeTags(tags, Object.keys(over), 'fold-case')), ...Object.entries(over)]);
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
