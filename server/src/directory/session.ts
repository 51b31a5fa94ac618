import { Client, InvalidCredentialsError, ResultCodeError, type Control, type Entry, type Filter } from 'ldapts';
import type { Outgoing } from '../net/outgoing.ts';
import { DirectoryError } from './directory-error.ts';
import { refusalOf } from './bind-refusal.ts';
import { connectSocket } from './socket.ts';
import type { DirectoryTarget } from './target.ts';

/** For the answer to one request: a page of entries, say. */
const answerTimeoutMs = 60_000;
/** Entries per page; Active Directory gives at most 1,000. */
const pageSize = 1000;
/** How often a page loop is begun anew because its connection broke. */
const loopAttemptsMax = 3;
/** Of everything that one connection brings. */
const bytesMax = 1024 ** 3;

/** Attributes that are bytes, not text. */
const byteAttributes = ['objectGUID', 'objectSid'];

/** What is looked for. Filters are objects: no text of anybody's is ever read as one. */
export interface Search {
  readonly base: string;
  readonly scope: 'base' | 'sub';
  readonly filter: Filter;
  readonly attributes: readonly string[];
  readonly controls?: readonly Control[];
}

/** A bound connection to a directory, renewed when it breaks. */
export interface Session {
  readonly target: DirectoryTarget;
  /** All entries, in pages. Whole or not at all: a loop whose connection broke begins anew. Throws DirectoryError. */
  readAll(search: Search): Promise<Entry[]>;
  /** The entries of one answer, without paging. Throws DirectoryError. */
  read(search: Search): Promise<Entry[]>;
  close(): Promise<void>;
}

/** Somebody who wants to know that reading goes on: a lease is renewed by it. Never rejects. */
export type Heartbeat = () => Promise<void>;

/** Connects and binds as the directory's own user. Throws DirectoryError. */
export async function openSession(
  outgoing: Outgoing,
  target: DirectoryTarget,
  now: number,
  heartbeat: Heartbeat = async () => undefined,
): Promise<Session> {
  let client = await bindClient(outgoing, target, now);
  const search = async ({ base, scope, filter, attributes, controls = [] }: Search, paged: boolean): Promise<Entry[]> => {
    assertBound(client, target);
    const entries: Entry[] = [];
    const options = { scope, filter, attributes: [...attributes], explicitBufferAttributes: byteAttributes };
    if (paged) {
      for await (const page of client.searchPaginated(base, { ...options, paged: { pageSize } }, [...controls])) {
        // One by one: a spread of thousands of arguments is a stack of its own.
        for (const entry of page.searchEntries) entries.push(entry);
        await heartbeat();
      }
    } else {
      for (const entry of (await client.search(base, options, [...controls])).searchEntries) entries.push(entry);
      await heartbeat();
    }
    // An answer that ends with a connection nobody is bound on any more is not known to be whole.
    assertBound(client, target);
    return entries;
  };
  const withRetry = async (wanted: Search, paged: boolean): Promise<Entry[]> => {
    for (let attempt = 1; ; attempt++) {
      try {
        if (!client.isBound) client = await bindClient(outgoing, target, now);
        return await search(wanted, paged);
      } catch (error) {
        const translated = toDirectoryError(error, target, client.isBound);
        if (translated.reason !== 'lost' || attempt === loopAttemptsMax) throw translated;
      }
    }
  };
  return {
    target,
    readAll: (wanted) => withRetry(wanted, true),
    read: (wanted) => withRetry(wanted, false),
    close: () => client.unbind(),
  };
}

/** Proves that a password is the one of an entry, on a connection of its own. Throws DirectoryError of reason `credentials` if it is not. */
export async function proveBind(outgoing: Outgoing, target: DirectoryTarget, now: number): Promise<void> {
  const client = await bindClient(outgoing, target, now);
  await client.unbind();
}

async function bindClient(outgoing: Outgoing, target: DirectoryTarget, now: number): Promise<Client> {
  // A bind with a name and no password succeeds as nobody (RFC 4513, section 5.1.2), and would prove anything.
  if (target.password === '')
    throw new DirectoryError(
      'credentials',
      'The password is empty. Directories take that for a visit by nobody in particular, so it is refused here.',
    );
  const socket = await connectSocket(outgoing, target, now);
  let given = false;
  const client = new Client({
    url: 'ldaps://directory',
    timeout: answerTimeoutMs,
    // The library would connect again by itself, in whatever state: to an address nobody checked, or as nobody.
    createSecureConnection: () => {
      if (given) throw new DirectoryError('lost', `The connection to ${target.host} broke.`);
      given = true;
      return socket;
    },
  });
  socket.on('data', () => {
    if (socket.bytesRead > bytesMax) socket.destroy(new Error(`The directory sent more than ${bytesMax} bytes.`));
  });
  try {
    await client.bind(target.bindDn, target.password);
    return client;
  } catch (error) {
    await client.unbind();
    throw toDirectoryError(error, target, true);
  }
}

function assertBound(client: Client, { host }: DirectoryTarget): void {
  if (!client.isBound) throw new DirectoryError('lost', `The connection to ${host} broke.`);
}

function toDirectoryError(error: unknown, { host, bindDn }: DirectoryTarget, bound: boolean): DirectoryError {
  if (error instanceof DirectoryError) return error;
  if (error instanceof InvalidCredentialsError)
    return new DirectoryError('credentials', refusalOf(error.message, bindDn), { cause: error });
  if (error instanceof ResultCodeError) {
    return new DirectoryError('unusable', `${host} refuses: ${error.name}, LDAP result ${error.code}.`, { cause: error });
  }
  if (!bound) return new DirectoryError('lost', `The connection to ${host} broke.`, { cause: error });
  const late = error instanceof Error && error.message.includes('timed out');
  return late
    ? new DirectoryError('unreachable', `${host} did not answer within ${answerTimeoutMs / 1000} seconds.`, { cause: error })
    : new DirectoryError('unusable', `${host} answers against the protocol.`, { cause: error });
}
