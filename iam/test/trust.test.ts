import { describe, expect, test } from 'vitest';
import {
  bindLayers,
  compilePolicy,
  evaluate,
  explain,
  type CompiledPolicy,
  type Decision,
  type Layers,
  type RequestPrincipal,
} from '../src/index.ts';
import { policyText } from './support/decide.ts';

const role = 'arn:aws:iam::123456789012:role/Operator';
const ana: RequestPrincipal = { arns: ['arn:aws:iam::123456789012:user/ana'], account: '123456789012' };
const stranger: RequestPrincipal = { arns: ['arn:aws:iam::999999999999:user/eve'], account: '999999999999' };
const service: RequestPrincipal = { arns: [], service: 'meetings.chime.amazonaws.com' };
const federated: RequestPrincipal = { arns: [], federated: 'accounts.example.com' };

const mayAssume = compilePolicy(policyText({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: role }), { kind: 'identity' });

function trust(principal: unknown, { effect = 'Allow', element = 'Principal', more = {} } = {}): CompiledPolicy {
  return compilePolicy(policyText({ Effect: effect, [element]: principal, Action: 'sts:AssumeRole*', ...more }), {
    kind: 'trust',
    name: role,
  });
}

function assume(principal: RequestPrincipal | undefined, layers: Partial<Layers>): Decision {
  const bound = bindLayers({ scp: [], identity: [], ...layers });
  const request = { action: 'sts:AssumeRole', resource: role, context: {}, principal };
  const decision = evaluate(bound, request);
  expect(explain(bound, request)).toMatchObject(decision);
  return decision;
}

describe('who may assume a role', () => {
  test('whom the trust policy names, in the same account, without a policy of their own', () => {
    expect(assume(ana, { trust: [trust({ AWS: ana.arns[0] })] }).decision).toBe('allowed');
    expect(assume(ana, { trust: [trust({ AWS: [...stranger.arns, ...ana.arns] })] }).decision).toBe('allowed');
    expect(assume(ana, { trust: [trust({ AWS: stranger.arns })] })).toEqual({ decision: 'implicitDeny', layer: 'identity' });
    expect(assume(ana, { trust: [trust({ AWS: [...ana.arns, '123456789012', ...stranger.arns] })] }).decision).toBe('allowed');
    expect(assume(ana, { trust: [trust({ AWS: ['123456789012', ...ana.arns] })] }).decision).toBe('allowed');
  });

  test('whom their own policies allow, where the trust policy names the whole account', () => {
    for (const account of ['123456789012', 'arn:aws:iam::123456789012:root', '*']) {
      expect(assume(ana, { trust: [trust({ AWS: account })] }), account).toEqual({ decision: 'implicitDeny', layer: 'identity' });
      expect(assume(ana, { trust: [trust({ AWS: account })], identity: [mayAssume] }).decision, account).toBe('allowed');
    }
    expect(assume(ana, { trust: [trust('*')], identity: [mayAssume] }).decision).toBe('allowed');
  });

  test('from another account only whom both sides allow', () => {
    expect(assume(stranger, { trust: [trust({ AWS: stranger.arns })] })).toEqual({ decision: 'implicitDeny', layer: 'identity' });
    expect(assume(stranger, { trust: [trust({ AWS: stranger.arns })], identity: [mayAssume] }).decision).toBe('allowed');
    expect(assume(stranger, { trust: [trust({ AWS: ana.arns })], identity: [mayAssume] })).toEqual({
      decision: 'implicitDeny',
      layer: 'trust',
    });
  });

  test('services and federated identities that are named', () => {
    expect(assume(service, { trust: [trust({ Service: service.service })] }).decision).toBe('allowed');
    expect(assume(service, { trust: [trust({ Service: 'ec2.amazonaws.com' })] }).decision).toBe('implicitDeny');
    expect(assume(service, { trust: [trust({ AWS: '*' })] }).decision).toBe('implicitDeny');
    expect(assume(federated, { trust: [trust({ Federated: federated.federated })] }).decision).toBe('allowed');
    expect(assume(federated, { trust: [trust({ Federated: 'other.example.com' })] }).decision).toBe('implicitDeny');
    expect(assume(federated, { trust: [trust({ CanonicalUser: federated.federated })] }).decision).toBe('implicitDeny');
  });

  test('nobody whom a trust policy denies, by name or by account', () => {
    for (const denied of [ana.arns[0], ana.account]) {
      expect(assume(ana, { identity: [mayAssume], trust: [trust({ AWS: ana.arns }), trust({ AWS: denied }, { effect: 'Deny' })] })).toEqual(
        {
          decision: 'explicitDeny',
          layer: 'trust',
          policy: role,
          statement: 0,
        },
      );
    }
  });

  test('nobody whose own policies, boundary or SCPs stand against it', () => {
    const named = [trust({ AWS: ana.arns })];
    const deny = compilePolicy(policyText({ Effect: 'Deny', Action: 'sts:*', Resource: '*' }), { kind: 'identity' });
    const other = compilePolicy(policyText({ Effect: 'Allow', Action: 's3:*', Resource: '*' }), { kind: 'identity' });
    expect(assume(ana, { trust: named, identity: [deny] })).toMatchObject({ decision: 'explicitDeny', layer: 'identity' });
    expect(assume(ana, { trust: named, boundary: [other] })).toEqual({ decision: 'implicitDeny', layer: 'boundary' });
    expect(assume(ana, { trust: named, scp: [[other]] })).toEqual({ decision: 'implicitDeny', layer: 'scp' });
  });

  test('NotPrincipal covers everyone else, through their account', () => {
    const others = trust({ AWS: ana.arns }, { element: 'NotPrincipal' });
    expect(assume(ana, { trust: [others], identity: [mayAssume] })).toEqual({ decision: 'implicitDeny', layer: 'trust' });
    expect(assume(stranger, { trust: [others], identity: [mayAssume] }).decision).toBe('allowed');
    const fence = trust({ AWS: [...ana.arns, ana.account] }, { element: 'NotPrincipal', effect: 'Deny' });
    expect(assume(stranger, { trust: [trust('*'), fence], identity: [mayAssume] }).decision).toBe('explicitDeny');
    expect(assume(ana, { trust: [trust('*'), fence], identity: [mayAssume] }).decision).toBe('allowed');
  });

  test('an explanation shows who was wanted, and every name of who asks', () => {
    const bound = bindLayers({ scp: [], identity: [], trust: [trust({ AWS: stranger.arns })] });
    const given = { ...ana, service: 'meetings.chime.amazonaws.com' };
    const { layers } = explain(bound, { action: 'sts:AssumeRole', resource: role, context: {}, principal: given });
    expect(layers.find(({ layer }) => layer === 'trust')?.statements[0]?.principal).toMatchObject({
      matches: false,
      isNegated: false,
      wanted: stranger.arns,
      given: [...ana.arns, ana.account, 'meetings.chime.amazonaws.com'],
    });
  });

  test('conditions of the trust policy count', () => {
    const withExternalId = trust({ AWS: ana.arns }, { more: { Condition: { StringEquals: { 'sts:ExternalId': 'secret' } } } });
    const bound = bindLayers({ scp: [], identity: [], trust: [withExternalId] });
    const request = { action: 'sts:AssumeRole', resource: role, principal: ana };
    expect(evaluate(bound, { ...request, context: { 'sts:ExternalId': 'secret' } }).decision).toBe('allowed');
    expect(evaluate(bound, { ...request, context: {} }).decision).toBe('implicitDeny');
  });

  test('nobody when the request does not say who asks', () => {
    expect(assume(undefined, { trust: [trust('*')], identity: [mayAssume] })).toEqual({ decision: 'implicitDeny', layer: 'trust' });
  });
});
