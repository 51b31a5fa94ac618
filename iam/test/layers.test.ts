import { describe, expect, test } from 'vitest';
import {
  bindContext,
  bindLayers,
  compilePolicy,
  createCompiler,
  decide,
  denialMessage,
  evaluate,
  explain,
  listContextKeys,
  type BoundLayers,
  type CompiledPolicy,
  type Decision,
  type Layers,
  type PolicyKind,
} from '../src/index.ts';
import { compileDocument } from '../src/compile.ts';
import { readPolicy } from '../src/grammar/policy.ts';
import { catalogue } from './support/catalogue.ts';
import { decideBy, policyText } from './support/decide.ts';

const policy = (name: string, effect: string, action: unknown = '*', more: object = {}, kind: PolicyKind = 'identity'): CompiledPolicy =>
  compilePolicy(policyText({ Effect: effect, Action: action, Resource: '*', ...more }), { kind, name });

const allow = policy('allow', 'Allow');
const deny = policy('deny', 'Deny');
const nothing = policy('nothing', 'Allow', 's3:*');
const request = { action: 'chime:ListUsers', resource: '*', context: {} };
const ask = (layers: Partial<Layers>): Decision => evaluate(bindLayers({ scp: [], identity: [], ...layers }), request);

describe('every present layer must allow, and an explicit deny anywhere wins', () => {
  test('without policies nothing is allowed', () => expect(ask({})).toEqual({ decision: 'implicitDeny', layer: 'identity' }));

  test('identity policies are a union, boundary, session and each level of SCPs cut it', () => {
    expect(ask({ identity: [nothing, allow] }).decision).toBe('allowed');
    expect(ask({ identity: [allow], boundary: [nothing] })).toEqual({ decision: 'implicitDeny', layer: 'boundary' });
    expect(ask({ identity: [allow], session: [nothing] })).toEqual({ decision: 'implicitDeny', layer: 'session' });
    expect(ask({ identity: [allow], session: [nothing, allow] }).decision).toBe('allowed');
    expect(ask({ identity: [allow], scp: [[allow], [nothing], [allow]] })).toEqual({ decision: 'implicitDeny', layer: 'scp' });
    expect(ask({ identity: [allow], scp: [[allow], []] })).toEqual({ decision: 'implicitDeny', layer: 'scp' });
    expect(ask({ scp: [[allow]], boundary: [allow], session: [allow] })).toEqual({ decision: 'implicitDeny', layer: 'identity' });
  });

  test('an Allow that leaves out every resource does not stand in for one that covers all', () => {
    const none = policy('none', 'Allow', '*', { Resource: undefined, NotResource: '*' });
    expect(ask({ identity: [none, allow] }).decision).toBe('allowed');
    expect(ask({ identity: [none] }).decision).toBe('implicitDeny');
  });

  test('an absent layer and an empty one are not asked', () => {
    expect(ask({ identity: [allow], boundary: [], session: [], scp: [] }).decision).toBe('allowed');
    expect(ask({ identity: [allow], boundary: undefined, session: undefined }).decision).toBe('allowed');
  });

  test('the layer named is the first in the order SCP, identity, boundary, session; explicit denies before implicit ones', () => {
    const all = { scp: [[deny]], identity: [deny], boundary: [deny], session: [deny] };
    const denied = (layer: string): object => ({ decision: 'explicitDeny', layer, policy: 'deny', statement: 0 });
    expect(ask(all)).toEqual(denied('scp'));
    expect(ask({ ...all, scp: [[nothing]] })).toEqual(denied('identity'));
    expect(ask({ ...all, scp: [[nothing]], identity: [] })).toEqual(denied('boundary'));
    expect(ask({ ...all, scp: [[nothing]], identity: [], boundary: [nothing] })).toEqual(denied('session'));
    const silent = { scp: [[nothing]], identity: [nothing], boundary: [nothing], session: [nothing] };
    expect(ask(silent).layer).toBe('scp');
    expect(ask({ ...silent, scp: [] }).layer).toBe('identity');
    expect(ask({ ...silent, scp: [], identity: [allow] }).layer).toBe('boundary');
    expect(ask({ ...silent, scp: [], identity: [allow], boundary: [allow] }).layer).toBe('session');
  });

  test('the root is allowed by default, without a boundary, and bound by SCPs and explicit denies', () => {
    expect(ask({ root: true }).decision).toBe('allowed');
    expect(ask({ root: true, boundary: [nothing] }).decision).toBe('allowed');
    expect(ask({ root: true, scp: [[nothing]] })).toEqual({ decision: 'implicitDeny', layer: 'scp' });
    expect(ask({ root: true, scp: [[allow, deny]] })).toMatchObject({ decision: 'explicitDeny', layer: 'scp' });
  });

  test('the statement that denied is named by its index in its policy', () => {
    const text = policyText([
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 's3:*', Resource: '*' },
      { Effect: 'Deny', Action: 'chime:*', Resource: '*' },
    ]);
    expect(decideBy(text)).toEqual({ decision: 'explicitDeny', layer: 'identity', policy: undefined, statement: 2 });
  });
});

describe('a denial says who was refused what, and by which layer, as AWS words it', () => {
  const denied = { principalArn: 'arn:aws:iam::123456789012:user/bo', action: 'chime:SuspendUsers', resource: '*' };
  const start = 'User: arn:aws:iam::123456789012:user/bo is not authorized to perform: chime:SuspendUsers on resource: *';

  test.each([
    ['scp', 'because no service control policy allows the chime:SuspendUsers action', 'with an explicit deny in a service control policy'],
    [
      'identity',
      'because no identity-based policy allows the chime:SuspendUsers action',
      'with an explicit deny in an identity-based policy',
    ],
    ['boundary', 'because no permissions boundary allows the chime:SuspendUsers action', 'with an explicit deny in a permissions boundary'],
    ['session', 'because no session policy allows the chime:SuspendUsers action', 'with an explicit deny in a session policy'],
    ['trust', 'because no role trust policy allows the chime:SuspendUsers action', 'with an explicit deny in the role trust policy'],
  ] as const)('%s', (layer, implicit, explicit) => {
    expect(denialMessage({ decision: 'implicitDeny', layer }, denied)).toBe(`${start} ${implicit}`);
    expect(denialMessage({ decision: 'explicitDeny', layer }, denied)).toBe(`${start} ${explicit}`);
    const policyArn = 'arn:aws:iam::123456789012:policy/P';
    expect(denialMessage({ decision: 'explicitDeny', layer, policy: policyArn }, denied)).toBe(`${start} ${explicit}: ${policyArn}`);
  });
});

describe('actions', () => {
  const isAllowed = (action: unknown, asked: string, element = 'Action'): boolean =>
    decideBy(policyText({ Effect: 'Allow', [element]: action, Resource: '*' }), { action: asked, catalogue }).decision === 'allowed';

  test('ignore case in policy and request', () => {
    expect(isAllowed('CHIME:listusers', 'chime:ListUsers')).toBe(true);
    expect(isAllowed('chime:LIST*', 'Chime:ListUsers')).toBe(true);
  });

  test('other spellings of an action are the same permission, in every element and in the request', () => {
    expect(isAllowed('chime:RetrieveDataExport', 'chime:RetrieveDataExports')).toBe(true);
    expect(isAllowed('chime:retrievedataexport', 'chime:RetrieveDataExports')).toBe(true);
    expect(isAllowed('chime:RetrieveDataExports', 'chime:RetrieveDataExport')).toBe(true);
    expect(isAllowed('chime:*CDRSettings', 'chime:UpdateCDRBucket')).toBe(true);
    expect(isAllowed('chime:ListMeetingReportData', 'chime:ListMeetingsReportData', 'NotAction')).toBe(false);
    expect(isAllowed('chime:ListMeetingReportData', 'chime:ListUsers')).toBe(false);
  });

  test('a catalogue is data: without it the other spellings are other actions', () => {
    const text = policyText({ Effect: 'Allow', Action: 'chime:RetrieveDataExport', Resource: '*' });
    expect(decideBy(text, { action: 'chime:RetrieveDataExports' }).decision).toBe('implicitDeny');
  });

  test('the arity of keys in the catalogue counts', () => {
    const text = policyText({ Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringEquals: { 'app:Roles': 'a' } } });
    const keys = { ...catalogue, conditionKeys: [{ name: 'app:Roles', type: 'String', isMultivalued: true }] } as const;
    const context = { 'app:Roles': ['a'] };
    expect(decideBy(text, { context }).decision).toBe('allowed');
    expect(decideBy(text, { context, catalogue: keys }).decision).toBe('implicitDeny');
  });

  test('more actions than plans are kept for are still decided right', () => {
    const bound = bindLayers({ scp: [], identity: [policy('odd', 'Allow', 'x:*1')] });
    for (let round = 0; round < 2; round += 1) {
      for (let number = 0; number < 3_000; number += 1) {
        const { decision } = evaluate(bound, { ...request, action: `x:A${number}` });
        expect(decision).toBe(number % 10 === 1 ? 'allowed' : 'implicitDeny');
      }
    }
  });
});

describe('an operator that does not exist fails closed if it ever reaches the engine', () => {
  const unknown = (effect: string, more: object = {}): BoundLayers => {
    const Condition = { StringMatches: { 'aws:username': 'a' }, ...more };
    const text = policyText({ Effect: effect, Action: '*', Resource: '*', Condition });
    expect(() => compilePolicy(text, { kind: 'identity' })).toThrow('StringMatches');
    const { document } = readPolicy(text, 'identity');
    if (document === undefined) throw new Error('The document can be read.');
    return bindLayers({ scp: [], identity: [allow, compileDocument(document, 'identity', effect)].slice(effect === 'Allow' ? 1 : 0) });
  };

  test('an Allow does not apply', () => expect(evaluate(unknown('Allow'), request).decision).toBe('implicitDeny'));
  test('a Deny does', () => expect(evaluate(unknown('Deny'), request)).toMatchObject({ decision: 'explicitDeny', policy: 'Deny' }));
  test('each is explained by its own name', () => {
    const [layer] = explain(unknown('Allow', { StringFits: { 'aws:username': 'a' } }), request).layers;
    expect(layer?.statements[0]?.conditions.map(({ why }) => why)).toEqual([
      'The operator StringMatches is not known: an Allow does not apply, a Deny ignores the condition.',
      'The operator StringFits is not known: an Allow does not apply, a Deny ignores the condition.',
    ]);
  });
});

describe('what is shared between requests and principals', () => {
  const mfa = policy('mfa', 'Allow', 'chime:*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } });

  test('a compiler compiles one text of one kind once, and keeps the policies used last', () => {
    const compiler = createCompiler(2);
    const compile = (service: string, kind: PolicyKind = 'identity'): CompiledPolicy =>
      compiler.compile(policyText({ Effect: 'Allow', Action: `${service}:*`, Resource: '*' }), { kind });
    const [a, b] = [compile('a'), compile('b')];
    expect(compile('a')).toBe(a);
    compile('c');
    expect(compile('a')).toBe(a);
    expect(compile('b')).not.toBe(b);
    expect(compile('a', 'session')).not.toBe(a);
  });

  test('equal conditions of different policies are one, asked once per context', () => {
    const twin = policy('twin', 'Deny', 's3:*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } });
    const bound = bindLayers({ scp: [], identity: [mfa, twin], boundary: [mfa] });
    expect(bound.conditions).toHaveLength(1);
    const context = bindContext(bound, { 'aws:MultiFactorAuthPresent': 'true' });
    expect(decide(context, 'chime:ListUsers', '*').decision).toBe('allowed');
    expect([...context.answers]).toEqual([2]);
  });

  test('a bound context serves several actions of one request, and the decisions it gives out are made once', () => {
    const bound = bindLayers({ scp: [], identity: [mfa, policy('deny', 'Deny', 'chime:Delete*')] });
    const context = bindContext(bound, { 'aws:MultiFactorAuthPresent': 'true' });
    expect(decide(context, 'chime:ListUsers', '*').decision).toBe('allowed');
    expect(decide(context, 's3:CreateBucket', 'arn:aws:s3:::cdr').decision).toBe('implicitDeny');
    expect(decide(context, 'chime:DeleteAccount', '*')).toBe(decide(context, 'chime:DeleteAccount', '*'));
  });

  test('compiled policies may be shared by bindings with other keys and catalogues', () => {
    const one = bindLayers({ scp: [], identity: [policy('k', 'Deny', 's3:*', { Condition: { Null: { 'aws:userid': 'true' } } }), mfa] });
    const other = bindLayers({ scp: [], identity: [mfa] }, catalogue);
    for (const bound of [one, other]) {
      expect(evaluate(bound, { ...request, context: { 'aws:MultiFactorAuthPresent': 'true' } }).decision).toBe('allowed');
      expect(evaluate(bound, request).decision).toBe('implicitDeny');
    }
  });

  test('the keys that policies look at are listed, those in variables too', () => {
    const text = policyText({
      Effect: 'Allow',
      Action: '*',
      // A key that is spelled in two ways is listed as it comes first.
      Resource: 'arn:aws:s3:::${aws:username}/${AWS:UserName}',
      Condition: {
        StringEquals: { 'aws:PrincipalTag/Team': ['${aws:SourceIdentity}', 'x'], 'aws:userid': 'u' },
        Null: { 'AWS:UserId': 'false' },
      },
    });
    expect(listContextKeys([compilePolicy(text, { kind: 'identity' })])).toEqual([
      'aws:username',
      'aws:PrincipalTag/Team',
      'aws:SourceIdentity',
      'aws:userid',
    ]);
  });

  test('also those of a trust policy, which has no resource', () => {
    const statement = { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole', Condition: { StringEquals: { 'sts:ExternalId': '7' } } };
    expect(listContextKeys([compilePolicy(policyText(statement), { kind: 'trust' })])).toEqual(['sts:ExternalId']);
  });
});
