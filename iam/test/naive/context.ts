/** What a request says about itself: each condition key with its value or its values. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/** What the context holds under a key, found without regard to case; undefined when it holds no value at all. */
export function valuesOf(context: Context, key: string): readonly string[] | undefined {
  for (const [name, value] of Object.entries(context)) {
    const values = typeof value === 'string' ? [value] : value;
    if (name.toLowerCase() === key.toLowerCase()) return values.length === 0 ? undefined : values;
  }
  return undefined;
}

/**
 * "For condition keys that are defined by the user, such as passing tags in a request, it is possible to include an empty
 * string. In this case, the value in the request context is null." Of multivalued keys the documentation says it of all.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html#AccessPolicyLanguage_RequestContext
 */
export function isNull(context: Context, key: string): boolean {
  const values = valuesOf(context, key);
  return values === undefined || ((isMultivalued(key) || key.includes('/')) && isEmpty(values));
}

/** "If the key values in the request resolve to an empty data set (for example, an empty string)". */
export const isEmpty = (values: readonly string[]): boolean => values.every((value) => value === '');

/**
 * Arity belongs to the key and not to what one request happens to send.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function isMultivalued(key: string): boolean {
  const name = key.toLowerCase();
  const listed = ['aws:tagkeys', 'aws:calledvia', 'aws:principalservicenameslist'].includes(name);
  return listed || (name.startsWith('aws:') && name.endsWith('orgpaths'));
}
