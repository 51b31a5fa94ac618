/** Where call detail records lie in their bucket. Source: "Amazon Chime call detail records", Amazon Chime Administration Guide. */
const recordFolder = 'Amazon-Chime-Business-Calling-CDRs/json';
/** Where the weekly reports lie. */
export const reportFolder = 'Amazon-Chime-User-Activity-Reports/csv';

/** What the keys of everything begin with that is delivered for an AWS account, in the order of the keys. */
export function recordPrefixes(awsAccountId: string): readonly string[] {
  return [`${recordFolder}/${awsAccountId}/`, `${reportFolder}/${awsAccountId}/`];
}
