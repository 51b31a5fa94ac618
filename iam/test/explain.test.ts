import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bindLayers, compilePolicy, evaluate, explain, type Explanation, type Layers } from '../src/index.ts';
import { catalogue } from './support/catalogue.ts';
import { policyText } from './support/decide.ts';
import { draws } from './support/draws.ts';

const compile = (statements: unknown, name: string): ReturnType<typeof compilePolicy> =>
  compilePolicy(policyText(statements), { kind: 'identity', name });

const readOnly = compile({ Sid: 'Read', Effect: 'Allow', Action: ['chime:Get*', 'chime:List*'], Resource: '*' }, 'ReadOnly');
const withMfa = compile(
  {
    Effect: 'Allow',
    Action: 'chime:*',
    Resource: '*',
    Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' }, StringEquals: { 'aws:PrincipalTag/team': ['${aws:username}', 'it'] } },
  },
  'WithMfa',
);

function ask(layers: Partial<Layers>, action: string, context = {}): Explanation {
  return explain(bindLayers({ scp: [], identity: [], ...layers }, catalogue), { action, resource: '*', context });
}

describe('an explanation', () => {
  test('names each layer, and each level of SCPs, with what it says', () => {
    const { layers, ...decision } = ask({ scp: [[readOnly], [withMfa]], identity: [readOnly], boundary: [withMfa] }, 'chime:GetUser');
    expect(decision).toEqual({ decision: 'implicitDeny', layer: 'scp' });
    expect(layers.map(({ layer, level, outcome }) => [layer, level, outcome])).toEqual([
      ['scp', 0, 'allows'],
      ['scp', 1, 'silent'],
      ['identity', 0, 'allows'],
      ['boundary', 0, 'silent'],
    ]);
  });

  test('says of a layer that it denies, although it allows as well', () => {
    const deny = compile({ Effect: 'Deny', Action: 'chime:GetUser', Resource: '*' }, 'No');
    const [identity] = ask({ identity: [readOnly, deny] }, 'chime:GetUser').layers;
    expect(identity).toMatchObject({ layer: 'identity', outcome: 'denies' });
  });

  test('shows the statements about the action, with their places, and what keeps one from applying', () => {
    const [identity] = ask({ identity: [readOnly, withMfa] }, 'chime:GetUser', { 'aws:username': 'ana' }).layers;
    const [read, mfa, ...more] = identity?.statements ?? [];
    expect(more).toEqual([]);
    expect(read).toMatchObject({
      policy: 'ReadOnly',
      statement: 0,
      sid: 'Read',
      effect: 'Allow',
      applies: true,
      action: { matches: true, isNegated: false, wanted: ['chime:Get*', 'chime:List*'], given: ['chime:GetUser'] },
      resource: { matches: true, wanted: ['*'], given: ['*'] },
      conditions: [],
    });
    const { text } = readOnly.document;
    expect(text.slice(read?.position.offset).slice(0, read?.length)).toBe(text.slice(text.indexOf('{"Sid"'), -1));
    expect(mfa).toMatchObject({ policy: 'WithMfa', applies: false });
    expect(mfa?.conditions).toMatchObject([
      { operator: 'Bool', key: 'aws:MultiFactorAuthPresent', wanted: ['true'], given: undefined, holds: false },
      { operator: 'StringEquals', key: 'aws:PrincipalTag/team', wanted: ['ana', 'it'], given: undefined, holds: false },
    ]);
  });

  test('leaves out statements about other actions', () => {
    expect(ask({ identity: [readOnly] }, 'chime:DeleteAccount').layers[0]?.statements).toEqual([]);
  });

  test('counts lines and columns from 1', () => {
    const text = '{\n  "Version": "2012-10-17",\n  "Statement": {\n    "Effect": "Allow", "Action": "*",\n    "Resource": "*"\n  }\n}';
    const [layer] = ask({ identity: [compilePolicy(text, { kind: 'identity' })] }, 'chime:GetUser').layers;
    expect(layer?.statements[0]?.position).toEqual({ line: 3, column: 16, offset: text.indexOf('{', 1) });
    expect(layer?.statements[0]?.action.position).toMatchObject({ line: 4, column: 34 });
  });

  test.each([
    [{ StringEquals: { 'aws:username': 'bo' } }, { 'aws:username': 'ana' }, 'The value does not satisfy the operator.'],
    [{ StringEquals: { 'aws:username': 'ana' } }, { 'aws:username': 'ana' }, 'The value satisfies the operator.'],
    [{ StringEquals: { 'aws:username': 'ana' } }, {}, 'The request does not carry aws:username, but the operator needs that.'],
    [{ StringNotEquals: { 'aws:username': 'ana' } }, {}, 'The request does not carry aws:username, and the operator accepts that.'],
    [
      { StringEquals: { 'aws:username': '${aws:userid}' } },
      { 'aws:username': 'ana' },
      'The request has no single value for a variable in ${aws:userid}, which therefore matches nothing.',
    ],
    [
      { StringEquals: { 'aws:TagKeys': 'a' } },
      { 'aws:TagKeys': ['a'] },
      'aws:TagKeys has several values: without ForAllValues or ForAnyValue the operator never matches it.',
    ],
  ])('says why a condition holds or not: %j', (condition, context, why) => {
    const policy = compile({ Effect: 'Allow', Action: '*', Resource: '*', Condition: condition }, 'P');
    const [layer] = ask({ identity: [policy] }, 'chime:GetUser', context).layers;
    expect(layer?.statements[0]?.conditions[0]?.why).toBe(why);
  });

  test('says that the root needs no Allow', () => {
    const { decision, layers } = ask({ root: true }, 'chime:GetUser');
    expect([decision, layers]).toEqual(['allowed', [{ layer: 'identity', level: 0, outcome: 'waived', statements: [] }]]);
  });
});

describe('explain decides as evaluate does', () => {
  const statement = fc.record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    Action: fc.constantFrom('*', 'chime:*', 'chime:Get*', 's3:*'),
    Resource: fc.constantFrom('*', 'arn:aws:s3:::${aws:username}', 'arn:aws:s3:::*'),
    Condition: fc.constantFrom(
      {},
      { Bool: { 'aws:SecureTransport': 'true' } },
      { StringNotEquals: { 'aws:username': 'ana' } },
      { 'ForAllValues:StringLike': { 'aws:TagKeys': ['a*', '${aws:username}'] } },
    ),
  });
  const policies = fc.array(
    fc.array(statement, { minLength: 1, maxLength: 3 }).map((statements) => compile(statements, 'P')),
    { maxLength: 2 },
  );
  const layers = fc.record({
    scp: fc.array(policies, { maxLength: 2 }),
    identity: policies,
    boundary: policies,
    session: policies,
    root: fc.boolean(),
  });
  const context = fc.record(
    {
      'aws:SecureTransport': fc.constantFrom('true', 'false'),
      'aws:username': fc.constantFrom('ana', 'bo'),
      'aws:TagKeys': fc.array(fc.constantFrom('a', 'b')),
    },
    { requiredKeys: [] },
  );
  const asked = fc.record({
    action: fc.constantFrom('chime:GetUser', 'chime:DeleteUser', 's3:GetObject'),
    resource: fc.constantFrom('*', 'arn:aws:s3:::ana', 'arn:aws:s3:::bo'),
    context,
  });

  test('for any layers and any request', () => {
    fc.assert(
      fc.property(layers, asked, (drawn, request) => {
        const bound = bindLayers(drawn);
        const { layers: _, ...decision } = explain(bound, request);
        expect(decision).toEqual(evaluate(bound, request));
      }),
      draws(3_000),
    );
  });
});
