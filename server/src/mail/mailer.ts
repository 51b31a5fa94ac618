import { messageOf } from '../errors.ts';
import { isMailAddress } from './address.ts';
import { toOneLine } from './one-line.ts';

/** A message of plain text, ready to go. */
export interface Letter {
  /** Names the message in its Message-ID: the same in every attempt, so that a receiver can tell a repetition. */
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  /** Epoch milliseconds. */
  readonly writtenAt: number;
}

/**
 * What became of a message: taken over by the mail server; refused for good, with its words; not now (greylisting, a
 * full queue, a connection that broke), `unreachable` if no message would fare better.
 */
export type Delivery =
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'delayed'; readonly reason: string; readonly unreachable: boolean };

/** Hands messages to a mail server. */
export interface Mailer {
  /** Never throws: whatever happens is a delivery of one of the three kinds. */
  send(letter: Letter): Promise<Delivery>;
}

const connectionTimeoutMs = 10_000;
/** How long a server may stay silent in the middle of a conversation. */
const silenceMaxMs = 20_000;
/** How long one message may take altogether. Shorter than the lease on it. */
export const deliveryMaxMs = 60_000;
const reasonLengthMax = 500;

export interface MailServer {
  /** `smtp://` or `smtps://`, with user and password where the server wants them. */
  readonly smtpUrl: string;
  /** The plain address that messages come from. */
  readonly from: string;
}

/** Talks SMTP, one connection a message: what a connection that breaks leaves open is open for one message only. */
export function createMailer({ smtpUrl, from }: MailServer): Mailer {
  const server = {
    ...connectionOptions(smtpUrl),
    connectionTimeout: connectionTimeoutMs,
    greetingTimeout: connectionTimeoutMs,
    dnsTimeout: connectionTimeoutMs,
    socketTimeout: silenceMaxMs,
    // A message is text that we wrote; nothing in it may make the library read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  const domain = from.slice(from.indexOf('@') + 1);
  return {
    async send({ id, recipient, subject, text, writtenAt }) {
      // Checked when it was asked for, and here once more: this is where one recipient would become two.
      if (!isMailAddress(recipient)) return { kind: 'refused', reason: 'The address is no plain mail address.' };
      const { createTransport } = await import('nodemailer');
      const sending = createTransport(server).sendMail({
        envelope: { from, to: [recipient] },
        from: { name: 'Carillon', address: from },
        to: { name: '', address: recipient },
        subject: toOneLine(subject),
        text,
        messageId: `<${id}@${domain}>`,
        date: new Date(writtenAt),
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      });
      const late = Promise.withResolvers<Delivery>();
      const timer = setTimeout(
        () => late.resolve({ kind: 'delayed', reason: `No answer within ${deliveryMaxMs / 1000} s.`, unreachable: true }),
        deliveryMaxMs,
      );
      const delivery = sending.then((): Delivery => ({ kind: 'sent' }), judge);
      return Promise.race([delivery, late.promise]).finally(() => clearTimeout(timer));
    },
  };
}

/** A password never crosses a network in the clear: with one, STARTTLS is a must, unless the server is on this machine. */
function connectionOptions(smtpUrl: string) {
  const url = new URL(smtpUrl);
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isLocal = ['localhost', '127.0.0.1', '::1'].includes(host);
  const user = decodeURIComponent(url.username);
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && user !== '' && !isLocal,
    ...(user !== '' && { auth: { user, pass: decodeURIComponent(url.password) } }),
  };
}

/**
 * Only a 5yz reply to the recipient or to the message itself is about the message; one to the login or to the sender is
 * about our configuration, and would fail every message that waits. Source: RFC 5321, section 4.2.1.
 */
function judge(error: unknown): Delivery {
  const { code, command, responseCode } = describe(error);
  const reason = toOneLine(messageOf(error)).slice(0, reasonLengthMax);
  const aboutMessage = (code === 'EENVELOPE' && command !== 'MAIL FROM') || code === 'EMESSAGE';
  if (aboutMessage && responseCode >= 500) return { kind: 'refused', reason };
  return { kind: 'delayed', reason, unreachable: !aboutMessage };
}

function describe(error: unknown): { code: unknown; command: unknown; responseCode: number } {
  const found = typeof error === 'object' && error !== null ? error : {};
  const responseCode: unknown = 'responseCode' in found ? found.responseCode : undefined;
  return {
    code: 'code' in found ? found.code : undefined,
    command: 'command' in found ? found.command : undefined,
    responseCode: typeof responseCode === 'number' ? responseCode : 0,
  };
}
