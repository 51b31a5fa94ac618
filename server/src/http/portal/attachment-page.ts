import { attachmentBytesMax } from '../../conversations/arrival.ts';
import { memberOf } from '../../conversations/member.ts';
import { titleOf } from '../../conversations/title.ts';
import { listOwnAttachments, type ListedAttachment } from '../../store/attachments.ts';
import { listMembers, listOwnConversations, newest, type KnownMember, type OwnConversation } from '../../store/conversations.ts';
import type { SignedIn } from '../../store/sessions.ts';
import { html, type Html } from '../html.ts';
import type { Page, PageRequest, Portal } from './answer.ts';
import { ownPage } from './own-page.ts';
import { form, hidden, problem, time } from './parts.ts';

const filesPerPage = 25;
/** Conversations to choose from; the newest. */
const choicesMax = 100;
const membersMax = 2_000;

/** What the page shows, and the page once more with what was wrong. */
interface FilesPage extends Page {
  withProblem(message: string): Page;
}

interface Files {
  readonly user: SignedIn['user'];
  readonly userId: string;
  readonly conversations: readonly OwnConversation[];
  readonly files: readonly ListedAttachment[];
  readonly members: readonly KnownMember[];
  /** undefined = there are no older ones. */
  readonly older: string | undefined;
}

/** Throws UnprocessableEntityException for a free user. */
export async function showFiles({ site }: Portal, request: PageRequest, signedIn: SignedIn): Promise<FilesPage> {
  const member = memberOf(signedIn);
  const before = /^[0-9a-f-]{36}$/.test(request.query('before')) ? request.query('before') : newest;
  const shown = await site.database.read('', async (tx): Promise<Files> => {
    const { rows: conversations } = await listOwnConversations(tx, member, newest, choicesMax);
    const { rows: files, lastKey: older } = await listOwnAttachments(tx, member, before, filesPerPage);
    const ids = new Set([...conversations.map(({ id }) => id), ...files.map(({ conversation_id }) => conversation_id)]);
    return {
      user: signedIn.user,
      userId: member.userId,
      conversations,
      files,
      members: await listMembers(tx, [...ids], membersMax),
      older,
    };
  });
  const make = (notice: Html | undefined): Page => filesPage(request, shown, notice);
  return { ...make(noticeOf(request.query('done'))), withProblem: (message) => make(problem(message)) };
}

const notices = new Map([
  ['sent', 'The file is sent.'],
  ['removed', 'The file is removed.'],
]);

function noticeOf(done: string): Html | undefined {
  const text = notices.get(done);
  return text === undefined ? undefined : html`<p class="note good" role="status">${text}</p>`;
}

function filesPage(request: PageRequest, files: Files, notice: Html | undefined): Page {
  const body = html`<h1>My files</h1>
    ${notice}${listCard(request, files)}${sendCard(request, files)}`;
  return ownPage(request, files, { title: 'My files', path: '/me/attachments', body });
}

function sendCard(request: PageRequest, { conversations, members, userId }: Files): Html {
  const choices = conversations.map(({ id, kind, name }) => {
    const isChosen = id === request.field('conversation');
    return html`<option value="${id}" ${isChosen && html`selected`}>
      ${kindNames[kind]} ${titleOf({ id, kind, name }, members, userId)}
    </option>`;
  });
  const choice = html`<div class="field">
    <label for="conversation">Or a conversation</label>
    <select id="conversation" name="conversation">
      <option value="">None of these</option>
      ${choices}
    </select>
  </div>`;
  return html`<section class="card" aria-labelledby="send">
    <h2 id="send">Send a file</h2>
    <form method="post" action="/me/attachments" enctype="multipart/form-data">
      ${hidden('form-token', request.formToken)}
      <div class="field">
        <label for="email">Mail address of a colleague</label>
        <input id="email" name="email" type="email" maxlength="300" autocomplete="off" value="${request.field('email')}" />
      </div>
      ${choices.length > 0 && choice}
      <div class="field">
        <label for="file">File</label>
        <input id="file" name="file" type="file" required aria-describedby="file-hint" />
        <p class="hint" id="file-hint">At most ${attachmentBytesMax / 1_000_000} MB. Only those you send it to can open it.</p>
      </div>
      <button>Send</button>
    </form>
  </section>`;
}

const kindNames = { Direct: 'With', Group: 'Group:', Room: 'Room:' } as const;

function listCard(request: PageRequest, { files, members, userId, older }: Files): Html {
  const list = html`<ul class="devices">
    ${files.map((file) => fileItem(request, file, members, userId))}
  </ul>`;
  return html`<section class="card" aria-labelledby="files">
    <h2 id="files">Files</h2>
    ${files.length > 0 ? list : html`<p class="soft">Nobody has sent you a file yet, and you have sent none.</p>`}
    ${older !== undefined && html`<p class="end"><a href="/me/attachments?before=${older}">Older files</a></p>`}
  </section>`;
}

function fileItem(request: PageRequest, file: ListedAttachment, members: readonly KnownMember[], userId: string): Html {
  const isOwn = file.uploaded_by === userId;
  const sender = isOwn ? 'you' : (file.display_name ?? file.primary_email ?? 'somebody who has left');
  const title = titleOf({ id: file.conversation_id, kind: file.kind, name: file.name }, members, userId);
  // A direct conversation is called by the other one, who is the sender already.
  const target = isOwn || file.kind !== 'Direct' ? ` to ${title}` : '';
  const removeButton = html`${hidden('conversation', file.conversation_id)}${hidden('file', file.id)}<button
      class="quiet"
      aria-label="Remove ${file.file_name}"
    >
      Remove
    </button>`;
  return html`<li>
    <span
      ><strong><a href="/me/attachments/${file.id}">${file.file_name}</a></strong
      ><small>${toSize(file.bytes)}, sent by ${sender}${target}</small><small>${time(file.created_at)}</small></span
    >
    ${isOwn && form(request, '/me/attachments/remove', removeButton)}
  </li>`;
}

/** As file managers show it. */
function toSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
