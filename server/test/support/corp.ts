import { domainDn } from './samba.ts';

export const peopleDn = `OU=People,${domainDn}`;
export const groupsDn = `OU=Groups,${domainDn}`;

/** Everybody of the tests' company: 2,000 people, unless another number is said. */
export function corpLdif(people = 2000, more = ''): string {
  const numbers = Array.from({ length: people }, (_, index) => index + 1);
  return [
    `dn: ${peopleDn}\nobjectClass: organizationalUnit\n`,
    `dn: ${groupsDn}\nobjectClass: organizationalUnit\n`,
    `dn: OU=Elsewhere,${domainDn}\nobjectClass: organizationalUnit\n`,
    ...numbers.map(
      (number) =>
        `dn: ${personDn(number)}\nobjectClass: user\nsAMAccountName: ${accountName(number)}\nuserPrincipalName: ${accountName(number)}@corp.acme.example
mail: ${accountName(number)}@acme.example\ndisplayName: Person ${number}\nuserAccountControl: 544\n`,
    ),
    more,
  ].join('\n');
}

/** Groups as the tests of licenses need them: large, nested, in a circle, and by primary group. */
export const corpGroups = [
  group('Large', range(1, 1800)),
  group('Backend', range(1, 50)),
  group('Engineering', [...range(51, 60), groupDn('Backend')]),
  group('Chime Pro', [groupDn('Engineering')]),
  group('Chime Basic', [groupDn('Large')]),
  group('Chime Everyone', [`CN=Domain Users,CN=Users,${domainDn}`]),
  `dn: ${groupDn('Backend')}\nchangetype: modify\nadd: member\nmember: ${groupDn('Engineering')}\n`,
].join('\n');

/** An entry of a group. @param members distinguished names */
export function group(name: string, members: readonly string[]): string {
  return `dn: ${groupDn(name)}\nobjectClass: group\nsAMAccountName: ${name}\n${members.map((dn) => `member: ${dn}\n`).join('')}`;
}

function range(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => personDn(first + index));
}

export function groupDn(name: string): string {
  return `CN=${name},${groupsDn}`;
}

export function personDn(number: number): string {
  return `CN=Person ${number},${peopleDn}`;
}

export function accountName(number: number): string {
  return `user${String(number).padStart(4, '0')}`;
}
