import { describe, expect, test } from 'vitest';
import { createAddressRule } from '../../src/net/address-rule.ts';

const publicOnly = createAddressRule([]);

describe('the addresses that outgoing connections may end at', () => {
  test.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
    '%s is public and fine',
    (address) => {
      expect(publicOnly.refusal(address)).toBeUndefined();
    },
  );

  test.each([
    ['127.0.0.1', 'a loopback address'],
    ['127.255.255.254', 'a loopback address'],
    ['::1', 'a loopback address'],
    ['::ffff:127.0.0.1', 'a loopback address'],
    ['::ffff:7f00:1', 'a loopback address'],
    ['64:ff9b::7f00:1', 'a loopback address'],
    ['169.254.1.1', 'a link-local address'],
    ['fe80::1', 'a link-local address'],
    ['fe80::1%lo', 'a link-local address'],
    ['169.254.169.254', 'the address of a metadata service'],
    ['::ffff:169.254.169.254', 'the address of a metadata service'],
    ['fd00:ec2::254', 'the address of a metadata service'],
    ['168.63.129.16', 'the address of a metadata service'],
    ['10.0.0.1', 'a private address'],
    ['172.16.0.1', 'a private address'],
    ['172.31.255.255', 'a private address'],
    ['192.168.1.1', 'a private address'],
    ['fc00::1', 'a private address'],
    ['100.64.0.1', 'an address of a carrier’s own network'],
    ['0.0.0.0', 'no address of a machine'],
    ['0.1.2.3', 'no address of a machine'],
    ['::', 'no address of a machine'],
    ['224.0.0.1', 'a multicast address'],
    ['ff02::1', 'a multicast address'],
    ['255.255.255.255', 'a broadcast address'],
    ['240.0.0.1', 'a reserved address'],
    ['198.18.0.1', 'a reserved address'],
    ['192.0.2.1', 'a reserved address'],
    ['::7f00:1', 'a reserved address'],
    ['2002:7f00:1::', 'a reserved address'],
    ['2001::1', 'a reserved address'],
    ['fec0::1', 'a reserved address'],
    ['64:ff9b:1::1', 'a reserved address'],
    ['localhost', 'no address'],
    ['0177.0.0.1', 'no address'],
    ['2130706433', 'no address'],
    ['', 'no address'],
  ])('%s is %s and refused', (address, kind) => {
    expect(publicOnly.refusal(address)).toBe(kind);
  });

  test('the operator opens blocks and single addresses, in whichever notation they are reached', () => {
    const rule = createAddressRule(['10.1.0.0/16', '127.0.0.1', 'fd12:3456::/32']);
    for (const address of ['10.1.2.3', '::ffff:10.1.2.3', '127.0.0.1', '::ffff:7f00:1', 'fd12:3456::9']) {
      expect(rule.refusal(address)).toBeUndefined();
    }
    for (const address of ['10.2.0.1', '127.0.0.2', 'fd12:3457::9', '::1']) expect(rule.refusal(address)).toBeDefined();
  });

  test('a metadata service is opened by its own address only, never by a network that holds it', () => {
    expect(createAddressRule(['169.254.0.0/16', '0.0.0.0/0', '::/0', 'fd00::/8']).refusal('169.254.169.254')).toBeDefined();
    expect(createAddressRule(['0.0.0.0/0', '::/0', 'fd00:ec2::/64']).refusal('fd00:ec2::254')).toBeDefined();
    expect(createAddressRule(['169.254.0.0/16']).refusal('169.254.1.1')).toBeUndefined();
    expect(createAddressRule(['169.254.169.254/32']).refusal('169.254.169.254')).toBeUndefined();
    expect(createAddressRule(['169.254.169.254']).refusal('::ffff:a9fe:a9fe')).toBeUndefined();
  });
});
