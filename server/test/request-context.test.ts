import { describe, expect, test } from 'vitest';
import { requestContext } from '../src/pipeline/request-context.ts';
import type { Principal } from '../src/principal.ts';

const origin = { sourceIp: '203.0.113.7', secureTransport: true, userAgent: 'aws-cli', referer: 'https://a.example', region: 'us-east-1' };
const now = Date.UTC(2026, 5, 1, 12);
const session = {
  issuedAt: now - 1_000,
  expiresAt: now + 1_000,
  sourceIdentity: 'jo',
  federatedProvider: 'arn:aws:iam::111111111111:oidc-provider/idp.example',
  federatedConditions: { 'idp.example:sub': 'jo', 'idp.example:amr': ['pwd', 'mfa'] },
  transitiveTags: {},
};
const common = {
  awsAccountId: '111111111111',
  arn: 'arn:aws:iam::111111111111:user/jo',
  principalId: 'AIDAJO',
  userName: 'jo',
  accessKeyId: 'AKIAJO',
  tags: { Team: 'red', site: 'north' },
  organization: { id: 'o-1', path: 'o-1/r-1/' },
};
const role = { id: 'AROA', name: 'ops', arn: 'arn:aws:iam::111111111111:role/ops' };
const vouched = {
  provider: session.federatedProvider,
  subject: 'jo',
  audience: 'carillon',
  conditions: session.federatedConditions,
  lastingConditions: {},
  tags: [],
  transitiveTagKeys: [],
  sourceIdentity: undefined,
};
const principals: readonly (readonly [string, Principal])[] = [
  ['a root', { ...common, kind: 'root', userName: undefined }],
  ['a user', { ...common, kind: 'user' }],
  ['a user with a second factor', { ...common, kind: 'user', mfa: { serialNumber: 'phone', at: now - 5_000 } }],
  ['a user with a session', { ...common, kind: 'user', session: { ...session, sourceIdentity: undefined } }],
  ['a role session', { ...common, kind: 'role-session', userName: undefined, role, sessionName: 's', session }],
  ['a web identity', { ...common, kind: 'web-identity', sourceIp: '203.0.113.7', vouched }],
];

describe.each(principals)('the condition keys of %s', (_, principal) => {
  const full = requestContext(principal, origin, now);

  test('are never empty', () => {
    expect(Object.values(full).filter((value) => value === '' || value === undefined)).toEqual([]);
  });
});
