/** A search parameter that is text, or absent. */
function text(search: Record<string, unknown>, name: string): string | undefined {
  const value = search[name];
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
}

/** The text parameters of a page's address; everything else in it is dropped. */
export function texts<const Name extends string>(...names: readonly Name[]) {
  return (search: Record<string, unknown>): { readonly [Key in Name]?: string | undefined } =>
    // Each entry has one of the names; fromEntries does not keep them.
    Object.fromEntries(names.map((name) => [name, text(search, name)])) as { readonly [Key in Name]?: string | undefined };
}
