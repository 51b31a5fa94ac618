import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dispatch } from '../../dispatch.ts';
import { AccessDeniedException, BadRequestException, invariant, UnauthorizedClientException, WireError } from '../../errors.ts';
import { parseRoleArn } from '../../iam/arns.ts';
import { setUpConsole, getSetupInvitation } from '../../signin/console/set-up.ts';
import { signInToConsole } from '../../signin/console/sign-in.ts';
import { findCookie, setCookie } from '../../signin/cookies.ts';
import type { Site, Visit } from '../../signin/way.ts';
import { endConsoleSession, setConsoleRole } from '../../store/console-sessions.ts';
import { findAccountAlias } from '../../store/iam-account-aliases.ts';
import { hashToken } from '../../store/link-tokens.ts';
import { toTimestamp } from '../../shapes/timestamp.ts';
import type { Addresses } from '../addresses.ts';
import type { FrontDoor } from '../arrival.ts';
import { refusePlainHttp, toVisit } from '../visit.ts';
import { findSignedIn, isSessionProof, sessionHeader, sessionProof, type SignedIn } from './session.ts';

/** No form of the console's door is larger, bytes. */
const bodyMax = 16 * 1024;

/** What the console's door is made with. */
export interface ConsoleDoor {
  readonly door: FrontDoor;
  readonly site: Site;
  readonly addresses: Addresses;
}

/** A request to the door, and its answer. */
interface Knock {
  readonly console: ConsoleDoor;
  readonly visit: Visit;
  readonly body: unknown;
  /** Who is signed in on this browser; throws unless the request comes from a page of that session. */
  signedIn(): Promise<SignedIn>;
  readonly userAgent: string;
}

interface Reply {
  readonly body: object;
  readonly cookie?: string;
}

const typed = z.string().max(1024);
const SignIn = z.object({ Account: typed, UserName: typed, Password: typed, Code: typed.optional(), NewPassword: typed.optional() });
const SetUp = z.object({ Token: typed, Password: typed.optional() });
const Switch = z.object({ RoleArn: typed });

const routes: readonly { readonly method: 'GET' | 'POST' | 'DELETE'; readonly path: string; answer(knock: Knock): Promise<Reply> }[] = [
  { method: 'GET', path: '/console/session', answer: async ({ console, visit }) => ({ body: await describe(console, visit) }) },
  {
    method: 'POST',
    path: '/console/session',
    async answer({ console, visit, body }) {
      const { Account, UserName, Password, Code, NewPassword } = read(SignIn, body);
      const given = { account: Account, userName: UserName, password: Password, code: Code, newPassword: NewPassword };
      const entry = await signInToConsole(console.site, visit, given);
      if (entry.kind === 'wanting') return { body: { Wanted: { Code: entry.code, NewPassword: entry.newPassword } } };
      return { body: {}, cookie: entry.cookie };
    },
  },
  {
    method: 'DELETE',
    path: '/console/session',
    async answer({ console: { site }, visit, signedIn }) {
      const { session } = await signedIn();
      await site.database.write('', (tx) => endConsoleSession(tx, session.token_hash));
      return { body: {}, cookie: setCookie(visit, 'console', '', 0) };
    },
  },
  {
    method: 'POST',
    path: '/console/setup',
    async answer({ console: { site }, visit, body }) {
      const { Token, Password } = read(SetUp, body);
      if (Password !== undefined) return { body: {}, cookie: await setUpConsole(site, visit, Token, Password) };
      const { awsAccountId, userName } = await site.database.read('', (tx) => getSetupInvitation(tx, Token));
      return { body: { AccountId: awsAccountId, UserName: userName } };
    },
  },
  {
    method: 'POST',
    path: '/console/session/role',
    async answer(knock) {
      const { session, user } = await knock.signedIn();
      const credentials = await assumeRole(knock, user, read(Switch, knock.body).RoleArn);
      await knock.console.site.database.write('', (tx) => setConsoleRole(tx, session.token_hash, credentials));
      return { body: {} };
    },
  },
  {
    method: 'DELETE',
    path: '/console/session/role',
    async answer({ console: { site }, signedIn }) {
      const { session } = await signedIn();
      await site.database.write('', (tx) => setConsoleRole(tx, session.token_hash, null));
      return { body: {} };
    },
  },
];

/** Adds the console's door: everything else that the console does, it does through the same calls as everybody. */
export function registerConsoleSession(app: FastifyInstance, consoleDoor: ConsoleDoor): void {
  for (const { method, path, answer } of routes) {
    app.route({
      method,
      url: path,
      bodyLimit: bodyMax,
      handler: async (request, reply) => {
        const visit = toVisit(consoleDoor.site, consoleDoor.addresses, request);
        try {
          consoleDoor.door.pageThrottle.admit({ arn: visit.sourceIp }, visit.now);
          refusePlainHttp(consoleDoor.site, visit, request);
          return send(reply, visit, 200, await answer(toKnock(consoleDoor, visit, request)));
        } catch (error) {
          return refuse(consoleDoor, reply, visit, error);
        }
      },
    });
  }
}

function toKnock(console: ConsoleDoor, visit: Visit, { method, headers, body }: FastifyRequest): Knock {
  const isJson = headers['content-type']?.startsWith('application/json') ?? false;
  // A form of another site cannot be JSON, and what another site's script sends, browsers ask us about first.
  if (method !== 'GET' && (!isJson || headers['sec-fetch-site'] === 'cross-site'))
    throw new AccessDeniedException('The request does not come from a page of the console. Load the page again.');
  return {
    console,
    visit,
    body: body instanceof Uint8Array && body.length > 0 ? parse(body) : {},
    userAgent: visit.userAgent,
    async signedIn() {
      const token = findCookie(visit, 'console');
      const proof = headers[sessionHeader];
      const found = await findSession(console, token, visit.now);
      if (
        !found ||
        token === undefined ||
        typeof proof !== 'string' ||
        !isSessionProof(console.site.database.vault, token, found.session, proof)
      )
        throw new UnauthorizedClientException('Your session has ended. Sign in again.');
      return found;
    },
  };
}

/** As `findSignedIn`; the session of an ended role is the user's own. */
async function findSession(
  { door: { services }, site }: ConsoleDoor,
  token: string | undefined,
  now: number,
): Promise<SignedIn | undefined> {
  try {
    return await findSignedIn(services, token, now);
  } catch (error) {
    if (!(error instanceof WireError) || token === undefined) throw error;
    await site.database.write('', (tx) => setConsoleRole(tx, hashToken(token), null));
    return findSignedIn(services, token, now);
  }
}

async function describe(console: ConsoleDoor, visit: Visit): Promise<object> {
  const { site } = console;
  const token = findCookie(visit, 'console');
  const found = await findSession(console, token, visit.now);
  if (!found || token === undefined) return { Session: null };
  const { session, user, caller, roleExpiresAt } = found;
  const { principal } = user;
  const alias = await site.database.read(principal.awsAccountId, findAccountAlias);
  const acting = caller.principal;
  return {
    Session: {
      AccountId: principal.awsAccountId,
      AccountAlias: alias,
      UserName: principal.userName,
      UserArn: principal.arn,
      Arn: acting.arn,
      ActingAccountId: acting.awsAccountId,
      HasMfa: principal.mfa !== undefined,
      ExpiresAt: toTimestamp(session.expires_at),
      Proof: sessionProof(site.database.vault, token, session),
      ...(acting.kind === 'role-session' && {
        Role: { Arn: acting.role.arn, Name: acting.role.name, ExpiresAt: roleExpiresAt && toTimestamp(roleExpiresAt) },
      }),
    },
  };
}

function formHeader(name: string): string | undefined {
  return name === 'content-type' ? 'application/x-www-form-urlencoded' : undefined;
}

const Assumed = z.object({ Credentials: z.object({ SessionToken: z.string() }) });

/** Assumes the role by the same call as everybody's, with its decision and its audit event. Answers the session token. */
async function assumeRole({ console: { door }, visit, userAgent }: Knock, user: SignedIn['user'], roleArn: string): Promise<string> {
  if (!parseRoleArn(roleArn))
    throw new BadRequestException(`${roleArn} is not the ARN of a role. One looks like arn:aws:iam::111122223333:role/help-desk.`);
  const sts = door.protocols.get('sts');
  invariant(sts, 'The server has an STS.');
  const form = { Action: 'AssumeRole', Version: '2011-06-15', RoleArn: roleArn, RoleSessionName: user.principal.userName ?? 'console' };
  const body = Buffer.from(new URLSearchParams(form).toString());
  const { requestId, sourceIp, secure } = visit;
  const answer = await dispatch(door.services, {
    requestId,
    origin: { sourceIp, secureTransport: secure, userAgent: userAgent || undefined, referer: undefined, region: 'us-east-1' },
    identify: async () => user,
    bind: () => sts.bind({ method: 'POST', path: '/', query: [], body, header: formHeader }),
  });
  if ('error' in answer) throw answer.error;
  return Assumed.parse(answer.output).Credentials.SessionToken;
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    throw new BadRequestException('The body is not JSON.');
  }
}

function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const { data, error } = schema.safeParse(body);
  if (data === undefined)
    throw new BadRequestException(`The body is not what is expected here: ${z.prettifyError(error ?? new z.ZodError([]))}`);
  return data;
}

function send(reply: FastifyReply, { requestId }: Visit, status: number, { body, cookie }: Reply): FastifyReply {
  reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'x-amzn-requestid': requestId });
  if (cookie !== undefined) reply.header('set-cookie', cookie);
  return reply.code(status).header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(body));
}

function refuse({ site }: ConsoleDoor, reply: FastifyReply, visit: Visit, error: unknown): FastifyReply {
  if (error instanceof WireError) {
    if (error.retryAfterSeconds !== undefined) reply.header('retry-after', String(error.retryAfterSeconds));
    if (error.authorizationId !== undefined) reply.header('x-carillon-authorization-id', error.authorizationId);
    return send(reply, visit, error.status, { body: { Code: error.code, Message: error.message } });
  }
  site.fault(error, visit.requestId);
  const Message = `Nothing was changed. Try again; if it happens again, give the request id ${visit.requestId} to whoever runs this server.`;
  return send(reply, visit, 500, { body: { Code: 'ServiceFailureException', Message } });
}
