import { describe, expect, test } from 'vitest';
import { openConnections } from '../../src/compose.ts';
import { diagnose } from '../../src/domains/diagnosis.ts';
import { domainCheck } from '../../src/cli/domain-check.ts';
import { domainList } from '../../src/cli/domain-list.ts';
import { AddDomain } from '../../src/operations/chime/AddDomain.ts';
import type { Observation, ServerAnswer } from '../../src/domains/name-servers.ts';
import { bind, startInternet } from '../support/bind.ts';
import { putClaim } from '../support/claims.ts';
import { runCommand } from '../support/command.ts';
import { createTeam } from '../support/members.ts';
import { isInstalled } from '../support/peers.ts';
import { createWorld } from '../support/world.ts';

const token = 'carillon-verification=abc';
const server = (outcome: ServerAnswer['outcome'], more: Partial<ServerAnswer> = {}): ServerAnswer => ({
  server: 'ns1.acme.example',
  address: '192.0.2.1',
  outcome,
  values: [],
  alias: undefined,
  ...more,
});
const judge = (servers: readonly ServerAnswer[], more: Partial<Observation> = {}) =>
  diagnose('acme.example', token, { delegation: 'Found', servers, isDoubled: false, isAtDomain: false, ...more }, 0);

describe('the domain doctor, of what no server here can be brought to say,', () => {
  test.each([
    ['Timeout', [server('Timeout'), server('Timeout')], 'answered in time'],
    ['ServerFailure', [server('Timeout'), server('ServerFailure')], 'ns1.acme.example (Timeout), ns1.acme.example (ServerFailure)'],
    ['ServerFailure', [server('Refused', { address: undefined })], 'CARILLON_OUTGOING_ALLOW'],
    ['ServerFailure', [server('Refused')], 'Check that they serve the zone'],
  ] as const)('tells %s', (diagnosis, servers, part) => {
    const { check, isProof, isPresent } = judge(servers);
    expect(check.Diagnosis).toBe(diagnosis);
    expect(check.Message).toContain(part);
    expect([isProof, isPresent]).toEqual([false, false]);
  });

  test('takes a record on some servers for no proof, but for enough to keep one', () => {
    expect(judge([server('Found'), server('Missing')])).toMatchObject({ isProof: false, isPresent: true });
    expect(judge([server('Found'), server('Timeout')])).toMatchObject({ isProof: true, isPresent: true });
  });

  test('never takes a longer or shorter value for the token', () => {
    for (const value of [`${token}d`, token.slice(0, -1), token.toUpperCase(), '']) {
      expect(judge([server('Missing', { values: [value] })]).isPresent).toBe(false);
    }
  });
});

describe.runIf(isInstalled(bind))('with real name servers', () => {
  test('a server at an address that is not public is not asked, unless the operator allows it', async () => {
    const internet = await startInternet({ 'inside.example': [1] });
    try {
      await internet.servers[0]?.serve('inside.example', [`_carillon-challenge IN TXT "${token}"`]);
      const settings = { dnsServers: [internet.resolver], dnsPort: internet.port };
      const guarded = openConnections({ ...settings, outgoingAllow: [] }).nameServers;
      const refused = await guarded.observe('inside.example', token);
      expect(refused.servers).toEqual([
        { server: 'ns1.inside.example', address: undefined, outcome: 'Refused', values: [], alias: undefined },
      ]);
      const opened = openConnections({ ...settings, outgoingAllow: ['127.0.53.0/24'] }).nameServers;
      expect(await opened.observe('inside.example', token)).toMatchObject({ servers: [{ outcome: 'Found' }] });
    } finally {
      await internet.stop();
    }
  });

  test('many domains are asked about at once, each answered for itself', async () => {
    const internet = await startInternet({ 'many.example': [1, 2] });
    try {
      for (const one of internet.servers) await one.serve('many.example', [`* IN TXT "${token}"`]);
      const { nameServers } = openConnections({ dnsServers: [internet.resolver], dnsPort: internet.port, outgoingAllow: ['127.0.0.0/8'] });
      const names = Array.from({ length: 100 }, (_, index) => `d${index}.many.example`);
      const seen = await Promise.all(names.map((name) => nameServers.observe(name, token)));
      expect(seen.flatMap(({ servers }) => servers.map(({ outcome }) => outcome))).toEqual(Array.from({ length: 200 }, () => 'Found'));
    } finally {
      await internet.stop();
    }
  });

  test('`carillon domain list` and `domain check` tell an operator what is claimed and what is wrong', async () => {
    const internet = await startInternet({ 'ops.example': [1] });
    const world = await createWorld();
    try {
      const AccountId = await createTeam(world.ana, 'Ops');
      const { Domain } = await world.ana.call(AddDomain, { AccountId, DomainName: 'ops.example' });
      await putClaim(world, await createTeam(world.gil, 'Lost'), 'lost.example', {
        status: 'Failed',
        next_check_at: null,
        proof_missing_since: world.clock.now(),
      });
      expect(await runCommand(world, domainList, [])).toEqual([
        expect.stringMatching(
          /^lost\.example {2}Failed +222222222222 \S+ Lost +record missing since 2026-06-01T12:00:00\.000Z, checked no more$/,
        ),
        expect.stringMatching(/^ops\.example {3}PendingVerification {2}111111111111 \S+ Ops +next check 2026-06-01T12:00:00\.000Z$/),
      ]);
      const dns = ['--dns-servers', internet.resolver, '--dns-port', String(internet.port), '--outgoing-allow', '127.0.0.0/8'];
      await internet.servers[0]?.serve('ops.example', ['_carillon-challenge IN TXT "carillon-verification=old"']);
      expect(await runCommand(world, domainCheck, ['Ops.example', ...dns])).toEqual([
        `ops.example, claimed by account ${AccountId}: PendingVerification`,
        `  OldToken: The value of _carillon-challenge.ops.example is of another claim. Replace it by ${Domain.VerificationRecord.Value}.`,
        '  ns1.ops.example (127.0.53.1): Missing, has "carillon-verification=old"',
      ]);
      await internet.servers[0]?.serve('ops.example', [`_carillon-challenge IN TXT "${Domain.VerificationRecord.Value}"`]);
      expect((await runCommand(world, domainCheck, ['ops.example', ...dns]))[0]).toContain(': Verified');
      await expect(runCommand(world, domainCheck, ['none.example', ...dns])).rejects.toThrow('No account claims none.example');
      await expect(runCommand(world, domainCheck, ['localhost', ...dns])).rejects.toThrow('localhost is no domain name');
    } finally {
      await world.close();
      await internet.stop();
    }
  });
});
