// What deciding costs of a request: GetAccount by a user with fifty policies of five statements with three conditions each, through the
// whole pipeline but without the socket, against the decision alone, in turns.
import { randomUUIDv7 } from 'node:crypto';
import { dispatch } from '../src/dispatch.ts';
import { createArrival, type Incoming } from '../src/http/arrival.ts';
import { CreateAccount } from '../src/operations/chime/CreateAccount.ts';
import { GetAccount } from '../src/operations/chime/GetAccount.ts';
import { AddUserToGroup } from '../src/operations/iam/AddUserToGroup.ts';
import { AttachGroupPolicy } from '../src/operations/iam/AttachGroupPolicy.ts';
import { CreateAccessKey } from '../src/operations/iam/CreateAccessKey.ts';
import { CreateGroup } from '../src/operations/iam/CreateGroup.ts';
import { CreatePolicy } from '../src/operations/iam/CreatePolicy.ts';
import { CreateUser } from '../src/operations/iam/CreateUser.ts';
import { PutUserPolicy } from '../src/operations/iam/PutUserPolicy.ts';
import { authorise } from '../src/pipeline/authorise.ts';
import { encodeCall } from '../test/support/call.ts';
import { allow, document } from '../test/support/policies.ts';
import { signedRequest } from '../test/support/sign.ts';
import { createWorld, type World } from '../test/support/world.ts';
import { median, print } from './report.ts';

const policyCount = 50;
const policiesPerGroup = 10;
const rounds = 15;
const requestsPerRound = 2_000;
const shareMax = 0.05;

const world = await createWorld();
const request = await prepare(world);
const { services } = world.door;
const origin = { sourceIp: request.sourceIp, secureTransport: true, userAgent: 'aws-cli/2.31', referer: undefined, region: 'us-east-1' };
const caller = await createArrival(world.door, request).identify(world.clock.now());
const asked = { operation: GetAccount, input: { AccountId: 'x' }, caller, origin, now: world.clock.now() };

const wholes: number[] = [];
const decisions: number[] = [];
// The first round warms up.
for (let round = 0; round <= rounds; round += 1) {
  const whole = await cpuUs(async () => void (await dispatch(services, createArrival(world.door, request))));
  const decision = await cpuUs(async () => void (await authorise(asked, services.database)));
  await services.trail.flush();
  if (round === 0) continue;
  wholes.push(whole);
  decisions.push(decision);
}
await world.close();
const [whole, decision] = [median(wholes), median(decisions)];
print([
  {
    what: `Authorisation of GetAccount with ${policyCount} policies, of the request without its socket`,
    target: `≤ ${shareMax * 100} %`,
    measured: `${((100 * decision) / whole).toFixed(1)} %: ${decision.toFixed(1)} of ${whole.toFixed(1)} µs`,
    pass: decision <= shareMax * whole,
  },
]);

/** Microseconds of processor time, each. */
async function cpuUs(once: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  for (let count = 0; count < requestsPerRound; count += 1) await once();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / requestsPerRound;
}

/** A user with all the policies, and a signed request of theirs. */
async function prepare({ ana, clock }: World): Promise<Incoming> {
  const { Account } = await ana.call(CreateAccount, { Name: 'Measured' });
  await ana.call(CreateUser, { UserName: 'worker', Tags: [{ Key: 'team', Value: 'red-3' }] });
  await ana.call(PutUserPolicy, { UserName: 'worker', PolicyName: 'own', PolicyDocument: allow('chime:GetAccount') });
  for (let index = 0; index < policyCount; index += 1) {
    const GroupName = `group-${Math.floor(index / policiesPerGroup)}`;
    if (index % policiesPerGroup === 0) {
      await ana.call(CreateGroup, { GroupName });
      await ana.call(AddUserToGroup, { GroupName, UserName: 'worker' });
    }
    const PolicyDocument = document(...Array.from({ length: 5 }, (_, number) => statement(5 * index + number)));
    const { Policy } = await ana.call(CreatePolicy, { PolicyName: `policy-${index}`, PolicyDocument });
    await ana.call(AttachGroupPolicy, { GroupName, PolicyArn: Policy?.Arn ?? '' });
  }
  const { AccessKey } = await ana.call(CreateAccessKey, { UserName: 'worker' });
  const { method, target, headers, body } = encodeCall(GetAccount, { AccountId: Account?.AccountId ?? '' });
  const wire = signedRequest({
    method,
    url: `http://carillon.test${target}`,
    headers: { ...headers, 'user-agent': 'aws-cli/2.31' },
    body,
    accessKeyId: AccessKey.AccessKeyId,
    secretAccessKey: AccessKey.SecretAccessKey,
    service: 'chime',
    date: clock.now(),
  });
  const values = new Map(
    wire.rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name.toLowerCase(), wire.rawHeaders[index + 1] ?? '']] : [])),
  );
  const header = (name: string): string | undefined => values.get(name);
  return { ...wire, requestId: randomUUIDv7(), sourceIp: '10.1.2.3', secureTransport: true, header };
}

/** As in the engine's own benchmark: one statement in five grants by wildcard, each asks an address, a tag and something else. */
function statement(number: number): object {
  const verb = ['Get', 'List', 'Create', 'Update', 'Delete'][number % 5] ?? '';
  const named = ['Account', 'User', 'Domain', 'Directory'].map((noun) => `chime:${verb}${noun}`);
  const last = [
    { Bool: { 'aws:SecureTransport': 'true' } },
    { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } },
    { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } },
    { StringLike: { 'aws:UserAgent': 'aws-cli/*' } },
  ][number % 4];
  const teams = ['red', 'green', 'blue'].map((team) => `${team}-${number % 7}`);
  return {
    Effect: 'Allow',
    Action: number % 5 === 0 ? `chime:${verb}*` : named,
    Resource: '*',
    Condition: { IpAddress: { 'aws:SourceIp': `10.${number % 4}.0.0/16` }, StringEquals: { 'aws:PrincipalTag/team': teams }, ...last },
  };
}
