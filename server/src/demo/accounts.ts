import type { AccountRow } from '../store/accounts.ts';
import type { DomainRow } from '../store/domains.ts';
import type { LicenseGroupRow } from '../store/license-groups.ts';
import type { License } from '../store/schema.ts';
import { createChance, type Chance } from './chance.ts';
import { drawClaim } from './domains.ts';
import { seededId } from './ids.ts';
import { offices } from './offices.ts';
import { drawPeople, roomDevice, type DemoPerson } from './people.ts';
import { dayMs } from '../shapes/timestamp.ts';

/** A Chime account of the demonstration. */
export interface DemoAccount {
  readonly id: string;
  readonly name: string;
  readonly type: AccountRow['type'];
  readonly createdAt: number;
  readonly supportedLicenses: readonly License[];
  readonly settings: { readonly disableRemoteControl: boolean; readonly enableDialOut: boolean };
  readonly domains: readonly DomainRow[];
  readonly people: readonly DemoPerson[];
  readonly groups: readonly DemoGroup[];
}

/** A group that an identity provider pushes. */
export interface DemoGroup {
  readonly id: string;
  readonly name: string;
  /** Undefined = it gives none. */
  readonly license: LicenseGroupRow['license_type'] | undefined;
  /** The identity provider has deleted it; its license mapping waits to be removed. */
  readonly isMissing: boolean;
  readonly memberIds: readonly string[];
}

/** The three accounts, with 494 of the 500 people: six more are invited while the history is played. */
export function drawAccounts(seed: number, now: number): { meridian: DemoAccount; aurelia: DemoAccount; larkfield: DemoAccount } {
  return {
    meridian: drawMeridian(createChance(seed + 1), now),
    aurelia: drawAurelia(createChance(seed + 2), now),
    larkfield: drawLarkfield(createChance(seed + 3), now),
  };
}

/** A company that has proved its domains, and whose people sign in with Carillon's own login. */
function drawMeridian(chance: Chance, now: number): DemoAccount {
  const createdAt = now - 410 * dayMs;
  const id = seededId(chance, createdAt);
  const departments = ['Operations', 'Freight', 'Customs', 'Sales', 'Finance', 'People', 'IT', 'Legal'];
  const since = createdAt + dayMs;
  const { rotterdam, london, newYork, singapore } = offices;
  const crowd = {
    count: 244,
    domains: ['meridian.example', 'meridian-freight.example'],
    departments,
    managedBy: 'carillon',
    since,
    now,
  } as const;
  const people = drawPeople(chance, { ...crowd, offices: [rotterdam, rotterdam, london, newYork, singapore] });
  const rooms = [
    { name: 'Boardroom Rotterdam', office: rotterdam },
    { name: 'Maas', office: rotterdam },
    { name: 'Thames', office: london },
    { name: 'Hudson', office: newYork },
    { name: 'Marina', office: singapore },
    { name: 'Dispatch Desk', office: rotterdam },
  ].map((room) => roomDevice(chance, { ...room, domain: 'meridian.example', createdAt: since }));
  // The account has given up the domain of these: their profiles are closed.
  const released = drawPeople(chance, { ...crowd, count: 8, domains: ['meridian-legacy.example'], offices: [london] });
  return {
    id,
    name: 'Meridian Logistics',
    type: 'EnterpriseLWA',
    createdAt,
    supportedLicenses: ['Basic', 'Pro'],
    settings: { disableRemoteControl: false, enableDialOut: true },
    domains: [
      drawClaim(chance, { accountId: id, name: 'meridian.example', status: 'Verified', at: createdAt + dayMs, now }),
      drawClaim(chance, { accountId: id, name: 'meridian-freight.example', status: 'Verified', at: createdAt + 30 * dayMs, now }),
      drawClaim(chance, { accountId: id, name: 'meridian-asia.example', status: 'VerificationLost', at: createdAt + 90 * dayMs, now }),
      drawClaim(chance, { accountId: id, name: 'meridian-air.example', status: 'PendingVerification', at: now - 2 * dayMs, now }),
      drawClaim(chance, { accountId: id, name: 'aurelia.example', status: 'Failed', at: now - 60 * dayMs, now }),
    ],
    people: [...people, ...rooms, ...released.map((person) => ({ ...person, status: 'Released' as const }))],
    groups: [],
  };
}

/** A hospital group whose identity provider pushes users and groups, and signs them in. */
function drawAurelia(chance: Chance, now: number): DemoAccount {
  const createdAt = now - 300 * dayMs;
  const id = seededId(chance, createdAt);
  const { berlin, boston, bengaluru } = offices;
  const people = drawPeople(chance, {
    count: 212,
    domains: ['aurelia.example', 'aurelia-research.example'],
    offices: [berlin, berlin, boston, bengaluru],
    departments: ['Cardiology', 'Radiology', 'Research', 'Nursing', 'Pharmacy', 'Administration', 'Informatics'],
    managedBy: 'oidc',
    since: createdAt + dayMs,
    now,
  });
  const licensed = people.filter(({ status }) => status !== 'Suspended');
  const group = (name: string, license: DemoGroup['license'], members: readonly DemoPerson[], isMissing = false): DemoGroup => ({
    id: seededId(chance, createdAt + 2 * dayMs),
    name,
    license,
    isMissing,
    memberIds: members.map((member) => member.id),
  });
  return {
    id,
    name: 'Aurelia Health',
    type: 'EnterpriseOIDC',
    createdAt,
    supportedLicenses: ['Basic', 'Pro'],
    settings: { disableRemoteControl: true, enableDialOut: true },
    domains: [
      drawClaim(chance, { accountId: id, name: 'aurelia.example', status: 'Verified', at: createdAt + dayMs, now }),
      drawClaim(chance, { accountId: id, name: 'aurelia-research.example', status: 'Verified', at: createdAt + dayMs, now }),
    ],
    people,
    groups: [
      group(
        'Chime Pro',
        'Pro',
        licensed.filter(({ license }) => license === 'Pro'),
      ),
      group(
        'Chime Basic',
        'Basic',
        licensed.filter(({ license }) => license === 'Basic'),
      ),
      group('Contractors 2025', 'Basic', [], true),
      group(
        'Research',
        undefined,
        people.filter(({ department }) => department === 'Research'),
      ),
      group('All Staff', undefined, people),
    ],
  };
}

/** A design studio without a domain of its own: its people were invited, wherever they get their mail. */
function drawLarkfield(chance: Chance, now: number): DemoAccount {
  const createdAt = now - 150 * dayMs;
  return {
    id: seededId(chance, createdAt),
    name: 'Larkfield Studio',
    type: 'Team',
    createdAt,
    supportedLicenses: ['Basic', 'Pro'],
    settings: { disableRemoteControl: false, enableDialOut: false },
    domains: [],
    people: drawPeople(chance, {
      count: 24,
      domains: ['larkfield.example', 'mail.example', 'post.example'],
      offices: [offices.lisbon],
      departments: ['Design', 'Studio', 'Accounts'],
      managedBy: 'carillon',
      since: createdAt + dayMs,
      now,
    }).map((person) => ({ ...person, status: 'Registered' as const, isActiveAtSource: true })),
    groups: [],
  };
}
