import type { Input } from '../../api/calls.ts';

type Fields = Input<'chime:SubmitSupportRequest'>;

export type Category = Fields['Category'];
export type Severity = Fields['Severity'];

export const categories: Readonly<Record<Category, string>> = {
  Accounts: 'Accounts',
  Users: 'Users',
  Domains: 'Domains',
  SignIn: 'Sign-in',
  Meetings: 'Meetings',
  CallDetailRecords: 'Call detail records',
  DataExports: 'Data exports',
  Other: 'Something else',
};

/** Name, and when it is that. */
export const severities: Readonly<Record<Severity, readonly [string, string]>> = {
  Low: ['Low', 'A question, or a wish.'],
  Normal: ['Normal', 'Something is wrong, and there is a way around it.'],
  High: ['High', 'Something that people need does not work.'],
  Urgent: ['Urgent', 'Nobody can work.'],
};
