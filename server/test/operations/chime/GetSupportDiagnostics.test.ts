import { afterAll, expect, test } from 'vitest';
import { auditExport } from '../../../src/cli/audit-export.ts';
import { GetSupportDiagnostics } from '../../../src/operations/chime/GetSupportDiagnostics.ts';
import { SubmitSupportRequest } from '../../../src/operations/chime/SubmitSupportRequest.ts';
import { openBody } from '../../../src/store/outbox.ts';
import { leaveAcmeAlone } from '../../support/alone.ts';
import { runCommand } from '../../support/command.ts';
import { mailTo } from '../../support/delegates.ts';
import { present } from '../../support/members.ts';
import { acme, createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

async function failingJob(error: string): Promise<void> {
  const job = { lease_until: 0, lease_owner: '', next_run_at: 0, failures: 3, started_at: 0, finished_at: 0, count: 7 };
  await world.database.write('', (tx) => tx.query(tx.sql.insertInto('jobs').values({ name: 'send-mail', ...job, error })));
}

test('tells one of several tenants nothing that is of the others: not how much there is, not what has failed', async () => {
  await failingJob('The store of Globex is full.');
  const { Diagnostics, Withheld } = await world.ana.call(GetSupportDiagnostics, {});
  expect(Withheld).toContain('Several AWS accounts');
  expect(JSON.parse(Diagnostics)).toMatchObject({
    version: '1.2.3',
    engine: world.database.engine,
    counts: '<withheld>',
    jobs: [{ name: 'send-mail', failuresInARow: 3, count: '<withheld>', error: '<withheld>' }],
    failures: '<withheld>',
  });
  expect(Diagnostics).not.toContain('Globex');
});

test('is for those who may submit a request', async () => {
  await expect(world.bo.call(GetSupportDiagnostics, {})).rejects.toMatchObject({ status: 403 });
});

test('is word for word what the mail would carry where nobody else uses the installation, and stays out of the audit trail', async () => {
  await leaveAcmeAlone(world);
  const Subject = 'Users cannot sign in';
  await world.ana.call(SubmitSupportRequest, {
    Subject,
    Description: 'Since noon.',
    Category: 'SignIn',
    Severity: 'High',
    AttachDiagnostics: true,
  });
  const body = openBody(world.database.vault, present((await mailTo(world, '')).at(-1)));
  const { Diagnostics, Withheld } = await world.ana.call(GetSupportDiagnostics, {});
  expect(Withheld).toBeUndefined();
  // The request itself is one more message by now.
  const mailed: unknown = JSON.parse(body.slice(body.indexOf('\n  {')));
  expect(JSON.parse(Diagnostics)).toEqual({ ...Object(mailed), counts: expect.objectContaining({ aws_accounts: 1 }) });
  expect(Diagnostics).toContain('"error": "The store of Globex is full."');
  await world.door.services.trail.flush();
  const trail = (await runCommand(world, auditExport, ['--account', acme])).join('\n');
  expect(trail).toContain('GetSupportDiagnostics');
  expect(trail).not.toContain('failuresInARow');
});
