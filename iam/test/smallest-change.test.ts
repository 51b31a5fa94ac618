import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bindLayers,
  compilePolicy,
  evaluate,
  smallestChange,
  type BoundLayers,
  type CompiledPolicy,
  type Context,
  type Layers,
  type PolicyChange,
  type PolicyKind,
} from '../src/index.ts';
import { bind, situation } from './generators.ts';
import { catalogue } from './support/catalogue.ts';
import { policyText } from './support/decide.ts';
import { draws } from './support/draws.ts';

const policy = (statements: unknown, name = 'P', kind: PolicyKind = 'identity'): CompiledPolicy =>
  compilePolicy(policyText(statements), { kind, name });

function change(layers: Partial<Layers>, action: string, context: Context = {}, isEditable?: (one: CompiledPolicy) => boolean) {
  return smallestChange(
    bindLayers({ scp: [], identity: [], ...layers }, catalogue),
    { action, resource: '*', context },
    catalogue,
    isEditable,
  );
}

function statementsOf(text = '{}'): unknown {
  const document: unknown = JSON.parse(text);
  return typeof document === 'object' && document !== null ? Reflect.get(document, 'Statement') : undefined;
}

describe('the smallest change', () => {
  test('of an allowed request is none', () => {
    expect(change({ identity: [policy({ Effect: 'Allow', Action: '*', Resource: '*' })] }, 'chime:GetUser')).toEqual([]);
  });

  test('adds the action to an Allow of the same resource, and leaves the rest of the text as it stands', () => {
    const before =
      '{ "Version": "2012-10-17",\n  "Statement": [{ "Sid": "Read", "Effect": "Allow",\n    "Action": [\n      "chime:GetUser",\n      "chime:GetAccount"\n    ],\n    "Resource": "*" }] }';
    const [only, ...more] = change({ identity: [compilePolicy(before, { kind: 'identity', name: 'P' })] }, 'chime:ListUsers') ?? [];
    expect(more).toEqual([]);
    expect(only).toEqual({
      layer: 'identity',
      level: 0,
      policy: 'P',
      kind: 'identity',
      isCopy: false,
      before,
      after: before.replace('"chime:GetAccount"', '"chime:GetAccount",\n      "chime:ListUsers"'),
      summaries: ['Add chime:ListUsers to the actions of statement 1 (Sid "Read").'],
    });
  });

  test('adds a value to the one condition that fails', () => {
    const one = { Effect: 'Allow', Action: 'chime:GetUser', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } };
    const [found] = change({ identity: [policy(one)] }, 'chime:GetUser', { 'aws:SourceIp': '203.0.113.7' }) ?? [];
    expect(statementsOf(found?.after)).toMatchObject({ Condition: { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '203.0.113.7/32'] } } });
    expect(found?.summaries).toEqual(['Add 203.0.113.7/32 to the values of IpAddress aws:SourceIp.']);
  });

  test('adds no value that would let other actions in as well: then a statement of its own', () => {
    const one = { Effect: 'Allow', Action: 'chime:*', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } };
    const [found] = change({ identity: [policy(one)] }, 'chime:getuser', { 'aws:SourceIp': '203.0.113.7' }) ?? [];
    expect(statementsOf(found?.after)).toEqual([one, { Effect: 'Allow', Action: 'chime:GetUser', Resource: '*' }]);
  });

  test('takes the action out of a Deny, spelled as it is there', () => {
    const identity = [
      policy({ Effect: 'Allow', Action: '*', Resource: '*' }, 'All'),
      policy({ Effect: 'Deny', Action: ['chime:DeleteAccount', 'CHIME:ListMeetingReportData'], Resource: '*' }, 'No'),
    ];
    const found = change({ identity }, 'chime:ListMeetingsReportData');
    expect(found).toMatchObject([{ policy: 'No', summaries: ['Take chime:ListMeetingsReportData out of statement 1, which denies it.'] }]);
    expect(statementsOf(found?.[0]?.after)).toMatchObject({ Action: ['chime:DeleteAccount'] });
  });

  test('of a Deny with a wildcard keeps denying everything else that it covered', () => {
    const identity = [
      policy([
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: ['chime:Delete*'], Resource: '*' },
      ]),
    ];
    const [found] = change({ identity }, 'chime:DeleteAccount') ?? [];
    const others = ['AccountOpenIdConfig', 'ApiKey', 'CDRBucket', 'Delegate', 'Domain', 'Groups'].map((name) => `chime:Delete${name}`);
    expect(statementsOf(found?.after)).toMatchObject([{}, { Action: others }]);
  });

  test('of a Deny of everything is an exception', () => {
    const identity = [
      policy([
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: '*', Resource: '*' },
      ]),
    ];
    const [found] = change({ identity }, 'chime:GetUser') ?? [];
    expect(statementsOf(found?.after)).toMatchObject([{}, { Effect: 'Deny', NotAction: 'chime:GetUser' }]);
  });

  test('of a Deny that names addresses adds the address, if that lifts the Deny from nothing else', () => {
    const deny = {
      Effect: 'Deny',
      Action: 'chime:GetUser',
      Resource: '*',
      Condition: { NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8'] } },
    };
    const identity = [policy([{ Effect: 'Allow', Action: '*', Resource: '*' }, deny])];
    const [found] = change({ identity }, 'chime:GetUser', { 'aws:SourceIp': '2001:db8::7' }) ?? [];
    expect(statementsOf(found?.after)).toMatchObject([
      {},
      { Condition: { NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '2001:db8::7/128'] } } },
    ]);
  });

  test('changes each layer that stands in the way, and no other', () => {
    const all = { Effect: 'Allow', Action: '*', Resource: '*' };
    const layers = {
      scp: [[policy(all, 'Full', 'scp')], [policy([all, { Effect: 'Deny', Action: 'chime:GetUser', Resource: '*' }], 'Guard', 'scp')]],
      identity: [policy(all, 'Mine')],
      boundary: [policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }, 'Fence', 'boundary')],
      session: [policy({ Effect: 'Allow', Action: 'chime:ListUsers', Resource: '*' }, 'Session', 'session')],
    };
    const found = change(layers, 'chime:GetUser');
    expect(found?.map(({ layer, level, policy: name }) => [layer, level, name])).toEqual([
      ['scp', 1, 'Guard'],
      ['boundary', 0, 'Fence'],
      ['session', 0, 'Session'],
    ]);
  });

  test('edits a copy of a policy that nobody may edit, or adds one where that is smaller', () => {
    const chime = { Effect: 'Allow', Action: 'chime:ListUsers', Resource: '*' };
    const layers = { identity: [policy([chime, { ...chime, Sid: 'x'.repeat(200) }], 'AWS')], boundary: [policy(chime, 'AWS', 'boundary')] };
    const found = change(layers, 'chime:GetUser', {}, ({ name }) => name !== 'AWS');
    expect(found).toMatchObject([
      { layer: 'identity', policy: undefined, before: undefined, summaries: ['Add a policy that allows chime:GetUser.'] },
      { layer: 'boundary', policy: 'AWS', isCopy: true },
    ]);
  });

  test('is not known where a wildcard of a service without a list would have to be narrowed', () => {
    const identity = [
      policy([
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: 'dynamodb:Get*', Resource: '*' },
      ]),
    ];
    expect(change({ identity }, 'dynamodb:GetItem')).toBeUndefined();
  });
});

describe('for any policies and any request', () => {
  const others = catalogue.actions.map(({ service, name }) => `${service}:${name}`);

  test('the changed policies allow it, and nothing else that they did not allow before', () => {
    let found = 0;
    fc.assert(
      fc.property(situation, fc.constantFrom(...others), ({ policies, request }, action) => {
        const bound = bind(policies, { catalogue });
        const asked = { ...request, action };
        const changes = smallestChange(bound, asked, catalogue);
        if (changes === undefined) return;
        found += 1;
        const after = apply(bound, changes);
        expect(evaluate(after, asked).decision).toBe('allowed');
        const isAllowed = (layers: BoundLayers, other: string): boolean =>
          evaluate(layers, { ...asked, action: other }).decision === 'allowed';
        const more = others.filter((other) => other !== action && isAllowed(after, other) && !isAllowed(bound, other));
        expect(more).toEqual([]);
      }),
      draws(300),
    );
    expect(found).toBeGreaterThan(0.9 * draws(300).numRuns);
  });
});

/** Makes the changes as a person would: finds the text and puts the other one in its place. */
function apply({ groups }: BoundLayers, changes: readonly PolicyChange[]): BoundLayers {
  const edited = groups.map(({ layer, level, mustAllow, statements }) => {
    const own = changes.filter((one) => one.layer === layer && one.level === level);
    const texts = [...new Set(statements.map((one) => one.policy))].flatMap(({ document, kind }) => {
      const at = own.findIndex(({ before }) => before === document.text);
      const [made] = at === -1 ? [] : own.splice(at, 1);
      const text = made ? made.after : document.text;
      return text === undefined ? [] : [{ text, kind }];
    });
    const added = own.map(({ after, kind }) => ({ text: after ?? '', kind }));
    return { layer, mustAllow, policies: [...texts, ...added].map(({ text, kind }) => compilePolicy(text, { kind })) };
  });
  const of = (wanted: string) => edited.filter(({ layer }) => layer === wanted);
  const one = (wanted: string): CompiledPolicy[] => of(wanted).flatMap(({ policies }) => policies);
  const root = of('identity').some(({ mustAllow }) => !mustAllow);
  return bindLayers(
    { scp: of('scp').map(({ policies }) => policies), identity: one('identity'), boundary: one('boundary'), session: one('session'), root },
    catalogue,
  );
}
