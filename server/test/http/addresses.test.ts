import { afterAll, describe, expect, test } from 'vitest';
import { createAddresses } from '../../src/http/addresses.ts';
import { ListAccounts } from '../../src/operations/chime/ListAccounts.ts';
import { PutUserPolicy } from '../../src/operations/iam/PutUserPolicy.ts';
import { encodeCall } from '../support/call.ts';
import { listen } from '../support/listening.ts';
import { signedRequest } from '../support/sign.ts';
import { createWorld } from '../support/world.ts';

const proxies = createAddresses(['10.0.0.0/8', '2001:db8::/32', '192.0.2.1']);
const origin = (peer: string, forwardedFor?: string, proto?: string) =>
  proxies.origin(peer, (name) => (name === 'x-forwarded-for' ? forwardedFor : name === 'x-forwarded-proto' ? proto : undefined));

describe('where a request comes from', () => {
  test.each([
    ['the peer, without a proxy', '203.0.113.9', undefined, '203.0.113.9'],
    ['the peer, if it is no trusted proxy, whatever it claims', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['what a trusted proxy says', '10.1.2.3', '198.51.100.1', '198.51.100.1'],
    ['what a trusted proxy at a single address says', '192.0.2.1', '198.51.100.1', '198.51.100.1'],
    ['what a trusted IPv6 proxy says', '2001:db8::7', '2001:db9::1', '2001:db9::1'],
    ['the right-most hop that is no proxy: the rest is hearsay', '10.1.2.3', '1.1.1.1, 198.51.100.1, 10.9.9.9', '198.51.100.1'],
    ['the proxy furthest out, if all are proxies', '10.1.2.3', '10.0.0.1, 10.9.9.9', '10.0.0.1'],
    ['the last hop that is an address', '10.1.2.3', 'unknown, 198.51.100.1', '198.51.100.1'],
    ['the proxy, if it names no address', '10.1.2.3', 'unknown', '10.1.2.3'],
    ['the proxy, if the header is empty', '10.1.2.3', '', '10.1.2.3'],
    ['an IPv4 address, though the socket is IPv6', '::ffff:203.0.113.9', undefined, '203.0.113.9'],
    ['an IPv4 proxy, though the socket is IPv6', '::ffff:10.1.2.3', '::ffff:198.51.100.1', '198.51.100.1'],
  ])('is %s', (_, peer, forwardedFor, sourceIp) => {
    expect(origin(peer, forwardedFor).sourceIp).toBe(sourceIp);
  });

  test('is secure only if a trusted proxy says so', () => {
    expect(origin('10.1.2.3', '198.51.100.1', 'https').secureTransport).toBe(true);
    expect(origin('10.1.2.3', '198.51.100.1', 'http').secureTransport).toBe(false);
    expect(origin('203.0.113.9', undefined, 'https').secureTransport).toBe(false);
    expect(createAddresses([]).origin('10.1.2.3', () => 'https').secureTransport).toBe(false);
  });

  test('is found quickly in a header of a thousand hops', () => {
    expect(origin('10.1.2.3', Array.from({ length: 1000 }, () => '10.0.0.1').join(', ')).sourceIp).toBe('10.0.0.1');
  });
});

describe('a policy on aws:SourceIp', () => {
  const forwarded = '198.51.100.1';

  test('sees the forwarded address only behind a trusted proxy', async () => {
    const world = await createWorld();
    const [behindProxy, exposed] = [await listen(world, { trustedProxies: ['127.0.0.1'] }), await listen(world)];
    afterAll(async () => {
      await Promise.all([behindProxy.close(), exposed.close()]);
      await world.close();
    });
    const Statement = [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': forwarded } } }];
    await world.ana.call(PutUserPolicy, {
      UserName: 'bo',
      PolicyName: 'not-from-there',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    });
    const ask = async (server: typeof exposed) => {
      const { method, target } = encodeCall(ListAccounts, {});
      const { accessKeyId, secretAccessKey } = world.bo;
      const headers = { 'x-forwarded-for': forwarded };
      return server.send(
        signedRequest({ method, url: `http://${server.host}${target}`, headers, accessKeyId, secretAccessKey, date: world.clock.now() }),
      );
    };
    expect(await ask(exposed)).toMatchObject({ status: 200 });
    expect(await ask(behindProxy)).toMatchObject({ status: 403, body: expect.stringContaining('explicit deny') });
  });
});
