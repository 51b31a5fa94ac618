import { z } from 'zod';
import { converse, getConversation, inviteTo, membersMax, removeFrom } from '../../conversations/converse.ts';
import { memberOf } from '../../conversations/member.ts';
import { toAttachment, toConversation, toMessage } from '../../conversations/output.ts';
import { sendFile } from '../../conversations/send-file.ts';
import { contentLengthMax, sendMessage, takeBack } from '../../conversations/send-message.ts';
import { BadRequestException } from '../../errors.ts';
import { auditUser } from '../../signin/audit.ts';
import { listMembers, listOwnConversations, newest } from '../../store/conversations.ts';
import { listMessages } from '../../store/messages.ts';
import type { ApiRequest, ApiRoute } from './api.ts';

const pageSizeMax = 200;
const pageSizeDefault = 50;
const nameLengthMax = 100;

const emails = z.array(z.string().min(3).max(320)).max(membersMax.Room);
/** A line of text, in characters that every database keeps. */
const name = z
  .string()
  .min(1)
  .max(nameLengthMax)
  .refine((text) => text.isWellFormed() && !/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(text), 'must be one line of plain text');
const NewConversation = z.strictObject({ Type: z.enum(['Direct', 'Group', 'Room']), Name: name.optional(), MemberEmails: emails });
const NewMembers = z.strictObject({ MemberEmails: emails.min(1) });
const NewMessage = z.strictObject({
  Content: z
    .string()
    .regex(/\S/, 'must say something')
    .max(contentLengthMax)
    .refine((text) => text.isWellFormed() && !text.includes('\0'), 'must be well-formed Unicode without the character U+0000'),
});

/** Conversations of a user with others of the account: direct ones, groups and rooms, what is said in them, and files. */
export const conversationRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/me/session',
    answer: async (_portal, { signedIn: { user }, formToken }) => {
      const User = { UserId: user.id, AccountId: user.account_id, Email: user.primary_email, DisplayName: user.display_name };
      return { status: 200, body: { User, FormToken: formToken } };
    },
  },
  {
    method: 'GET',
    path: '/me/conversations',
    async answer({ site }, request) {
      const member = memberOf(request.signedIn);
      const { before, size } = pageOf(request);
      const body = await site.database.read('', async (tx) => {
        const { rows, lastKey } = await listOwnConversations(tx, member, before, size);
        const members = await listMembers(tx, idsOf(rows), size * membersShownMax);
        return { Conversations: rows.map((row) => toConversation(row, members)), NextToken: lastKey };
      });
      return { status: 200, body };
    },
  },
  {
    method: 'POST',
    path: '/me/conversations',
    async answer({ site }, { visit: { now }, signedIn, input }) {
      const { Type, Name, MemberEmails } = input(NewConversation);
      const body = await site.database.write('', async (tx) => {
        const beginning = { kind: Type, name: Name, emails: MemberEmails };
        const conversation = await converse(tx, memberOf(signedIn), beginning, { now, newId: site.newId });
        return { Conversation: toConversation(conversation, await listMembers(tx, [conversation.id], membersShownMax)) };
      });
      return { status: 201, body };
    },
  },
  {
    method: 'POST',
    path: '/me/conversations/:id/members',
    async answer({ site }, { visit, signedIn, param, input }) {
      const { MemberEmails } = input(NewMembers);
      await site.database.write('', (tx) => inviteTo(tx, memberOf(signedIn), param('id'), MemberEmails, visit.now));
      return { status: 204 };
    },
  },
  {
    method: 'DELETE',
    path: '/me/conversations/:id/members/:userId',
    async answer({ site }, { signedIn, param }) {
      await site.database.write('', (tx) => removeFrom(tx, memberOf(signedIn), param('id'), param('userId')));
      return { status: 204 };
    },
  },
  {
    method: 'GET',
    path: '/me/conversations/:id/messages',
    async answer({ site }, request) {
      const { before, size } = pageOf(request);
      const { rows, lastKey } = await site.database.read('', async (tx) =>
        listMessages(tx, await getConversation(tx, memberOf(request.signedIn), request.param('id')), before, size),
      );
      return { status: 200, body: { Messages: rows.map(toMessage), NextToken: lastKey } };
    },
  },
  {
    method: 'POST',
    path: '/me/conversations/:id/messages',
    async answer({ site }, { visit: { now }, signedIn, param, input }) {
      const { Content } = input(NewMessage);
      const member = memberOf(signedIn);
      const message = await site.database.write('', async (tx) =>
        sendMessage(tx, member, await getConversation(tx, member, param('id')), { id: site.newId(), content: Content, now }),
      );
      return { status: 201, body: { Message: toMessage({ ...message, ...signedIn.user, ...noFile, id: message.id }) } };
    },
  },
  {
    method: 'DELETE',
    path: '/me/conversations/:id/messages/:messageId',
    async answer({ site }, { visit, signedIn, param }) {
      await site.database.write('', async (tx) => {
        await takeBack(tx, memberOf(signedIn), param('id'), param('messageId'), visit.now);
        const parameters = { ConversationId: param('id'), MessageId: param('messageId') };
        await auditUser(tx, visit, signedIn.user, { name: 'RedactMessage', parameters });
      });
      return { status: 204 };
    },
  },
  {
    method: 'POST',
    path: '/me/conversations/:id/attachments',
    takesFile: true,
    async answer({ conversations }, { visit, signedIn, param, query, raw, stillSignedIn }) {
      const announced = Number(raw.headers['content-length']);
      const attachment = await sendFile(conversations, visit, signedIn, {
        conversationId: param('id'),
        fileName: query('file-name'),
        contentType: raw.headers['content-type'] ?? '',
        content: raw,
        announcedBytes: Number.isSafeInteger(announced) ? announced : undefined,
        stillSignedIn,
      });
      return { status: 201, body: { Attachment: toAttachment(attachment) } };
    },
  },
];

/** People of one conversation that a list of conversations shows. */
const membersShownMax = 50;
const noFile = { file_name: null, content_type: null, bytes: null } as const;

function idsOf(rows: readonly { readonly id: string }[]): string[] {
  return rows.map(({ id }) => id);
}

/** Throws BadRequestException for a size or a place that is none. */
function pageOf({ query }: ApiRequest): { before: string; size: number } {
  const size = query('max-results') === '' ? pageSizeDefault : Number(query('max-results'));
  const before = query('next-token') === '' ? newest : query('next-token');
  if (!Number.isInteger(size) || size < 1 || size > pageSizeMax) throw new BadRequestException(`max-results must be 1 to ${pageSizeMax}.`);
  if (before !== newest && !/^[0-9a-f-]{36}$/.test(before)) throw new BadRequestException('next-token is not one of this list.');
  return { before, size };
}
