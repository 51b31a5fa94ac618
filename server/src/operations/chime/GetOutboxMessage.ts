import { z } from 'zod';
import { toOutboxMessage } from '../../chime/outbox-output.ts';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { completeLinks } from '../../mail/links.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { messageBody, messageId, OutboxMessage } from '../../shapes/outbox.ts';
import { getAccountMessage } from '../../store/account-messages.ts';
import { getAccount } from '../../store/accounts.ts';
import { isShared } from '../../store/aws-accounts.ts';
import type { Tx } from '../../store/database.ts';
import { openBody, type OutboxRow } from '../../store/outbox.ts';

export const GetOutboxMessage = operation({
  name: 'GetOutboxMessage',
  summary: 'Gets an invitation of an Amazon Chime account, and what it says where there is no mail server to send it',
  needs: { actions: ['InviteUsers'] },
  mutates: false,
  http: { method: 'GET', path: '/accounts/{AccountId}/outbox/{MessageId}', status: 200 },
  input: z.object({ AccountId: accountId, MessageId: messageId }),
  output: z.object({
    Message: OutboxMessage,
    Body: messageBody.optional(),
    BodyWithheld: z.string().describe('Why what the message says is not shown.').optional(),
  }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', MessageId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10' },
  async handler({ tx, sendsMail, publicUrl }, { AccountId, MessageId }) {
    const message = await getAccountMessage(tx, await getAccount(tx, AccountId), MessageId);
    const BodyWithheld = await whyWithheld(tx, message, sendsMail);
    const Body = BodyWithheld === undefined ? completeLinks(openBody(tx.vault, message), publicUrl) : undefined;
    return { Message: toOutboxMessage(message, sendsMail), Body, BodyWithheld };
  },
});

/**
 * Whoever opens the link of an invitation is taken for whoever reads that mailbox, by every tenant. An administrator may
 * therefore see it only where there is no mailbox to prove and nobody else to deceive.
 */
async function whyWithheld(tx: Tx, { body_sealed: sealed, kind }: OutboxRow, sendsMail: boolean): Promise<string | undefined> {
  if (sealed === '') return 'The message was sent or withdrawn, and what it said is no longer kept.';
  if (kind !== 'UserInvitation') return undefined;
  if (sendsMail) return 'The link is for whoever reads the mailbox: it is mailed, and shown to nobody else.';
  if (!(await isShared(tx))) return undefined;
  return 'The link proves a mailbox to every AWS account of this installation, so only the operator sees it: carillon outbox.';
}
