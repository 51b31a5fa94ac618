import { toOneLine } from './one-line.ts';

/** What the mail says that asks the people of another AWS account to manage an account. */
export function delegateInvitationMail(
  { accountName, ownerAwsAccountId, delegateAwsAccountId, delegateId }: DelegateInvitation,
  lifetimeDays: number,
): { subject: string; body: string } {
  const name = toOneLine(accountName);
  return {
    subject: `You are asked to manage ${name}`,
    body: [
      `AWS account ${ownerAwsAccountId} asks AWS account ${delegateAwsAccountId} to manage ${name} on Carillon.`,
      '',
      `Accept within ${lifetimeDays} days, as somebody of AWS account ${delegateAwsAccountId} who may use chime:AcceptDelegate:`,
      `aws chime accept-delegate --delegate-id ${delegateId}`,
      '',
      'If you did not expect this message, ignore it: nothing happens until somebody accepts.',
      '',
    ].join('\n'),
  };
}

interface DelegateInvitation {
  readonly accountName: string;
  readonly ownerAwsAccountId: string;
  readonly delegateAwsAccountId: string;
  readonly delegateId: string;
}
