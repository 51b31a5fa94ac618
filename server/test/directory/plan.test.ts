import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { questionOf } from '../../src/directory/brake.ts';
import type { OurState, OurUser } from '../../src/directory/our-state.ts';
import { planSync, type SyncPlan } from '../../src/directory/plan.ts';
import type { DirectoryPerson, DirectoryView } from '../../src/directory/view.ts';

const person = (guid: string, email: string | undefined, more: Partial<DirectoryPerson> = {}): DirectoryPerson => ({
  guid,
  displayName: guid,
  email,
  otherEmails: [],
  enabled: true,
  primaryGroup: 513,
  ...more,
});

const user = (guid: string | undefined, email: string, more: Partial<OurUser> = {}): OurUser => ({
  userId: `user-${guid ?? email}`,
  guid,
  email,
  otherEmails: [],
  displayName: guid ?? null,
  managed: guid !== undefined,
  enabled: true,
  primaryGroup: guid === undefined ? undefined : 513,
  license: 'Basic',
  status: 'Registered',
  ...more,
});

/** Everybody is in the one group, which gives Basic. */
function view(people: readonly DirectoryPerson[], more: Partial<DirectoryView> = {}): DirectoryView {
  return {
    complete: true,
    people: new Map(people.map((one) => [one.guid, one])),
    deletedPeople: new Set(),
    peopleElsewhere: new Set(),
    groups: new Map([['all', { guid: 'all', name: 'Everybody' }]]),
    members: new Map([['all', new Set(people.map(({ guid }) => guid))]]),
    ...more,
  };
}

function state(users: readonly OurUser[]): OurState {
  const members = new Set(users.filter(({ guid }) => guid !== undefined).map(({ userId }) => userId));
  return { users, groups: [{ groupId: 'group-all', guid: 'all', name: 'Everybody', license: 'Basic', members }] };
}

/** Ours after the plan was carried out, as the store would have it. */
function carryOut(plan: SyncPlan, { users, groups }: OurState): OurState {
  const changed = new Map(plan.updates.map((update) => [update.userId, update]));
  const left = users.filter(({ userId }) => !plan.removals.includes(userId));
  const all = [
    ...left.map((one) => {
      const update = changed.get(one.userId);
      return update ? { ...one, ...update, managed: true } : one;
    }),
    ...plan.additions.map((profile) => ({ ...user(profile.guid, profile.email), ...profile, managed: true, status: 'Suspended' as const })),
  ];
  const idOf = new Map(all.flatMap(({ guid, userId }) => (guid === undefined ? [] : [[guid, userId] as const])));
  const [everybody] = groups;
  const members = plan.members.get('all');
  const ids = members ? new Set([...members].flatMap((guid) => idOf.get(guid) ?? [])) : (everybody?.members ?? new Set());
  const licensed = all.map((one) => {
    if (one.guid === undefined || !plan.licensing.includes(one.guid)) return one;
    const entitled = one.enabled && ids.has(one.userId);
    return {
      ...one,
      status: entitled ? ('Registered' as const) : ('Suspended' as const),
      license: entitled ? ('Basic' as const) : one.license,
    };
  });
  return {
    users: licensed,
    groups: groups.map((group) => ({ ...group, members: new Set([...ids].filter((id) => all.some(({ userId }) => userId === id))) })),
  };
}

describe('a plan', () => {
  test('adopts a user who had the address before', () => {
    const plan = planSync(view([person('a', 'ana@x.example')]), state([user(undefined, 'ana@x.example')]));
    expect(plan).toMatchObject({ additions: [], updates: [{ userId: 'user-ana@x.example', guid: 'a' }], suspensions: 0 });
  });

  test('leaves a newcomer out who has somebody’s address, and leaves it to who has it', () => {
    const plan = planSync(view([person('a', 'ana@x.example'), person('b', 'ana@x.example')]), state([user('b', 'ana@x.example')]));
    expect(plan).toMatchObject({ additions: [], updates: [], leftOut: 1 });
  });

  test('vacates addresses that are passed on in a circle', () => {
    const plan = planSync(
      view([person('a', 'b@x.example'), person('b', 'c@x.example'), person('c', 'a@x.example')]),
      state([user('a', 'a@x.example'), user('b', 'b@x.example'), user('c', 'c@x.example')]),
    );
    expect(plan.vacated.map(({ guid }) => guid)).toEqual(['a', 'b', 'c']);
    expect(plan.updates.map(({ guid, email }) => [guid, email])).toEqual([
      ['a', 'b@x.example'],
      ['b', 'c@x.example'],
      ['c', 'a@x.example'],
    ]);
  });

  test('suspends who has no address of a claimed domain any more, and who is elsewhere; removes only who is gone', () => {
    const plan = planSync(
      view([person('a', undefined)], { peopleElsewhere: new Set(['b']), deletedPeople: new Set(['c']) }),
      state([user('a', 'a@x.example'), user('b', 'b@x.example'), user('c', 'c@x.example')]),
    );
    expect(plan).toMatchObject({ removals: ['user-c'], suspensions: 3, licensing: ['a', 'b'] });
    expect(plan.updates.map(({ guid, enabled, email }) => [guid, enabled, email])).toEqual([
      ['a', false, 'a@x.example'],
      ['b', false, 'b@x.example'],
    ]);
  });

  test('of a directory that is carried out has nothing left to do, whatever the two states were', () => {
    const guid = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const email = fc.constantFrom('1@x.example', '2@x.example', '3@x.example', '4@x.example');
    const people = fc.uniqueArray(
      fc.record({ guid, email: fc.option(email, { nil: undefined }), enabled: fc.boolean(), other: fc.option(email, { nil: undefined }) }),
      { selector: (one) => one.guid },
    );
    const users = fc.uniqueArray(fc.record({ guid: fc.option(guid, { nil: undefined }), email }), { selector: (one) => one.email });
    fc.assert(
      fc.property(people, users, (there, here) => {
        const linkedOnce = here.filter(
          ({ guid: one }, index) => one === undefined || here.findIndex((other) => other.guid === one) === index,
        );
        const ours = state(linkedOnce.map(({ guid: one, email: address }) => user(one, address)));
        const entries = there.map(({ guid: one, email: address, enabled, other }) =>
          person(one, address, { enabled, otherEmails: other === undefined || other === address ? [] : [other] }),
        );
        const read = view(entries, {
          deletedPeople: new Set(
            ours.users.flatMap(({ guid: one }) => (one === undefined || there.some((entry) => entry.guid === one) ? [] : [one])),
          ),
        });
        const after = carryOut(planSync(read, ours), ours);
        expect(new Set(after.users.map((one) => one.email)).size).toBe(after.users.length);
        expect(planSync(read, after)).toMatchObject({
          removals: [],
          additions: [],
          updates: [],
          vacated: [],
          licensing: [],
          suspensions: 0,
          members: new Map(),
        });
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the brake', () => {
  const run = { users_suspended: 0, suspensions_approved: 0, directory_id: 'd-0123456789' };
  const ask = (active: number, leaving: number, more: Partial<typeof run> = {}): string | undefined => {
    const ours = state(Array.from({ length: active }, (_, index) => user(`${index}`, `${index}@x.example`)));
    const staying = ours.users.slice(leaving).map(({ guid = '', email }) => person(guid, email));
    const read = view(staying, { deletedPeople: new Set(ours.users.slice(0, leaving).map(({ guid = '' }) => guid)) });
    return questionOf(planSync(read, ours), ours, { ...run, ...more });
  };

  test.each([
    [1000, 25, false],
    [1000, 26, true],
    [100, 10, false],
    [100, 11, true],
    [5, 1, false],
    [5, 2, true],
    [1, 1, true],
  ])('of %i users, %i may not go without asking: %s', (active, leaving, asks) => {
    expect(ask(active, leaving) !== undefined).toBe(asks);
  });

  test('counts what the run had suspended before it was interrupted, and what was approved', () => {
    expect(ask(990, 16, { users_suspended: 10 })).toContain('would suspend 26 of 1000 users');
    expect(ask(1000, 40, { suspensions_approved: 40 })).toBeUndefined();
    expect(ask(1000, 41, { suspensions_approved: 40 })).toContain('carillon directory approve d-0123456789');
  });
});
