const reservedPrefixes = ['xn--', 'sthree-', 'amzn-s3-demo-'];
const reservedSuffixes = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3', '-an'];

/**
 * Which rule of S3 a bucket name breaks, as the end of a sentence; undefined = none. All rules, so that a name that is fine here
 * is fine at every store. Source: Amazon S3 User Guide, "General purpose bucket naming rules".
 */
export function bucketNameFault(name: string): string | undefined {
  if (name.length < 3 || name.length > 63) return 'must have 3 to 63 characters';
  if (!/^[a-z0-9.-]*$/.test(name)) return 'may have only lowercase letters, digits, periods and hyphens';
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) return 'must begin and end with a letter or digit';
  if (name.includes('..')) return 'may not have two periods side by side';
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(name)) return 'may not look like an IP address';
  const prefix = reservedPrefixes.find((reserved) => name.startsWith(reserved));
  if (prefix !== undefined) return `may not begin with ${prefix}, which S3 reserves`;
  const suffix = reservedSuffixes.find((reserved) => name.endsWith(reserved));
  if (suffix !== undefined) return `may not end with ${suffix}, which S3 reserves`;
  return undefined;
}
