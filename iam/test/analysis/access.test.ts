import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findGrantedAccess, findNewAccess } from '../../src/analysis/access.ts';
import { describeExample } from '../../src/analysis/example.ts';
import { bindLayers, compilePolicy, evaluate, measurePolicy, type CompiledPolicy, type Request } from '../../src/index.ts';
import { document } from '../generators.ts';
import { actions } from '../naive/alphabets.ts';
import { pick, request } from '../naive/arbitraries.ts';
import { toAskable } from '../support/askable.ts';
import { catalogue } from '../support/catalogue.ts';
import { policyText } from '../support/decide.ts';
import { draws } from '../support/draws.ts';

const policy = (...statements: object[]): CompiledPolicy => compilePolicy(policyText(statements), { kind: 'identity' });
const allow = (Action: unknown, more: object = {}): object => ({ Effect: 'Allow', Action, Resource: '*', ...more });
const deny = (Action: unknown, more: object = {}): object => ({ Effect: 'Deny', Action, Resource: '*', ...more });
const when = (Condition: object): object => ({ Condition });

describe('new access', () => {
  const found = (existing: CompiledPolicy, updated: CompiledPolicy): string[] =>
    findNewAccess(existing, updated, catalogue).map(
      ({ statement, example }) => `${statement}: ${example ? describeExample(example) : 'may be'}`,
    );

  test.each<[string, CompiledPolicy, CompiledPolicy, string[]]>([
    ['a wider action is found', policy(allow('chime:GetUser')), policy(allow('chime:Get*')), ['0: chime:GetAccount on *']],
    ['a narrower action is none', policy(allow('chime:*')), policy(allow('chime:Get*')), []],
    ['an alias is the action it stands for', policy(allow('chime:UpdateCDRBucket')), policy(allow('chime:UpdateCDRSettings')), []],
    [
      'two halves of a network are the network',
      policy(allow('chime:*', when({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }))),
      policy(allow('chime:*', when({ IpAddress: { 'aws:SourceIp': ['10.0.0.0/9', '10.128.0.0/9'] } }))),
      [],
    ],
    [
      'one address more is found',
      policy(allow('chime:GetUser', when({ IpAddress: { 'aws:SourceIp': '10.0.0.0/31' } }))),
      policy(allow('chime:GetUser', when({ IpAddress: { 'aws:SourceIp': ['10.0.0.0/31', '10.0.0.2/32'] } }))),
      ['0: chime:GetUser on * with aws:SourceIp = 10.0.0.2'],
    ],
    [
      'a Deny that was narrowed is found, and the Allow behind it named',
      policy(allow('chime:GetUser'), deny('chime:GetUser', when({ Bool: { 'aws:SecureTransport': 'false' } }))),
      policy(
        allow('chime:GetUser'),
        deny('chime:GetUser', when({ Bool: { 'aws:SecureTransport': 'false', 'aws:ViaAWSService': 'true' } })),
      ),
      ['0: chime:GetUser on * with aws:SecureTransport = false'],
    ],
    [
      'wildcards are compared as the sets of texts they stand for',
      policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: ['arn:aws:s3:::a*', 'arn:aws:s3:::*b'] }),
      policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: ['arn:aws:s3:::a*c', 'arn:aws:s3:::?*b'] }),
      [],
    ],
    [
      'and a text that only the new ones stand for is shown',
      policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a*b' }),
      policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a*' }),
      ['0: s3:GetObject on arn:aws:s3:::a'],
    ],
    [
      'a set that may hold one value more is found',
      policy(
        allow('chime:GetUser', when({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] }, Null: { 'aws:TagKeys': 'false' } })),
      ),
      policy(
        allow('chime:GetUser', when({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b', 'c'] }, Null: { 'aws:TagKeys': 'false' } })),
      ),
      ['0: chime:GetUser on * with aws:TagKeys = c'],
    ],
    [
      'a variable is the same in both policies',
      policy(allow('chime:GetUser', when({ StringEquals: { 'aws:PrincipalTag/team': '${aws:username}' } }))),
      policy(allow('chime:GetUser', when({ StringEquals: { 'aws:PrincipalTag/Team': '${aws:username}' } }))),
      [],
    ],
    [
      'a resource with a variable is found with a caller it fits',
      policy(allow('chime:GetUser')),
      policy({ Effect: 'Allow', Action: 'iam:GetUser', Resource: 'arn:aws:iam::*:user/${aws:username}' }),
      ['0: iam:GetUser on arn:aws:iam::x:user/x with aws:username = x'],
    ],
    [
      'a particular resource of an action that has none grants nothing',
      policy(allow('s3:x')),
      policy({ Effect: 'Allow', Action: 'chime:*', Resource: 'arn:aws:chime:*:*:*' }),
      [],
    ],
    [
      'every service is all services, also those the catalogue does not list',
      policy(allow(['chime:*', 'iam:*', 's3:*', 'sts:*', 'ds:*'])),
      policy(allow('*')),
      ['0: x:x on *'],
    ],
  ])('%s', (_name, existing, updated, expected) => {
    expect(found(existing, updated)).toEqual(expected);
  });
});

describe('granted access', () => {
  const granted = (of: CompiledPolicy, question: Parameters<typeof findGrantedAccess>[1]): string[] =>
    findGrantedAccess(of, question, catalogue).map(
      ({ statement, example }) => `${statement}: ${example ? describeExample(example) : 'may be'}`,
    );

  test('actions are asked about on any resource, resources for any action', () => {
    const buckets = policy({ Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::logs/*' });
    expect(granted(buckets, { actions: ['s3:GetObject'] })).toEqual(['0: s3:GetObject on arn:aws:s3:::logs/']);
    expect(granted(buckets, { resources: ['arn:aws:s3:::logs/2026'] })).toEqual([
      expect.stringMatching(/^0: s3:Get\w+ on arn:aws:s3:::logs\/2026$/),
    ]);
    expect(granted(buckets, { actions: ['s3:PutObject'] })).toEqual([]);
    expect(granted(buckets, { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::other/*'] })).toEqual([]);
  });

  test('a chime action is granted on no particular resource', () => {
    expect(granted(policy(allow('chime:*')), { actions: ['chime:GetUser'], resources: ['arn:aws:chime::*:user/1'] })).toEqual([]);
    expect(granted(policy(allow('chime:*')), { actions: ['chime:GetUser'] })).toEqual(['0: chime:GetUser on *']);
  });

  test('what a Deny leaves is shown with its condition', () => {
    const guarded = policy(allow('*'), deny('iam:*', when({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } })));
    expect(granted(guarded, { actions: ['iam:PassRole'] })).toEqual(['0: iam:PassRole on * with aws:MultiFactorAuthPresent = true']);
  });
});

describe('brute force agrees', () => {
  const compiled = document.map((drawn) => JSON.stringify(drawn)).filter((text) => measurePolicy(text) <= 6_144);
  const askable = fc
    .record({ action: pick([...actions, 'iam:GetUser', 's3:PutObject']), asked: request })
    .map(({ action, asked }) => toAskable({ ...asked, action }));
  const allows = (of: CompiledPolicy, asked: Request): boolean =>
    evaluate(bindLayers({ scp: [], identity: [of] }, catalogue), asked).decision === 'allowed';

  test('no request is newly allowed where no new access was found, and each example is one', { timeout: 0 }, () => {
    fc.assert(
      fc.property(compiled, compiled, fc.array(askable, { minLength: 40, maxLength: 40 }), (before, after, requests) => {
        const [existing, updated] = [before, after].map((text) => compilePolicy(text, { kind: 'identity' }));
        if (existing === undefined || updated === undefined) return;
        const reasons = findNewAccess(existing, updated, catalogue);
        for (const { example } of reasons) {
          if (example === undefined) expect(before + after).toMatch(/\$\{|Numeric|Date|Bool|Binary|Ip/);
          else expect([allows(existing, example), allows(updated, example)]).toEqual([false, true]);
        }
        if (reasons.length === 0)
          for (const asked of requests) expect(allows(updated, asked) && !allows(existing, asked), JSON.stringify(asked)).toBe(false);
      }),
      draws(150),
    );
  });
});
