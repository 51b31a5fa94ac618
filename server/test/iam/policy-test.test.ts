import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalogueOf } from '../../src/derive/catalogue.ts';
import { runPolicyTest } from '../../src/iam/policy-test.ts';
import { operations } from '../../src/operations/all.ts';
import { allow, document } from '../support/policies.ts';

const guide = new URL('../../../docs/guide/policies/', import.meta.url);
const files = new Map([
  ['get.json', allow('chime:Get*')],
  ['broken.json', '{\n  "Statement": 1\n}'],
]);
const run = (content: unknown) =>
  runPolicyTest(typeof content === 'string' ? content : JSON.stringify(content), {
    catalogue: catalogueOf(operations),
    readText: (source) => files.get(source) ?? readFileSync(new URL(source, guide), 'utf8'),
  });
const requests = [{ action: 'chime:GetUser', expect: 'allowed' }];

test('the example of the guide passes', () => {
  const results = run(readFileSync(new URL('help-desk.policy-test.json', guide), 'utf8'));
  expect(results.map(({ failure }) => failure)).toEqual(Array.from({ length: 7 }, () => undefined));
});

test('a failure says what was decided instead, and by which statement', () => {
  const identity = [
    'get.json',
    { Version: '2012-10-17', Statement: [{ Sid: 'NoUsers', Effect: 'Deny', Action: 'chime:*User', Resource: '*' }] },
  ];
  const wrong = [
    { name: 'reads', action: 'chime:GetUser', expect: 'allowed' },
    { action: 'chime:GetAccount', expect: 'denied' },
    { action: 'chime:DeleteAccount', resource: 'arn:aws:x:::y', expect: 'explicitDeny' },
  ];
  expect(run({ policies: { identity }, requests: wrong })).toMatchObject([
    { name: 'reads: chime:GetUser is allowed', failure: 'explicitDeny by the policy in the test, line 1 (statement NoUsers)' },
    { name: 'chime:GetAccount is denied', failure: 'allowed by get.json, line 1' },
    { name: 'chime:DeleteAccount on arn:aws:x:::y is explicitDeny', failure: 'implicitDeny: nothing in the identity policies allows it' },
  ]);
});

test('every layer takes part, and its silence is told', () => {
  const one = JSON.parse(allow('chime:*'));
  const refused = (policies: object) => run({ policies: { identity: ['get.json'], ...policies }, requests })[0]?.failure;
  const list = JSON.parse(allow('chime:List*'));
  expect(refused({ boundary: one, session: [one], scp: [[one], [list, one]] })).toBeUndefined();
  expect(refused({ boundary: list })).toBe('implicitDeny: nothing in the boundary allows it');
  expect(refused({ session: [list] })).toBe('implicitDeny: nothing in the session policies allows it');
  expect(refused({ scp: [[one], [list]] })).toBe('implicitDeny: nothing in the service control policies allows it');
});

test('a trust policy decides by the caller', () => {
  const trust = JSON.parse(
    document({ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111111111111:user/ana' }, Action: 'sts:AssumeRole' }),
  );
  const asked = { action: 'sts:AssumeRole', resource: 'arn:aws:iam::111111111111:role/r' };
  const results = run({
    policies: { trust },
    requests: [
      { ...asked, caller: 'arn:aws:iam::111111111111:user/ana', expect: 'allowed' },
      { ...asked, caller: 'arn:aws:iam::111111111111:user/bo', expect: 'implicitDeny' },
    ],
  });
  expect(results.map(({ failure }) => failure)).toEqual([undefined, undefined]);
});

test('a request adds to the context of all, and takes keys away', () => {
  const Condition = { StringEquals: { 'aws:username': ['ana', 'bo'] } };
  const results = run({
    policies: { identity: [JSON.parse(document({ Effect: 'Allow', Action: 'chime:*', Resource: '*', Condition }))] },
    context: { 'aws:username': 'ana' },
    requests: [
      { action: 'chime:GetUser', expect: 'allowed' },
      { action: 'chime:GetUser', context: { 'aws:username': 'cy' }, expect: 'denied' },
      { action: 'chime:GetUser', context: { 'AWS:UserName': null }, expect: 'denied' },
    ],
  });
  expect(results.map(({ failure }) => failure)).toEqual([undefined, undefined, undefined]);
});

describe('a file that is no test is refused with the reason:', () => {
  test.each<[string, unknown, RegExp]>([
    ['text that is no JSON', '{', /^It is not JSON: line 1, column 2: /],
    ['a member that nobody knows', { policies: {}, requests, request: [] }, /Unrecognized key: "request"/],
    ['an expectation that there is none of', { policies: {}, requests: [{ action: 'a:b', expect: 'maybe' }] }, /requests\[0\].expect/],
    ['no requests', { policies: {}, requests: [] }, /requests/],
    ['a policy against the grammar, with its place', { policies: { identity: ['broken.json'] }, requests }, /^broken.json:2:16: /],
  ])('%s', (_name, content, message) => {
    expect(() => run(content)).toThrow(message);
  });
});
