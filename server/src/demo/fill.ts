import { compose, type Composition } from '../compose.ts';
import { OperatorError } from '../errors.ts';
import { hashPassword } from '../iam/passwords.ts';
import { recordMeetingEvents } from '../meetings/record.ts';
import { CreateAccessKey } from '../operations/iam/CreateAccessKey.ts';
import { createAdministrator, createTenant } from '../store/aws-accounts.ts';
import { asTenant, withinTransaction, type Database, type Tx } from '../store/database.ts';
import { claimFirstRun } from '../store/first-run.ts';
import { insertMeetingSource } from '../store/meeting-sources.ts';
import { claimMeta, findMeta } from '../store/meta.ts';
import { insertLogin } from '../store/user-logins.ts';
import type { DemoAccount } from './accounts.ts';
import { createChance } from './chance.ts';
import { drawHistory, demoAlias } from './history.ts';
import { seededId } from './ids.ts';
import { drawMeetingEvents } from './meetings.ts';
import { passwordWords } from './names.ts';
import { administrator, delegate, operators, type Operator } from './operators.ts';
import { playCall, type Keys, type Stage } from './play.ts';
import { createClocks } from './rhythm.ts';
import { insertAccountRows } from './rows.ts';
import { demoSeed, drawDemo, type Demo } from './site.ts';

/** How to enter a demonstration. */
export interface DemoCredentials {
  readonly awsAccountId: string;
  readonly alias: string;
  readonly operators: readonly OperatorCredentials[];
  /** Somebody with a license, for the pages that everybody has. */
  readonly person: { readonly email: string; readonly password: string };
}

export interface OperatorCredentials extends Pick<Operator, 'userName' | 'role' | 'can'> {
  /** Of the AWS account that is meant by `awsAccountId`, unless it is another one. */
  readonly awsAccountId: string;
  readonly password: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

interface Surroundings extends Pick<Composition, 'connections' | 'publicUrl'> {
  readonly seed?: number;
  /** The demonstration's present, epoch milliseconds: it ends here. */
  readonly now: number;
  /** Keys and passwords come from it. */
  random(bytes: number): Uint8Array;
  /** Puts the credentials where they are found again. A demonstration whose credentials are not kept is not finished. */
  keep(credentials: DemoCredentials): void;
}

/** The row of `meta` that tells a demonstration from anything real. */
const markerKey = 'demo';

/**
 * Fills an empty installation with a demonstration, in one transaction; undefined if that was done before. Throws
 * OperatorError for an installation that holds anything else.
 */
export async function fillDemo(database: Database, surroundings: Surroundings): Promise<DemoCredentials | undefined> {
  const { seed = demoSeed, now, random } = surroundings;
  return database.write('', async (tx) => {
    if (!(await beginDemo(tx, seed, now))) return undefined;
    const demo = drawDemo(seed, now);
    const passwords = new Map([...operators, delegate].map(({ userName }) => [userName, drawPassword(random)]));
    const filling: Filling = { ...surroundings, tx, seed, demo, passwords, credentials: [], keys: new Map() };
    // Worked out in another thread while the rest is filled in.
    const login = drawPersonalLogin(filling);
    await insertAdministrators(filling);
    await playHistory(withinTransaction(database, tx), filling);
    await recordMeetings(filling);
    const person = await insertPersonalLogin(tx, await login);
    const order = [...operators, delegate].map(({ userName }) => userName);
    const inOrder = filling.credentials.toSorted((one, other) => order.indexOf(one.userName) - order.indexOf(other.userName));
    const credentials = { awsAccountId: demo.awsAccountId, alias: demoAlias, operators: inOrder, person };
    surroundings.keep(credentials);
    return credentials;
  });
}

interface Filling extends Surroundings {
  /** All of it is one transaction. */
  readonly tx: Tx;
  readonly seed: number;
  readonly demo: Demo;
  readonly passwords: ReadonlyMap<string, string>;
  readonly credentials: OperatorCredentials[];
  readonly keys: Keys;
}

/** Answers whether the installation is to be filled. */
async function beginDemo(tx: Tx, seed: number, now: number): Promise<boolean> {
  if (await claimFirstRun(tx, now)) return claimMeta(tx, markerKey, `seed ${seed}`);
  if ((await findMeta(tx, markerKey)) !== undefined) return false;
  throw new OperatorError(
    'This database holds real data, and a demonstration is never mixed with it. Leave --demo out, or name an empty database.',
  );
}

/** The two AWS accounts with an administrator each, who does all the rest through the API. */
async function insertAdministrators({ tx, demo, keys, credentials, passwords, random }: Filling): Promise<void> {
  const now = demo.accounts.meridian.createdAt - 3_600_000;
  const setUp = async (awsAccountId: string, name: string, operator: Operator): Promise<void> => {
    await createTenant(tx, { awsAccountId, name, now, random });
    const key = await createAdministrator(asTenant(tx, awsAccountId), { userName: operator.userName, now, random });
    keys.set(operator.userName, key.accessKeyId);
    credentials.push(toCredentials(operator, awsAccountId, key, passwords));
  };
  await setUp(demo.awsAccountId, 'Meridian Group', administrator);
  await setUp(demo.delegateAwsAccountId, 'Harbour Managed Services', delegate);
}

function toCredentials(
  { userName, role, can }: Operator,
  awsAccountId: string,
  { accessKeyId, secretAccessKey }: Pick<OperatorCredentials, 'accessKeyId' | 'secretAccessKey'>,
  passwords: ReadonlyMap<string, string>,
): OperatorCredentials {
  return { awsAccountId, userName, role, can, password: passwords.get(userName) ?? '', accessKeyId, secretAccessKey };
}

const flushAfterMs = 3_600_000;

/** Plays the calls of the past one after the other; once an account is made, all that others bring to it is put there. */
async function playHistory(database: Database, filling: Filling): Promise<void> {
  const { tx, demo, passwords, seed, keys, credentials } = filling;
  const stage: Stage = { now: 0, ids: [] };
  const { services } = composePast(database, filling, stage);
  const accounts = new Map<unknown, DemoAccount>(Object.values(demo.accounts).map((account) => [account.id, account]));
  for (const call of drawHistory(demo, passwords)) {
    // What no write carried is stored before the calls of a later hour, so that the audit trail is in order.
    if (call.at - stage.now > flushAfterMs) await services.trail.flush();
    const output = await playCall(services, stage, keys, call);
    if (call.operation.name === CreateAccessKey.name) {
      const { AccessKey } = CreateAccessKey.output.parse(output);
      const operator = operators.find(({ userName }) => userName === AccessKey.UserName) ?? administrator;
      keys.set(operator.userName, AccessKey.AccessKeyId);
      const key = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
      credentials.push(toCredentials(operator, demo.awsAccountId, key, passwords));
    }
    const made = accounts.get(call.ids?.[0]);
    if (made) await insertAccountRows({ tx: asTenant(tx, demo.awsAccountId), seed, now: demo.now }, made);
  }
  await services.trail.flush({ keyUse: true });
}

/** The pipeline, in a past that the stage directs. */
function composePast(database: Database, { seed, random, connections, publicUrl }: Filling, stage: Stage) {
  const chance = createChance(seed + 31);
  return compose({
    machine: {
      now: () => stage.now,
      newId: () => stage.ids.shift() ?? seededId(chance, stage.now),
      random,
      notice: () => undefined,
      fault(error) {
        throw error;
      },
    },
    database,
    requestsPerSecond: 0,
    requestBurst: 1,
    strict: false,
    connections,
    version: '',
    attachments: { arrivals: '', quotaBytes: 0 },
    publicUrl,
    sendsMail: false,
    nudge: () => undefined,
    scheduleFlush: () => undefined,
  });
}

/** Recorded at once: enough that a meeting, and the figures of a day, are mostly written once. */
const eventsPerDelivery = 2000;

/** Ninety days of meetings, messages and calls, as an engine of meetings would have reported them. */
async function recordMeetings({ tx, demo, random }: Filling): Promise<void> {
  const chance = createChance(demo.seed + 42);
  const clocks = createClocks();
  for (const account of Object.values(demo.accounts)) {
    const id = seededId(chance, account.createdAt);
    const source = {
      account_id: account.id,
      id,
      kind: 'cloudevents',
      name: 'Meeting engine',
      settings: '{}',
      created_at: account.createdAt,
    } as const;
    await insertMeetingSource(tx, source, Buffer.from(random(32)).toString('base64url'));
    const events = drawMeetingEvents(demo, account, clocks);
    for (let from = 0; from < events.length; from += eventsPerDelivery) {
      await recordMeetingEvents(asTenant(tx, demo.awsAccountId), account.id, id, events.slice(from, from + eventsPerDelivery), demo.now);
    }
  }
}

interface PersonalLogin {
  readonly email: string;
  readonly password: string;
  readonly passwordHash: string;
  readonly now: number;
}

/** Somebody of Meridian can sign in to the pages for people. */
async function drawPersonalLogin({ demo, random }: Filling): Promise<PersonalLogin> {
  const { people } = demo.accounts.meridian;
  const person = people.find(({ status, userType, license }) => status === 'Registered' && userType === 'PrivateUser' && license === 'Pro');
  const [email, password] = [person?.email ?? '', drawPassword(random)];
  return { email, password, passwordHash: await hashPassword(password, random), now: person?.createdAt ?? demo.now };
}

async function insertPersonalLogin(tx: Tx, { email, password, passwordHash, now }: PersonalLogin): Promise<DemoCredentials['person']> {
  await insertLogin(tx, { email, passwordHash, now });
  return { email, password };
}

/** Four words and a number: easy to type, and with 31 bits too much to guess for what a demonstration is worth. */
function drawPassword(random: (bytes: number) => Uint8Array): string {
  const draw = (below: number): number => Buffer.from(random(6)).readUIntBE(0, 6) % below;
  const words = Array.from({ length: 4 }, () => passwordWords[draw(passwordWords.length)]);
  return `${words.join('-')}-${10 + draw(90)}`;
}
