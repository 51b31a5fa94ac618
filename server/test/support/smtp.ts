import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A message as the mail server took it. */
export interface Received {
  readonly from: string;
  readonly to: readonly string[];
  /** Header lines, unfolded, and the decoded text. */
  readonly headers: readonly string[];
  readonly text: string;
}

/** How the server answers: takes everything; has an SMTP reply for a recipient or for a message; hangs up in the middle of it. */
type Mood =
  | { readonly kind: 'accept' }
  | { readonly kind: 'refuse-recipient' | 'refuse-message' | 'refuse-sender'; readonly code: number; readonly words: string }
  | { readonly kind: 'hang-up' };

/** A mail server that nobody here wrote, on this machine. */
export interface MailPeer {
  readonly url: string;
  readonly received: readonly Received[];
  /** How often somebody began a message. */
  readonly attempts: number;
  mood: Mood;
  close(): Promise<void>;
}

/** @param login user and password that the server asks for, without TLS; undefined = it asks for none */
export async function startMailPeer(login?: { readonly user: string; readonly pass: string }): Promise<MailPeer> {
  const received: Received[] = [];
  const peer = { url: '', received, attempts: 0, mood: { kind: 'accept' } as Mood, close: async () => undefined as void };
  const refusal = (kind: Mood['kind']): Error | undefined => {
    const { mood } = peer;
    return 'code' in mood && mood.kind === kind ? Object.assign(new Error(mood.words), { responseCode: mood.code }) : undefined;
  };
  const server = new SMTPServer({
    authOptional: login === undefined,
    allowInsecureAuth: true,
    disabledCommands: login === undefined ? ['AUTH', 'STARTTLS'] : ['STARTTLS'],
    logger: false,
    onAuth({ username, password }, _session, callback) {
      const isRight = username === login?.user && password === login?.pass;
      callback(isRight ? null : new Error('Wrong password.'), isRight ? { user: username } : undefined);
    },
    onMailFrom(_address, _session, callback) {
      peer.attempts += 1;
      callback(refusal('refuse-sender'));
    },
    onRcptTo(_address, _session, callback) {
      callback(refusal('refuse-recipient'));
    },
    onData(stream, session, callback) {
      const chunks: Uint8Array[] = [];
      stream.on('data', (chunk: Uint8Array) => {
        chunks.push(chunk);
        if (peer.mood.kind === 'hang-up') for (const connection of server.connections) connection.close();
      });
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        if (refusal('refuse-message') === undefined && peer.mood.kind !== 'hang-up') {
          const from = mailFrom === false ? '' : mailFrom.address;
          received.push({ from, to: rcptTo.map(({ address }) => address), ...parse(Buffer.concat(chunks).toString('utf8')) });
        }
        callback(refusal('refuse-message'));
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  const { port } = address as AddressInfo; // A TCP server that listens has an address of this kind.
  const who = login === undefined ? '' : `${encodeURIComponent(login.user)}:${encodeURIComponent(login.pass)}@`;
  peer.url = `smtp://${who}127.0.0.1:${port}`;
  peer.close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return peer;
}

/** As much of MIME as messages of one plain text part need. */
function parse(raw: string): { headers: string[]; text: string } {
  const end = raw.indexOf('\r\n\r\n');
  const headers = raw
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const body = raw.slice(end + 4);
  const encoding = headers.find((line) => /^content-transfer-encoding:/i.test(line))?.split(': ')[1] ?? '';
  return { headers, text: decode(body, encoding.toLowerCase()).replaceAll('\r\n', '\n') };
}

function decode(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
