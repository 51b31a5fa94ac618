import { toOneLine } from './one-line.ts';

/** What the mail says that invites a person to an account. The path is completed with the address of the installation when it is sent. */
export function invitationMail(accountName: string, token: string, lifetimeDays: number): { subject: string; body: string } {
  const name = toOneLine(accountName);
  return {
    subject: `You are invited to ${name}`,
    body: [
      `You are invited to join ${name} on Carillon.`,
      '',
      `Accept the invitation within ${lifetimeDays} days:`,
      `/invitations/${token}`,
      '',
      'If you did not expect this message, ignore it: nothing happens until you accept.',
      '',
    ].join('\n'),
  };
}
