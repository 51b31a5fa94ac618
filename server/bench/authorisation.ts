// What authorisation takes of a request whose caller has fifty policies attached, of five statements with three conditions each.
import { randomBytes } from 'node:crypto';
import { catalogueOf } from '../src/derive/catalogue.ts';
import { policyArn } from '../src/iam/arns.ts';
import { newAccessKeyId, newEntityId, newSecretAccessKey } from '../src/iam/ids.ts';
import { operations } from '../src/operations/all.ts';
import { GetAccount } from '../src/operations/chime/GetAccount.ts';
import { createAuthoriser, type Authorise } from '../src/pipeline/authorise.ts';
import { createIdentities } from '../src/pipeline/identities.ts';
import { insertAccessKey } from '../src/store/access-keys.ts';
import type { Database, Tx } from '../src/store/database.ts';
import { attachPolicy } from '../src/store/iam-attachments.ts';
import { insertPolicy } from '../src/store/iam-policies.ts';
import { insertUser } from '../src/store/iam-users.ts';
import { openDatabase } from '../src/store/open.ts';
import { beginIdentityChange } from '../src/store/principals.ts';
import { startServer } from '../test/support/server.ts';
import { median, print } from './report.ts';
import { busy, createSite, load, seed, signedBytes, type Site } from './site.ts';

const accountId = '01a00001-0000-7000-8000-000000000001';
const policies = 50;
const statementsPerPolicy = 5;
const shareMax = 0.05;
const rounds = 7;
const decisionsPerRound = 50_000;

const site = await createSite();
await seed(site, accountId, 1);
const { dataDir } = site.home;
const database = await openDatabase({ dataDir, databaseConnections: 1 }, randomBytes);
const key = { ...site.key, ...(await database.write(site.key.awsAccountId, createRestrictedUser)) };
const requestUs = await microsecondsPerRequest(site, key);
const authorise = createAuthoriser(database);
const remembering = await microsecondsPerDecision(database, requestUs, authorise);
// From another address each time: the policies look at it.
let calls = 0;
const anew = await microsecondsPerDecision(database, requestUs, (asked) => {
  calls += 1;
  return authorise({ ...asked, origin: { ...asked.origin, sourceIp: `127.0.${Math.floor(calls / 256) % 256}.${calls % 256}` } });
});
await database.close();
site.home.remove();
print([
  {
    what: `Authorisation of a caller with ${policies} policies of ${statementsPerPolicy} × 3, SQLite`,
    target: `≤ ${shareMax * 100} % of a GetAccount`,
    measured: `${remembering.toFixed(2)} of ${requestUs.toFixed(1)} µs: ${((remembering / requestUs) * 100).toFixed(1)} %; decided anew each time ${anew.toFixed(2)} µs`,
    pass: remembering / requestUs <= shareMax,
  },
]);

/** A user who may do what the last statement of the last policy allows; all others are in the way. */
async function createRestrictedUser(tx: Tx): Promise<{ accessKeyId: string; secretAccessKey: string }> {
  const change = await beginIdentityChange(tx);
  const userId = newEntityId('AIDA', randomBytes);
  await insertUser(change, { id: userId, name: 'restricted', path: '/', createdAt: 0, boundaryArn: undefined, tags: { team: 'red' } });
  for (let number = 1; number <= policies; number++) {
    const name = `limits-${number}`;
    const statements = Array.from({ length: statementsPerPolicy }, (_, index) => statement((number - 1) * statementsPerPolicy + index));
    const policy = { id: newEntityId('ANPA', randomBytes), name, path: '/', description: '', createdAt: 0, tags: {} };
    await insertPolicy(change, policy, JSON.stringify({ Version: '2012-10-17', Statement: statements }));
    await attachPolicy(change, { ownerId: userId, policyArn: policyArn(tx.awsAccountId, { path: '/', name }), attachedAt: 0 });
  }
  const credential = { accessKeyId: newAccessKeyId(randomBytes), secretAccessKey: newSecretAccessKey(randomBytes) };
  const { accessKeyId: id, secretAccessKey } = credential;
  await insertAccessKey(change, { id, userId, secretAccessKey, createdAt: 0 });
  return credential;
}

/** One statement in ten denies. */
function statement(number: number): object {
  const last = number === policies * statementsPerPolicy - 1;
  const third = [
    { Bool: { 'aws:SecureTransport': 'false' } },
    { DateLessThan: { 'aws:CurrentTime': '2100-01-01T00:00:00Z' } },
    { StringLike: { 'aws:UserAgent': 'aws-cli/*' } },
    { StringEqualsIgnoreCase: { 'aws:RequestedRegion': ['us-east-1', 'eu-west-1'] } },
    { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } },
  ][number % 5];
  return {
    Effect: number % 10 === 8 ? 'Deny' : 'Allow',
    Action: ['chime:Get*', 'chime:List*', `chime:${number % 2 === 0 ? 'UpdateUserLicenses' : 'ResetPersonalPIN'}`],
    Resource: '*',
    Condition: last
      ? {
          IpAddress: { 'aws:SourceIp': '127.0.0.0/8' },
          StringEquals: { 'aws:PrincipalTag/team': 'red' },
          DateLessThan: { 'aws:CurrentTime': '2100-01-01T00:00:00Z' },
        }
      : {
          IpAddress: { 'aws:SourceIp': [`10.${number}.0.0/16`, '127.0.0.0/8'] },
          StringEquals: { 'aws:PrincipalTag/team': [`team-${number}`, 'blue'] },
          ...third,
        },
  };
}

/** Of the server's processor time. */
async function microsecondsPerRequest({ home }: Site, caller: Site['key']): Promise<number> {
  const server = await startServer(home, busy);
  const requests = [signedBytes(server.url, caller, 'GET', `/accounts/${accountId}`)];
  const plan = { port: Number(new URL(server.url).port), requests, connections: 32, seconds: 1, awake: true };
  const rates: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const { perCpuSecond } = await load(server.pid, plan);
    if (round > 0) rates.push(perCpuSecond);
  }
  await server.stop();
  return 1_000_000 / median(rates);
}

/** Requests come one after the other, and the clock goes on as they do. */
async function microsecondsPerDecision(database: Database, requestUs: number, authorise: Authorise): Promise<number> {
  const identity = await createIdentities(database, catalogueOf(operations)).find(key.accessKeyId);
  if (!identity) throw new Error('The user has a key.');
  const origin = { sourceIp: '127.0.0.1', secureTransport: false, userAgent: 'aws-cli/2.9.19', referer: undefined, region: 'us-east-1' };
  const asked = { operation: GetAccount, input: { AccountId: accountId }, caller: identity.caller, origin };
  const startedAt = Date.now();
  const times: number[] = [];
  for (let round = -2; round < rounds; round++) {
    const { user: before } = process.cpuUsage();
    for (let count = 0; count < decisionsPerRound; count++) {
      const { refusal } = await authorise({ ...asked, now: startedAt + Math.floor((count * requestUs) / 1000) });
      if (refusal) throw new Error('The user may see the account.');
    }
    if (round >= 0) times.push((process.cpuUsage().user - before) / decisionsPerRound);
  }
  return median(times);
}
