import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import type { Operation } from '../src/operation.ts';
import { operations } from '../src/operations/all.ts';
import { AttachUserPolicy } from '../src/operations/iam/AttachUserPolicy.ts';
import { CreateAccessKey } from '../src/operations/iam/CreateAccessKey.ts';
import { CreateUser } from '../src/operations/iam/CreateUser.ts';
import { PutUserPolicy } from '../src/operations/iam/PutUserPolicy.ts';
import { insertAccessKey } from '../src/store/access-keys.ts';
import { beginIdentityChange } from '../src/store/principals.ts';
import { everythingInUse, exampleOf } from './support/stage.ts';
import { acme, type Person } from './support/world.ts';

// Writes the page that an auditor reads: who may do what, found out by asking. `UPDATE_GOLDEN=1` accepts a change.

const file = new URL('golden/authorization.txt', import.meta.url);

interface Portrait {
  readonly name: string;
  /** Names of AWS managed policies. */
  readonly attached?: readonly string[];
  readonly inline?: readonly object[];
}

const help = ['ListAccounts', 'ListUsers', 'GetUser', 'GetUserByEmail', 'ResetPersonalPin', 'LogoutUser'].map((name) => `chime:${name}`);
const guarded = ['chime:Delete*', 'chime:SuspendUsers', 'iam:*'];

const portraits: readonly Portrait[] = [
  { name: 'root' },
  { name: 'administrator', attached: ['AdministratorAccess'] },
  { name: 'full-access', attached: ['AmazonChimeFullAccess'] },
  { name: 'user-manager', attached: ['AmazonChimeUserManagement'] },
  { name: 'reader', attached: ['AmazonChimeReadOnly'] },
  { name: 'iam-reader', attached: ['IAMReadOnlyAccess'] },
  { name: 'help-desk', inline: [{ Effect: 'Allow', Action: help, Resource: '*' }] },
  { name: 'guarded', attached: ['AdministratorAccess'], inline: [{ Effect: 'Deny', Action: guarded, Resource: '*' }] },
  { name: 'nobody' },
];

const world = await everythingInUse();
afterAll(() => world.close());

test('who may do what is as test/golden/authorization.txt says', async () => {
  const page = await authorizationPage();
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, page);
  expect(page, 'Who may do what has changed. If that is meant, run the test with UPDATE_GOLDEN=1 and commit the page.').toBe(
    readFileSync(file, 'utf8'),
  );
});

async function authorizationPage(): Promise<string> {
  const people = new Map<string, Person>();
  for (const portrait of portraits) people.set(portrait.name, await bringToLife(portrait));
  const rows: string[][] = [];
  const notes: string[] = [];
  for (const [name, operation] of actions()) {
    const row = [name, operation.action?.access ?? ''];
    for (const [person, { attempt }] of people) {
      const { letter, refused } = verdict(await attempt(operation, exampleOf(operation), { dryRun: true }), person);
      const dependent = refused !== undefined && refused !== name;
      row.push(dependent ? `${letter}*` : letter);
      if (dependent) notes.push(`${person}: ${name} needs ${refused}`);
    }
    rows.push(row);
  }
  return [
    'Who may do what, found out by sending a signed request of each person for each action (writes as dry runs).',
    'Accept a change with UPDATE_GOLDEN=1 vitest run server/test/golden.test.ts, and read the difference before you commit it.',
    '',
    '✔ allowed    – refused: no policy allows it    ✖ refused: a policy denies it    * refused for an action that this one depends on, listed below',
    '',
    ...table(
      portraits.map(({ name, attached, inline }) => [
        name,
        [...(attached ?? []), ...(inline ?? []).map(describeStatement)].join(' + ') ||
          (name === 'root' ? 'the AWS account itself' : 'no policy'),
      ]),
    ),
    '',
    ...table([['Action', 'Access level', ...people.keys()], ...rows]),
    '',
    'Refused for a dependent action',
    ...notes.toSorted().map((note) => `  ${note}`),
    '',
  ].join('\n');
}

/** Every action with the operation that it governs, sorted; and what needs no permission. */
function actions(): [string, Operation][] {
  // Of people who sign: a web identity is decided by the role's trust policy alone.
  const signed = operations.filter(({ takesWebIdentity }) => !takesWebIdentity);
  const governed = signed.filter(({ action, needs }) => action !== undefined || needs?.actions.length === 0);
  return governed
    .map((operation): [string, Operation] => [`${operation.service}:${operation.name}`, operation])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

async function bringToLife({ name, attached = [], inline }: Portrait): Promise<Person> {
  if (name === 'root') {
    const key = { id: 'AKIAROOTROOTROOTROOT', userId: null, secretAccessKey: world.gil.secretAccessKey, createdAt: world.clock.now() };
    await world.database.write(acme, async (tx) => insertAccessKey(await beginIdentityChange(tx), key));
    return world.withKey(key.id, key.secretAccessKey);
  }
  await world.ana.call(CreateUser, { UserName: name });
  for (const policy of attached) await world.ana.call(AttachUserPolicy, { UserName: name, PolicyArn: `arn:aws:iam::aws:policy/${policy}` });
  if (inline)
    await world.ana.call(PutUserPolicy, {
      UserName: name,
      PolicyName: 'own',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: inline }),
    });
  const { AccessKey } = await world.ana.call(CreateAccessKey, { UserName: name });
  return world.withKey(AccessKey.AccessKeyId, AccessKey.SecretAccessKey);
}

/** Whatever is not a refusal was allowed, even if the example does not fit what there is. */
function verdict({ status, body }: { status: number; body: string }, person: string): { letter: string; refused?: string | undefined } {
  if (status !== 403) return { letter: '✔' };
  const refused = new RegExp(`user/${person} is not authorized to perform: ([\\w:-]+) on resource`).exec(body)?.[1];
  if (refused === undefined) return { letter: '✔' };
  return { letter: body.includes('with an explicit deny in') ? '✖' : '–', refused };
}

function describeStatement(statement: object): string {
  const { Effect, Action } = { Effect: '', Action: [''], ...statement };
  return `${Effect} ${Action.join(', ')}`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
