import { expect, test } from 'vitest';
import { readAddresses } from '../src/ui/bulk/addresses.ts';
import { listAddressesMax, listBytesMax, readList, refuseLarge } from '../src/ui/bulk/list.ts';

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

test('in a table, what stands in the other columns is no junk, and what looks like an address and is none is told', () => {
  const table = 'Name,Email,Department\n"Lima, Ana",ana@example.com,Sales\nBo Ek,bo@example,Ops\n';
  expect(readAddresses(table)).toEqual({ addresses: ['ana@example.com'], junk: ['bo@example'], repeated: 0 });
});

test('files and a pasted text are one list, and of much junk the first is shown', async () => {
  const source = {
    text: 'ana@example.com',
    files: [new File(['Email,Name\nANA@example.com,Ana\n'], 'a.csv'), new File(['junk\n'.repeat(1000)], 'b.txt')],
  };
  const { junk, ...rest } = await readList(source);
  expect(rest).toEqual({ addresses: ['ana@example.com'], junkCount: 1000, repeated: 1, refusal: undefined });
  expect(junk).toHaveLength(20);
});

test('more addresses than a run takes, and more bytes than are read, are refused with the bound and what to do', async () => {
  const text = Array.from({ length: listAddressesMax + 1 }, (_, index) => `p${index}@example.com`).join('\n');
  expect(await readList({ text, files: [] })).toMatchObject({
    addresses: [],
    refusal: 'This list has 100,001 addresses, and one run takes 100,000. Split it.',
  });
  expect(refuseLarge({ text: 'a'.repeat(listBytesMax), files: [] })).toBeUndefined();
  expect(refuseLarge({ text: 'a'.repeat(listBytesMax + 1), files: [] })?.refusal).toMatch(/at most 25 MB are read/);
});
