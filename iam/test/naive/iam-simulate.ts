import { runUnsafeSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import { isMultivalued, valuesOf, type Context } from './context.ts';
import type { Decision } from './evaluate.ts';
import { alone, everything, type Document, type Policies, type Situation, type Statement } from './situation.ts';
import { bytesOf, instantOf, numberOf, rangeOf } from './values.ts';

/**
 * The answer of a third evaluator, written by others.
 * Its synchronous entry point drops session policies, its asynchronous one every context key that it does not expect with
 * the action, and neither knows the root user: a session is simulated by itself, and root is allowed all by identity.
 */
export function simulated({ policies, request }: Situation): Decision {
  const account = '111122223333';
  const run = ({ scp, identity, boundary }: Policies): string => {
    const simulation: Simulation = {
      request: {
        principal: `arn:aws:iam::${account}:user/ana`,
        action: request.action,
        resource: { resource: request.resource, accountId: account },
        contextVariables: Object.fromEntries(
          Object.entries(request.context).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
        ),
      },
      identityPolicies: named(identity),
      serviceControlPolicies: scp.map((level, index) => ({ orgIdentifier: `ou-${String(index)}`, policies: named(level) })),
      resourceControlPolicies: [],
      ...(boundary === undefined ? {} : { permissionBoundaryPolicies: named([boundary]) }),
    };
    return runUnsafeSimulation(simulation, {});
  };
  const results = [run(policies.root === true ? { scp: policies.scp, identity: [everything] } : policies)];
  if (policies.session !== undefined) results.push(run({ scp: [], identity: policies.session }));
  if (results.includes('ExplicitlyDenied')) return 'explicitDeny';
  return results.every((result) => result === 'Allowed') ? 'allowed' : 'implicitDeny';
}

const named = (documents: readonly Document[]): { name: string; policy: Document }[] =>
  documents.map((policy, index) => ({ name: `p${String(index)}`, policy }));

/** A way in which iam-simulate 0.1.173 departs from the documentation, when that can bear on a decision, and where it does. */
export interface KnownBug {
  readonly bug: string;
  readonly inPlay: (situation: Situation) => boolean;
  readonly example: Situation;
}

/** One line of a condition block, with what the request holds under its key. */
interface Line {
  readonly family: 'arn' | 'binary' | 'bool' | 'date' | 'ip' | 'null' | 'numeric' | 'string';
  readonly negated: boolean;
  /** Whether it is ForAllValues:…, ForAnyValue:… or …IfExists. */
  readonly modified: boolean;
  readonly values: readonly string[];
  readonly held: readonly string[] | undefined;
}

export const knownBugs: readonly KnownBug[] = [
  {
    bug: 'The action "*:*" matches nothing.',
    inPlay: (seen) => statements(seen).some(({ Action, NotAction }) => [Action ?? NotAction ?? []].flat().includes('*:*')),
    example: example({ Effect: 'Allow', Action: '*:*', Resource: '*' }, '*'),
  },
  {
    bug: 'A request for the resource "*" meets every Resource of an Allow and escapes every NotResource of a Deny (runUnsafeSimulation).',
    inPlay: (seen) => seen.request.resource === '*' && resourcePatterns(seen).some((pattern) => pattern !== '*'),
    example: example({ Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::cdr' }, '*'),
  },
  {
    bug: 'An asterisk in the name of the requested resource is a wildcard.',
    inPlay: ({ policies, request }) =>
      /.\*/.test(request.resource) && resourcePatterns({ policies, request }).some((pattern) => pattern !== '*'),
    example: example({ Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::cdr/a' }, 'arn:aws:s3:::cdr/*'),
  },
  {
    bug: 'An asterisk at the end of a segment of a Resource does not reach beyond the colon.',
    inPlay: (seen) =>
      resourcePatterns(seen).some(
        (pattern) =>
          pattern !== '*' &&
          pattern
            .split(':')
            .slice(0, 5)
            .some((segment) => segment.endsWith('*')),
      ),
    example: example({ Effect: 'Allow', Action: '*', Resource: 'arn:aws:ds:*:1:d/x' }, 'arn:aws:ds:eu-west-1:2:a:1:d/x'),
  },
  {
    bug: 'The first part of a resource name, up to a slash or colon, is literal; only S3 without region and account is spared.',
    inPlay: (seen) =>
      resourcePatterns(seen).some((pattern) => !pattern.startsWith('arn:aws:s3:::') && /^(?:[^:]*:){5}[^:/]*[*?$][^:/]*[:/]/.test(pattern)),
    example: example({ Effect: 'Allow', Action: '*', Resource: 'arn:aws:ds:::d?/x' }, 'arn:aws:ds:::d1/x'),
  },
  {
    bug: 'A NotResource with a variable that the request does not fill excludes everything; it should exclude nothing.',
    inPlay: (seen) => statements(seen).some(({ NotResource }) => JSON.stringify(NotResource ?? '').includes('${')),
    example: example({ Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::${aws:username}' }, 'arn:aws:s3:::cdr'),
  },
  {
    bug: 'Variables are filled under Version 2008-10-17.',
    inPlay: (seen) => documents(seen).some((document) => document.Version !== '2012-10-17' && JSON.stringify(document).includes('${')),
    example: whenHolding({ StringEquals: { 'aws:referer': '${aws:username}' } }, { 'aws:referer': 'a', 'aws:username': 'a' }, '2008-10-17'),
  },
  {
    bug: 'A default stands after exactly one comma and one space and has no brace in it; otherwise there is none.',
    inPlay: (seen) => variables(seen).some((text) => !/^\$\{[^\s,{}]*(?:, '[^'{}]*')?\}$/.test(text)),
    example: whenHolding({ StringEquals: { 'aws:referer': "${aws:username,'a'}" } }, { 'aws:referer': 'a' }),
  },
  {
    bug: 'A variable whose value or whose default is empty counts as missing.',
    inPlay: (seen) =>
      variables(seen).some((text) => text.includes("''") || valuesOf(seen.request.context, name(text))?.includes('') === true),
    example: whenHolding({ StringEquals: { 'aws:referer': "a${aws:username, ''}" } }, { 'aws:referer': 'a' }),
  },
  {
    bug: 'The default of a variable steps in for a multivalued key that is there.',
    inPlay: (seen) => variables(seen).some((text) => isMultivalued(name(text)) && valuesOf(seen.request.context, name(text)) !== undefined),
    example: whenHolding({ StringEquals: { 'aws:referer': "${aws:TagKeys, 'x'}" } }, { 'aws:referer': 'x', 'aws:TagKeys': ['a'] }),
  },
  {
    bug: 'A negated operator is false on a variable that the request does not fill.',
    inPlay: (seen) => lines(seen).some(({ negated, values }) => negated && values.some((value) => value.includes('${'))),
    example: whenHolding({ StringNotEquals: { 'aws:referer': '${aws:username}' } }, { 'aws:referer': 'a' }),
  },
  {
    bug: 'Under StringEquals the escapes ${*}, ${?} and ${$} stand for themselves.',
    inPlay: (seen) => lines(seen).some(({ family, values }) => family === 'string' && values.some((value) => /\$\{[*?$]\}/.test(value))),
    example: whenHolding({ StringEquals: { 'aws:referer': '${*}' } }, { 'aws:referer': '*' }),
  },
  {
    bug: 'Bool fills variables.',
    inPlay: (seen) => lines(seen).some(({ family, values }) => family === 'bool' && values.some((value) => value.includes('${'))),
    example: whenHolding({ Bool: { 'aws:SecureTransport': "${aws:username, 'true'}" } }, { 'aws:SecureTransport': 'true' }),
  },
  {
    bug: 'BinaryEquals compares texts and not the bytes that they stand for.',
    inPlay: (seen) => textsOf(seen, 'binary').some((text) => Buffer.from(bytesOf(text) ?? '', 'hex').toString('base64') !== text),
    example: whenHolding({ BinaryEquals: { 'chime:Blob': '!!' } }, { 'chime:Blob': '!!' }),
  },
  {
    bug: 'A key is multivalued when a request sends a list, and only then: aws:TagKeys as a single text is single-valued.',
    inPlay: (seen) => {
      const text = JSON.stringify(documents(seen)).toLowerCase();
      return Object.entries(seen.request.context).some(
        ([key, value]) => (typeof value === 'string') === isMultivalued(key) && text.includes(key.toLowerCase()),
      );
    },
    example: whenHolding({ StringNotEquals: { 'aws:TagKeys': 'x' } }, { 'aws:TagKeys': 'a' }),
  },
  {
    bug: 'ForAllValues:Null and ForAnyValue:Null are plain Null.',
    inPlay: (seen) => lines(seen).some(({ family, modified }) => family === 'null' && modified),
    example: whenHolding({ 'ForAllValues:Null': { 'aws:TagKeys': 'true' } }, { 'aws:TagKeys': ['a'] }),
  },
  {
    bug: 'An empty list is a value, and so is an empty text for Null, IfExists and the set operators.',
    inPlay: (seen) =>
      lines(seen).some(
        ({ family, modified, held }) => held?.length === 0 || ((family === 'null' || modified) && held?.every((value) => value === '')),
      ),
    example: whenHolding({ Null: { 'aws:RequestTag/dept': 'true' } }, { 'aws:RequestTag/dept': '' }),
  },
  {
    bug: 'A number is what parseInt or parseFloat make of the beginning of a text: "0x10" is 0, "1 " is 1, 2^53 + 1 is 2^53.',
    inPlay: (seen) => textsOf(seen, 'numeric').some((text) => numberOf(text) === undefined || text.length > 15),
    example: whenHolding({ NumericEquals: { 'chime:Size': '0' } }, { 'chime:Size': '0x10' }),
  },
  {
    bug: 'Epoch seconds are compared with milliseconds, and four digits are such a number.',
    inPlay: (seen) => textsOf(seen, 'date').some((text) => !Number.isNaN(Number(text))),
    example: whenHolding({ DateLessThan: { 'aws:CurrentTime': '2026-01-01' } }, { 'aws:CurrentTime': '1767225601' }),
  },
  {
    bug: 'A date is whatever Date.parse makes of it, 30 February included, to the millisecond.',
    inPlay: (seen) => textsOf(seen, 'date').some((text) => instantOf(text) === undefined || text.includes('.999999')),
    example: whenHolding({ DateLessThan: { 'aws:CurrentTime': '2027-01-01' } }, { 'aws:CurrentTime': '2026-02-30T00:00:00Z' }),
  },
  {
    bug: 'The range 0.0.0.0/0 is the single address 0.0.0.0.',
    inPlay: (seen) => textsOf(seen, 'ip').includes('0.0.0.0/0'),
    example: whenHolding({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, { 'aws:SourceIp': '203.0.113.9' }),
  },
  {
    bug: 'An IPv4 address that comes as ::ffff:203.0.113.9 is not that address.',
    inPlay: (seen) => textsOf(seen, 'ip').some((text) => text.toLowerCase().startsWith('::ffff:')),
    example: whenHolding({ IpAddress: { 'aws:SourceIp': '203.0.113.9' } }, { 'aws:SourceIp': '::ffff:203.0.113.9' }),
  },
  {
    bug: 'Two spellings of an IPv6 address are two addresses where the policy gives no prefix length.',
    inPlay: (seen) =>
      lines(seen).some(({ family, values }) => family === 'ip' && values.some((value) => value.includes(':') && !value.includes('/'))),
    example: whenHolding({ IpAddress: { 'aws:SourceIp': '2001:db8::1' } }, { 'aws:SourceIp': '2001:db8:0::1' }),
  },
  {
    bug: 'NotIpAddress with a single address is false for an address of the other version.',
    inPlay: (seen) =>
      lines(seen).some(
        ({ family, negated, values, held = [] }) =>
          family === 'ip' &&
          negated &&
          values.some((value) => held.some((address) => !value.includes('/') && value.includes(':') !== address.includes(':'))),
      ),
    example: whenHolding({ NotIpAddress: { 'aws:SourceIp': '203.0.113.9' } }, { 'aws:SourceIp': '2001:db8::1' }),
  },
  {
    bug: 'Negated operators other than String… are false, not true, when a policy value or the request value is not of their type.',
    inPlay: (seen) =>
      lines(seen).some(
        ({ family, negated, values, held = [] }) =>
          negated && (values.some((text) => !isOf(family, text)) || held.some((text) => !isOf(family, text) || text.includes('/'))),
      ),
    example: whenHolding({ NotIpAddress: { 'aws:SourceIp': 'localhost' } }, { 'aws:SourceIp': '203.0.113.9' }),
  },
  {
    bug: 'ArnLike "*" matches no ARN.',
    inPlay: (seen) => lines(seen).some(({ family, values }) => family === 'arn' && values.some((value) => /^\*+$/.test(value))),
    example: whenHolding({ ArnLike: { 'aws:SourceArn': '*' } }, { 'aws:SourceArn': 'arn:aws:s3:::cdr' }),
  },
  {
    bug: 'Five components make an ARN.',
    inPlay: (seen) => textsOf(seen, 'arn').some((text) => text.split(':').length === 5),
    example: whenHolding({ ArnLike: { 'aws:SourceArn': 'arn:aws:s3::cdr' } }, { 'aws:SourceArn': 'arn:aws:s3::cdr' }),
  },
  {
    bug: 'The first component of an ARN is not compared.',
    inPlay: (seen) => textsOf(seen, 'arn').some((text) => text.split(':').length > 5 && !text.startsWith('arn:')),
    example: whenHolding({ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::cdr' } }, { 'aws:SourceArn': 'a:aws:s3:::cdr' }),
  },
  {
    bug: 'A wildcard does not match a line break.',
    inPlay: (seen) =>
      seen.request.resource.includes('\n') || lines(seen).some(({ held = [] }) => held.some((value) => value.includes('\n'))),
    example: whenHolding({ StringLike: { 'aws:referer': 'a*' } }, { 'aws:referer': 'a\n' }),
  },
];

function example(
  statement: Statement,
  resource: string,
  context: Context = {},
  version: '2008-10-17' | '2012-10-17' = '2012-10-17',
): Situation {
  return { policies: alone({ Version: version, Statement: statement }), request: { action: 'chime:ListUsers', resource, context } };
}

function whenHolding(Condition: NonNullable<Statement['Condition']>, context: Context, version?: '2008-10-17'): Situation {
  return example({ Effect: 'Allow', Action: '*', Resource: '*', Condition }, '*', context, version);
}

const documents = ({ policies: { scp, identity, boundary, session } }: Situation): Document[] => [
  ...scp.flat(),
  ...identity,
  ...(boundary === undefined ? [] : [boundary]),
  ...(session ?? []),
];

const statements = (seen: Situation): Statement[] => documents(seen).flatMap(({ Statement: body }) => body);

const resourcePatterns = (seen: Situation): string[] =>
  statements(seen).flatMap(({ Resource, NotResource }) => Resource ?? NotResource ?? []);

function lines({ policies, request }: Situation): Line[] {
  return statements({ policies, request }).flatMap(({ Condition }) =>
    Object.entries(Condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => ({
        family: familyOf(operator),
        negated: operator.toLowerCase().includes('not'),
        modified: operator.includes(':') || operator.toLowerCase().endsWith('ifexists'),
        values: [values].flat().map(String),
        held: heldUnder(key, request.context),
      })),
    ),
  );
}

function heldUnder(key: string, context: Context): readonly string[] | undefined {
  const held = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return held === undefined ? undefined : [held[1]].flat();
}

function familyOf(operator: string): Line['family'] {
  const families = ['string', 'numeric', 'date', 'binary', 'bool', 'ip', 'arn'] as const;
  const base = operator.toLowerCase().replace(/^.*:/, '').replace(/^not/, '');
  return families.find((family) => base.startsWith(family)) ?? 'null';
}

/** All that operators of a family compare: what the policies ask for and what the request holds. */
const textsOf = (seen: Situation, family: Line['family']): string[] =>
  lines(seen).flatMap((line) => (line.family === family ? [...line.values, ...(line.held ?? [])] : []));

/** Every `${…}` of the policies. */
const variables = (seen: Situation): string[] => JSON.stringify(documents(seen)).match(/\$\{[^}]*\}/g) ?? [];

const name = (variable: string): string => variable.slice(2, -1).split(', ')[0] ?? '';

function isOf(family: Line['family'], text: string): boolean {
  if (family === 'numeric') return numberOf(text) !== undefined;
  if (family === 'date') return instantOf(text) !== undefined;
  if (family === 'ip') return rangeOf(text) !== undefined;
  return family === 'string' || text.split(':').length > 5;
}
