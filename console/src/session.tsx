import { useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { CallError, createClient, send, type Client } from './api/client.ts';

/** Who is signed in, as the server's door tells it. */
export interface Session {
  readonly AccountId: string;
  readonly AccountAlias?: string;
  readonly UserName: string;
  readonly UserArn: string;
  /** As whom the session acts: the user, or the role they have switched to. */
  readonly Arn: string;
  readonly ActingAccountId: string;
  readonly HasMfa: boolean;
  readonly ExpiresAt: string;
  readonly Proof: string;
  readonly Role?: { readonly Arn: string; readonly Name: string; readonly ExpiresAt: string };
}

export interface SignInFields {
  readonly Account: string;
  readonly UserName: string;
  readonly Password: string;
  readonly Code?: string;
  readonly NewPassword?: string;
}

/** What is still to be typed; undefined = signed in. */
export type Wanted = { readonly Code: boolean; readonly NewPassword: boolean } | undefined;

export interface Door {
  /** undefined = not known yet; null = nobody is signed in. */
  readonly session: Session | null | undefined;
  /** The session has ended while a page is open: the page stays as it is until somebody signs in again. */
  readonly ended: CallError | undefined;
  readonly client: Client;
  signIn(fields: SignInFields): Promise<Wanted>;
  signOut(): Promise<void>;
  setUp(token: string, password: string): Promise<void>;
  /** For whom the set-up link is. */
  readSetUp(token: string): Promise<{ readonly AccountId: string; readonly UserName: string }>;
  switchRole(roleArn: string): Promise<void>;
  switchBack(): Promise<void>;
  refresh(): Promise<void>;
}

const DoorContext = createContext<Door | undefined>(undefined);

/** What the door is found like when the console opens. */
export type Found = Pick<Door, 'session' | 'ended'>;

/** Who is signed in, from the answer to a request for it that is under way. */
export async function findSession(asked: Promise<Response>): Promise<Found> {
  try {
    return { session: await readSession(asked), ended: undefined };
  } catch (error) {
    return { session: undefined, ended: error instanceof CallError ? error : undefined };
  }
}

async function readSession(asked?: Promise<Response>): Promise<Session | null> {
  const { Session: session } = await ask<{ Session: Session | null }>('GET', '/console/session', '', { asked });
  return session;
}

/** Signing in and out, for everything below. @param found who is signed in when the console opens */
export function DoorProvider({ found, children }: { readonly found: Found; readonly children: ReactNode }): ReactNode {
  const queries = useQueryClient();
  const [session, setSession] = useState(found.session);
  const [ended, setEnded] = useState(found.ended);
  const proof = useRef(found.session?.Proof ?? '');
  const lastArn = useRef(found.session?.Arn);

  const refresh = useCallback(async (): Promise<void> => {
    const current = await readSession();
    proof.current = current?.Proof ?? '';
    setSession((before) => (current === null && before ? before : current));
    if (!current) return;
    setEnded(undefined);
    // Somebody else may see other things, and see the same things differently.
    if (lastArn.current !== undefined && lastArn.current !== current.Arn) queries.clear();
    else await queries.invalidateQueries();
    lastArn.current = current.Arn;
  }, [queries]);

  const client = useMemo(
    () =>
      createClient({
        proof: () => proof.current,
        onEnded: (error) => {
          setEnded(error);
          if (error.code === 'SessionProofMismatch') void refresh();
        },
      }),
    [refresh],
  );

  useTellOtherTabs(session, ended, refresh);
  const door = useMemo(
    () => createDoor({ session, ended, client, refresh, proof: () => proof.current, forget: () => setSession(null) }),
    [session, ended, client, refresh],
  );
  return <DoorContext value={door}>{children}</DoorContext>;
}

/** Where the tabs of this browser tell each other that somebody has signed in. */
const channelName = 'carillon-signed-in';

/** Signing in again in one tab is enough: the others go on, unless it was somebody else. */
function useTellOtherTabs(session: Session | null | undefined, ended: CallError | undefined, refresh: () => Promise<void>): void {
  const user = session?.UserArn;
  const hasEnded = ended !== undefined;
  useEffect(() => {
    const channel = new BroadcastChannel(channelName);
    // A channel has no target: it is of this origin only.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    if (user !== undefined && !hasEnded) channel.postMessage(user);
    channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const isWaiting = user === undefined || (hasEnded && data === user);
      // Who is not reached now is told at the next call.
      if (isWaiting) refresh().catch(() => undefined);
    });
    return () => channel.close();
  }, [user, hasEnded, refresh]);
}

interface Parts extends Pick<Door, 'session' | 'ended' | 'client' | 'refresh'> {
  proof(): string;
  forget(): void;
}

function createDoor({ session, ended, client, refresh, proof, forget }: Parts): Door {
  return {
    session,
    ended,
    client,
    refresh,
    async signIn(fields) {
      const { Wanted } = await ask<{ Wanted?: NonNullable<Wanted> }>('POST', '/console/session', proof(), { body: fields });
      if (!Wanted) await refresh();
      return Wanted;
    },
    async signOut() {
      await ask('DELETE', '/console/session', proof());
      forget();
    },
    async setUp(Token, Password) {
      await ask('POST', '/console/setup', proof(), { body: { Token, Password } });
      await refresh();
    },
    readSetUp: (Token) => ask('POST', '/console/setup', proof(), { body: { Token } }),
    async switchRole(RoleArn) {
      await ask('POST', '/console/session/role', proof(), { body: { RoleArn } });
      await refresh();
    },
    async switchBack() {
      await ask('DELETE', '/console/session/role', proof());
      await refresh();
    },
  };
}

/** Asks the console's door. @param more the body, or the request if it is under way already. Throws CallError. */
async function ask<Answer>(
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  proof: string,
  { body = {}, asked }: { readonly body?: object; readonly asked?: Promise<Response> | undefined } = {},
): Promise<Answer> {
  const headers = { 'x-carillon-session': proof, ...(method !== 'GET' && { 'content-type': 'application/json' }) };
  const response = await send(url, { method, headers, ...(method !== 'GET' && { body: JSON.stringify(body) }) }, asked);
  const answer: unknown = await response.json().catch(() => ({}));
  if (!response.ok) {
    const { Code = 'Unknown', Message = `The server answered with ${response.status}.` } = answer as Refusal;
    throw new CallError(Message, { status: response.status, code: Code, headers: response.headers });
  }
  // The door's answers are written in `server/src/http/console/session-routes.ts`.
  return answer as Answer;
}

interface Refusal {
  readonly Code?: string;
  readonly Message?: string;
}

export function useDoor(): Door {
  const door = useContext(DoorContext);
  if (!door) throw new Error('There is no door above this component.');
  return door;
}

export function useClient(): Client {
  return useDoor().client;
}

/** Who is signed in. Only below the shell, which is not there without a session. */
export function useSession(): Session {
  const { session } = useDoor();
  if (!session) throw new Error('Nobody is signed in.');
  return session;
}
