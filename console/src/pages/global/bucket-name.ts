/** What is wrong with the name of a bucket, as the end of a sentence; undefined = nothing that can be told without asking the store. */
export function bucketNameFault(name: string): string | undefined {
  if (name.length < 3 || name.length > 63) return 'must have 3 to 63 characters';
  if (!/^[a-z0-9.-]*$/.test(name)) return 'may have only lowercase letters, digits, periods and hyphens';
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) return 'must begin and end with a letter or digit';
  return undefined;
}
