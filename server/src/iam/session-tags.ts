import { ValidationError } from '../errors.ts';
import { mergeTags, newTags, removeTags, type Tags } from './tags.ts';

/** The tags of a new role session, and those of them that the next role of a chain inherits. */
export interface SessionTags {
  readonly tags: Tags;
  readonly transitiveTags: Tags;
}

interface Request {
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[] | undefined;
  readonly TransitiveTagKeys?: readonly string[] | undefined;
}

/**
 * Throws ValidationError for keys that cannot be set or passed on.
 * @param inherited transitive tags of the session that asks
 */
export function planSessionTags({ Tags = [], TransitiveTagKeys = [] }: Request, inherited: Tags): SessionTags {
  const own = newTags(Tags, 'fold-case');
  const clash = Object.keys(own).find((key) => has(inherited, key));
  if (clash !== undefined) {
    throw new ValidationError(
      `One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session: ${clash}`,
    );
  }
  const unknown = TransitiveTagKeys.find((key) => !has(own, key));
  if (unknown !== undefined)
    throw new ValidationError(`The specified transitive tag key must be included in the requested tags: ${unknown}`);
  const notPassed = Object.keys(own).filter((key) => !TransitiveTagKeys.some((passed) => passed.toLowerCase() === key.toLowerCase()));
  return { tags: mergeTags(own, inherited), transitiveTags: mergeTags(removeTags(own, notPassed, 'fold-case'), inherited) };
}

/** The condition keys of a call that assumes a role. */
export function roleSessionKeys(
  { RoleArn, RoleSessionName }: { readonly RoleArn: string; readonly RoleSessionName: string },
  { Tags = [], TransitiveTagKeys = [] }: Request,
  sourceIdentity: string | undefined,
): Record<string, string | readonly string[]> {
  return {
    'aws:ResourceAccount': RoleArn.split(':')[4] ?? '',
    'sts:RoleSessionName': RoleSessionName,
    ...(sourceIdentity !== undefined && { 'sts:SourceIdentity': sourceIdentity }),
    ...Object.fromEntries(Tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
    'aws:TagKeys': Tags.map(({ Key }) => Key),
    'sts:TransitiveTagKeys': TransitiveTagKeys,
  };
}

function has(tags: Tags, key: string): boolean {
  return Object.keys(tags).some((one) => one.toLowerCase() === key.toLowerCase());
}
