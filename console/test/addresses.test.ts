import { expect, test } from 'vitest';
import { readAddresses } from '../src/ui/bulk/addresses.ts';

test('addresses are found in whatever people paste', () => {
  const text =
    'Email\tName\nAna Lima <ana@example.com>;bo@example.com\r\n"Ray, Max" <max@example.com>, MAILTO:Cy@Example.com\n"dee@example.com","Dee"';
  expect(readAddresses(text)).toEqual({
    addresses: ['ana@example.com', 'bo@example.com', 'max@example.com', 'cy@example.com', 'dee@example.com'],
    junk: [],
    repeated: 0,
  });
});

test('what is no address is told, and what stands there twice is taken once', () => {
  expect(readAddresses('a@b, half@, @half.example, a b@c.example, bo@example.com; BO@example.com')).toEqual({
    addresses: ['bo@example.com'],
    junk: ['a@b', 'half@', '@half.example', 'a b@c.example'],
    repeated: 1,
  });
});

test('a list of tens of thousands is read whole', () => {
  const lines = Array.from({ length: 70_000 }, (_, index) => `"Person ${index}",person${index}@example.com`).join('\n');
  expect(readAddresses(lines)).toMatchObject({ addresses: { length: 70_000 }, junk: [], repeated: 0 });
});
