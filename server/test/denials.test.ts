import { afterAll, describe, expect, test } from 'vitest';
import { why } from '../src/cli/why.ts';
import { forgetDenials } from '../src/jobs/forget-denials.ts';
import { CreateAccount } from '../src/operations/chime/CreateAccount.ts';
import { ListUsers } from '../src/operations/iam/ListUsers.ts';
import { PutUserPolicy } from '../src/operations/iam/PutUserPolicy.ts';
import { denialsMax, findDenial, keepDenials } from '../src/store/denials.ts';
import { runCommand } from './support/command.ts';
import { document } from './support/policies.ts';
import { acme, connect, createWorld, globex } from './support/world.ts';

const world = await createWorld();
afterAll(() => world.close());
const { database, clock } = world;
const header = 'x-carillon-authorization-id';

describe('a refusal', () => {
  test('carries its authorization id in every protocol, and its audit event names it', async () => {
    const replies = [await world.bo.attempt(CreateAccount, { Name: 'x' }), await world.bo.attempt(ListUsers, {})];
    await world.door.services.trail.flush();
    for (const { status, headers } of replies) {
      expect([status, headers[header]]).toEqual([403, expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f-]{17}$/)]);
      const [row] = await database.read(acme, (tx) =>
        tx.query(
          tx.sql
            .selectFrom('audit_events')
            .select('event')
            .where('id', '=', headers['x-amzn-requestid'] ?? ''),
        ),
      );
      expect(JSON.parse(row?.event ?? '{}')).toMatchObject({ additionalEventData: { authorizationId: headers[header] } });
    }
  });

  test('says where it is explained only if there is a console', async () => {
    const plain = await world.bo.attempt(CreateAccount, { Name: 'x' });
    expect(plain.body).not.toContain('Explain');
    const consoleUrl = 'https://chime.example.com/console';
    const { withKey } = connect(database, clock, world.faults, { consoleUrl });
    const { headers, body } = await withKey(world.bo.accessKeyId, world.bo.secretAccessKey).attempt(CreateAccount, { Name: 'x' });
    expect(JSON.parse(body)).toMatchObject({
      Message: `User: arn:aws:iam::${acme}:user/bo is not authorized to perform: chime:CreateAccount on resource: * because no identity-based policy allows the chime:CreateAccount action Explain: ${consoleUrl}/why/${headers[header]}`,
    });
  });

  test('that is no matter of policies carries none', async () => {
    const { status, headers } = await world.withKey(world.bo.accessKeyId, 'wrong'.repeat(8)).attempt(ListUsers, {});
    expect(status).toBe(403);
    expect(headers).not.toHaveProperty(header);
  });
});

describe('what is kept', () => {
  const policy = (text: string) => ({ kind: 'managed', name: 'P', text }) as const;
  const denial = (index: number, text = 'shared') => ({
    id: `0190c1d0-0000-7000-8000-${String(index).padStart(12, '0')}`,
    time: clock.now(),
    principalId: 'AIDA',
    detail: {
      requestId: 'r',
      message: 'm',
      principal: { id: 'AIDA', arn: 'arn' },
      decision: 'implicitDeny',
      layer: 'identity',
      request: { action: 'chime:GetUser', resource: '*', context: {} },
      groups: [{ layer: 'identity', level: 0, mustAllow: true, policies: [policy(text)] }],
    } as const,
  });
  const count = async (table: 'denials' | 'denial_policies') =>
    (await database.read(globex, (tx) => tx.query(tx.sql.selectFrom(table).select('aws_account_id').where('aws_account_id', '=', globex))))
      .length;

  test('has a bound per AWS account, beyond which the oldest go; and each policy text once', async () => {
    const all = Array.from({ length: denialsMax + 10 }, (_, index) => denial(index));
    await database.write(globex, (tx) => keepDenials(tx, all));
    expect([await count('denials'), await count('denial_policies')]).toEqual([denialsMax, 1]);
    expect(await database.read(globex, (tx) => findDenial(tx, all[9]?.id ?? '', clock.now()))).toBeUndefined();
    expect(await database.read(globex, (tx) => findDenial(tx, all[10]?.id ?? '', clock.now()))).toEqual(all[10]);
  });

  test('is forgotten after 24 hours, the policies a little later', async () => {
    const hourMs = 60 * 60 * 1000;
    clock.advance(hourMs);
    await database.write(globex, (tx) => keepDenials(tx, [denial(90_000)]));
    clock.advance(23 * hourMs);
    expect(await forgetDenials.run({ database, now: clock.now() })).toBeGreaterThanOrEqual(denialsMax);
    expect([await count('denials'), await count('denial_policies')]).toEqual([1, 1]);
    expect(await database.read(globex, (tx) => findDenial(tx, denial(90_000).id, clock.now()))).toMatchObject({
      detail: { groups: [{ policies: [policy('shared')] }] },
    });
    clock.advance(4 * hourMs);
    await forgetDenials.run({ database, now: clock.now() });
    expect([await count('denials'), await count('denial_policies')]).toEqual([0, 0]);
  });
});

test('`carillon why` tells an operator what decided and what would change it', async () => {
  const PolicyDocument = document({
    Sid: 'Office',
    Effect: 'Allow',
    Action: 'chime:CreateAccount',
    Resource: '*',
    Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
  });
  await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'office', PolicyDocument });
  const { headers } = await world.bo.attempt(CreateAccount, { Name: 'x' });
  await world.door.services.trail.flush();
  const text = (await runCommand(world, why, [headers[header] ?? ''])).join('\n');
  const name = `arn:aws:iam::${acme}:user/bo (inline policy office)`;
  expect(text).toContain(`Identity-based policies: do not allow it
  (Allow) statement 1 "Office", line 1, column 38 of ${name}: does not apply
    fails: IpAddress aws:SourceIp (line 1): wants 10.0.0.0/8; the request has 203.0.113.7. The value does not satisfy the operator.`);
  expect(text).toContain(`The smallest change that would allow it
  Identity-based policies: ${name}
    Add 203.0.113.7/32 to the values of IpAddress aws:SourceIp.
      - ${PolicyDocument}
      + ${PolicyDocument.replace('"10.0.0.0/8"', '["10.0.0.0/8", "203.0.113.7/32"]')}`);
  await expect(runCommand(world, why, ['nothing'])).rejects.toThrow('No refusal of the last 24 hours has the id nothing.');
});
