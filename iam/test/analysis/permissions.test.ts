import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bindLayers,
  compilePolicy,
  evaluate,
  listAccessChanges,
  listPermissions,
  type CompiledPolicy,
  type Layers,
} from '../../src/index.ts';
import { catalogue } from '../support/catalogue.ts';
import { policyText } from '../support/decide.ts';
import { document } from '../generators.ts';
import { request } from '../naive/arbitraries.ts';
import { toAskable } from '../support/askable.ts';
import { draws } from '../support/draws.ts';

const policy = (statements: object | object[]): CompiledPolicy => compilePolicy(policyText(statements), { kind: 'identity' });
const on = (Effect: string, Action: string, Condition?: object): object => ({
  Effect,
  Action,
  Resource: '*',
  ...(Condition && { Condition }),
});
const verdictOf = (layers: Partial<Layers>, action: string, facts?: ReadonlyMap<string, string | undefined>) =>
  listPermissions({ scp: [], identity: [], ...layers }, catalogue, [action], facts)[0]?.verdict;

test('all layers must allow, and a Deny in any of them ends it', () => {
  const all = policy(on('Allow', '*'));
  const [mine, none] = [policy(on('Allow', 'chime:GetUser')), policy(on('Deny', 'chime:GetUser'))];
  expect(verdictOf({ identity: [mine] }, 'chime:GetUser')).toBe('always');
  expect(verdictOf({ identity: [mine] }, 'chime:ListUsers')).toBe('never');
  expect(verdictOf({ identity: [mine], boundary: [none, all] }, 'chime:GetUser')).toBe('never');
  expect(verdictOf({ identity: [all], session: [mine] }, 'chime:ListUsers')).toBe('never');
  expect(verdictOf({ identity: [all], scp: [[all], [mine]] }, 'chime:GetUser')).toBe('always');
  expect(verdictOf({ identity: [], root: true }, 'chime:GetUser')).toBe('always');
});

test('two halves make a whole', () => {
  const split = [
    on('Allow', 'chime:*', { Bool: { 'aws:SecureTransport': 'true' } }),
    on('Allow', 'chime:*', { BoolIfExists: { 'aws:SecureTransport': 'false' } }),
  ];
  expect(verdictOf({ identity: [policy(split)] }, 'chime:GetUser')).toBe('always');
});

test('what is known of the principal settles conditions, also those with variables', () => {
  const own = policy(on('Allow', 'chime:*', { StringEquals: { 'aws:PrincipalTag/owner': '${aws:username}' } }));
  const known = (tag: string | undefined) =>
    new Map([
      ['aws:username', 'ana'],
      ['aws:principaltag/owner', tag],
    ]);
  expect(verdictOf({ identity: [own] }, 'chime:GetUser')).toBe('sometimes');
  expect(verdictOf({ identity: [own] }, 'chime:GetUser', known('ana'))).toBe('always');
  expect(verdictOf({ identity: [own] }, 'chime:GetUser', known('bo'))).toBe('never');
  expect(verdictOf({ identity: [own] }, 'chime:GetUser', known(undefined))).toBe('never');
});

test('sampled requests never contradict a verdict', { timeout: 0 }, () => {
  const texts = fc.array(document, { minLength: 1, maxLength: 2 });
  fc.assert(
    fc.property(
      texts,
      fc.option(document, { nil: undefined }),
      fc.array(request.map(toAskable), { minLength: 30, maxLength: 30 }),
      (drawn, boundary, requests) => {
        const compile = (one: object): CompiledPolicy => compilePolicy(JSON.stringify(one), { kind: 'inline-role' });
        const layers = { scp: [], identity: drawn.map(compile), ...(boundary && { boundary: [compile(boundary)] }) };
        const bound = bindLayers(layers, catalogue);
        const verdicts = new Map(listPermissions(layers, catalogue, ['*']).map(({ action, verdict }) => [action.toLowerCase(), verdict]));
        for (const asked of requests) {
          const verdict = verdicts.get(asked.action.toLowerCase());
          const { decision } = evaluate(bound, asked);
          if (verdict === 'always') expect([decision, asked]).toEqual(['allowed', asked]);
          if (verdict === 'never') expect([decision === 'allowed', asked]).toEqual([false, asked]);
        }
      },
    ),
    draws(100),
  );
});

test('policies that allow the same have no changes, however they are written', () => {
  const one = policy([on('Allow', 'chime:GetUser'), on('Allow', 'chime:GetUser', { Bool: { 'aws:SecureTransport': 'true' } })]);
  expect(listAccessChanges(one, policy(on('Allow', 'CHIME:getuser')), catalogue)).toEqual([]);
  expect(
    listAccessChanges(one, policy(on('Allow', 'chime:GetUse?', { Bool: { 'aws:SecureTransport': 'true' } })), catalogue),
  ).toMatchObject([
    {
      action: 'chime:GetUser',
      before: 'always',
      after: 'sometimes',
      gained: undefined,
      lost: { context: {} },
      when: ['if Bool aws:SecureTransport true'],
    },
  ]);
});
