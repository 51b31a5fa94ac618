import type { Context } from '../src/index.ts';

/** A size of the workload: how many policies of five statements with three conditions each. */
export type PolicyCount = 10 | 50;

/** One request of the workload. The resource is `*`, as for every chime action. */
export interface WorkloadRequest {
  readonly action: string;
  readonly context: Context;
  /** The same context for Cedar, whose values are typed and whose names have no colons. */
  readonly cedarContext: Record<string, CedarValue>;
}

/** A value in a Cedar context. */
export type CedarValue = string | boolean | number | { readonly __extn: { readonly fn: string; readonly arg: string } };

/** The same policies for all engines, and the requests to decide. */
export interface Workload {
  readonly policyTexts: readonly string[];
  readonly cedarPolicies: Readonly<Record<string, string>>;
  readonly requests: readonly WorkloadRequest[];
}

/** Makes a workload; the same one every time. */
export function createWorkload(policyCount: PolicyCount, requestCount: number): Workload {
  const random = createRandom(policyCount);
  const statements = Array.from({ length: policyCount * 5 }, (_, index) => createStatement(index, random));
  const texts = Array.from({ length: policyCount }, (_, index) => {
    const own = statements.slice(index * 5, index * 5 + 5).map(({ statement }) => statement);
    return JSON.stringify({ Version: '2012-10-17', Statement: own });
  });
  const cedarPolicies = Object.fromEntries(statements.map(({ cedar }, index) => [`s${index}`, cedar]));
  return { policyTexts: texts, cedarPolicies, requests: Array.from({ length: requestCount }, () => createRequest(random)) };
}

type Random = (below: number) => number;

const verbs = ['Get', 'List', 'Create', 'Update', 'Delete'];
const nouns = ['Account', 'User', 'Domain', 'Group', 'Delegate', 'ApiKey', 'CDRBucket', 'Meeting', 'Directory', 'Report', 'Setting'];
const actions = verbs.flatMap((verb) => nouns.map((noun) => `chime:${verb}${noun}`));

interface Clause {
  readonly condition: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  readonly cedar: string;
}

function createStatement(index: number, random: Random): { readonly statement: object; readonly cedar: string } {
  const isDeny = index % 10 === 9;
  const verb = verbs[random(verbs.length)] ?? 'Get';
  // One statement in five grants by wildcard, the others name their actions.
  const named = index % 5 === 0 ? actions.filter((action) => action.startsWith(`chime:${verb}`)) : pick(actions, 4, random);
  const clauses = [ipClause(random), teamClause(random), lastClauses[index % lastClauses.length] ?? secureClause];
  const statement = {
    Effect: isDeny ? 'Deny' : 'Allow',
    Action: index % 5 === 0 ? `chime:${verb}*` : named,
    Resource: '*',
    Condition: Object.fromEntries(clauses.flatMap(({ condition }) => Object.entries(condition))),
  };
  const scope = `principal, action in [${named.map((action) => `Action::"${action}"`).join(', ')}], resource`;
  return { statement, cedar: `${isDeny ? 'forbid' : 'permit'} (${scope}) when { ${clauses.map(({ cedar }) => cedar).join(' && ')} };` };
}

function ipClause(random: Random): Clause {
  const range = `10.${random(4)}.0.0/16`;
  return { condition: { IpAddress: { 'aws:SourceIp': range } }, cedar: `context.sourceIp.isInRange(ip("${range}"))` };
}

function teamClause(random: Random): Clause {
  const teams = pick(allTeams, 3, random);
  return { condition: { StringEquals: { 'aws:PrincipalTag/team': teams } }, cedar: `${JSON.stringify(teams)}.contains(context.team)` };
}

const allTeams = ['red', 'green', 'blue', 'black', 'white', 'amber'];

const secureClause: Clause = { condition: { Bool: { 'aws:SecureTransport': 'true' } }, cedar: 'context.secure' };

const lastClauses: readonly Clause[] = [
  secureClause,
  { condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } }, cedar: 'context.mfaAge < 3600' },
  { condition: { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } }, cedar: 'context.now < 1893456000' },
  { condition: { StringLike: { 'aws:UserAgent': 'aws-cli/*' } }, cedar: 'context.userAgent like "aws-cli/*"' },
];

function createRequest(random: Random): WorkloadRequest {
  const action = actions[random(actions.length)] ?? '';
  const sourceIp = `10.${random(5)}.${random(256)}.${random(256)}`;
  const team = allTeams[random(allTeams.length)] ?? '';
  const mfaAge = random(4_000);
  const now = 1_770_000_000 + random(1_000_000);
  const userAgent = random(4) === 0 ? 'Boto3/1.40' : 'aws-cli/2.31 md/awscrt';
  const isSecure = random(10) !== 0;
  const context: Context = {
    'aws:CurrentTime': new Date(now * 1000).toISOString(),
    'aws:EpochTime': String(now),
    'aws:SecureTransport': String(isSecure),
    'aws:SourceIp': sourceIp,
    'aws:UserAgent': userAgent,
    'aws:RequestedRegion': 'us-east-1',
    'aws:PrincipalArn': 'arn:aws:iam::123456789012:user/ana',
    'aws:PrincipalAccount': '123456789012',
    'aws:PrincipalType': 'User',
    'aws:PrincipalIsAWSService': 'false',
    'aws:ViaAWSService': 'false',
    'aws:ResourceAccount': '123456789012',
    'aws:userid': 'AIDAEXAMPLE',
    'aws:username': 'ana',
    'aws:PrincipalTag/team': team,
    'aws:MultiFactorAuthAge': String(mfaAge),
  };
  const cedarContext = { sourceIp: { __extn: { fn: 'ip', arg: sourceIp } }, team, mfaAge, now, userAgent, secure: isSecure };
  return { action, context, cedarContext };
}

function pick(from: readonly string[], count: number, random: Random): string[] {
  return Array.from({ length: count }, () => from[random(from.length)] ?? '');
}

/** A linear congruential generator: the benchmark must ask the same questions every time. */
function createRandom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
