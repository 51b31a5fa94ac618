import { userResource } from '../scim/attribute-path.ts';
import { readAttributes } from '../scim/coerce.ts';
import { enterpriseUrn, userUrn } from '../scim/urns.ts';
import { toForms, toScimUserRow } from '../scim/user-resource.ts';
import { addGroupMembers, deleteAccountGroups, insertAccountGroup } from '../store/account-groups.ts';
import { setAccountType } from '../store/account-types.ts';
import { getAccount, type AccountRow } from '../store/accounts.ts';
import type { Tx } from '../store/database.ts';
import { authorizeDirectory, insertDirectory } from '../store/directories.ts';
import { putDomain } from '../store/domains.ts';
import { saveLicenseGroup } from '../store/license-groups.ts';
import { putOpenIdConfig, sealClientSecret } from '../store/openid-configs.ts';
import { drawPin } from '../store/pins.ts';
import { insertScimUser, insertScimValues } from '../store/scim-users.ts';
import { startSession } from '../store/sessions.ts';
import { insertUser } from '../store/users.ts';
import type { DemoAccount } from './accounts.ts';
import { createChance, type Chance } from './chance.ts';
import { seededBytes, seededId } from './ids.ts';
import type { DemoPerson } from './people.ts';
import { dayMs } from '../shapes/timestamp.ts';

/** What rows are made with. */
interface Making {
  readonly tx: Tx;
  readonly seed: number;
  /** The demonstration's present, epoch milliseconds. */
  readonly now: number;
}

/** Fills a new account with what came to it from outside: proved domains, people, what an identity provider has pushed. */
export async function insertAccountRows(making: Making, demo: DemoAccount): Promise<void> {
  const { tx, seed } = making;
  const account = { ...(await getAccount(tx, demo.id)), type: demo.type };
  await setAccountType(tx, account, demo.type);
  for (const claim of demo.domains) await putDomain(tx, claim);
  const chance = ownChance(seed, demo);
  await Promise.all(demo.people.map((person) => insertPerson(tx, account, person, (count) => seededBytes(chance, count))));
  if (demo.type === 'EnterpriseOIDC') await insertProvisioning(making, account, demo);
  if (demo.type === 'EnterpriseLWA') await insertOwnDirectory(making, account, demo);
  await insertSessions(making, demo);
}

/** Draws of one account only: no two accounts draw the same. */
function ownChance(seed: number, { id }: DemoAccount): Chance {
  return createChance(seed + Number.parseInt(id.slice(-8), 16));
}

async function insertPerson(tx: Tx, account: AccountRow, person: DemoPerson, random: (bytes: number) => Uint8Array): Promise<void> {
  const { id, email, displayName, createdAt, registeredAt } = person;
  const wasInvited = account.type === 'Team';
  await insertUser(tx, {
    account_id: account.id,
    id,
    primary_email: email,
    display_name: displayName,
    display_name_folded: displayName.toLowerCase(),
    license_type: person.license,
    user_type: person.userType,
    registration_status: person.status,
    invitation_status: wasInvited ? 'Accepted' : null,
    pin: await drawPin(tx, random, createdAt),
    managed_by: person.managedBy,
    source_active: person.isActiveAtSource ? 1 : 0,
    invited_on: wasInvited ? createdAt : null,
    registered_on: registeredAt,
    created_at: createdAt,
  });
}

/** What the identity provider has pushed, and how its people sign in. */
async function insertProvisioning({ tx, now }: Making, account: AccountRow, demo: DemoAccount): Promise<void> {
  await putOpenIdConfig(tx, {
    account_id: account.id,
    issuer: 'https://login.aurelia.example',
    client_id: 'carillon',
    client_secret_sealed: sealClientSecret(tx.vault, account.id, 'nobody signs in to a demonstration with it'),
    scopes: '["email","profile"]',
    revision: demo.id,
    updated_at: demo.createdAt + dayMs,
  });
  await Promise.all(demo.people.map((person) => insertPushedUser(tx, account, person)));
  for (const { id, name, license, isMissing, memberIds } of demo.groups) {
    const group = await insertAccountGroup(tx, account, { id, source: 'scim', name, externalId: null, now: demo.createdAt + 2 * dayMs });
    await addGroupMembers(tx, account, id, memberIds);
    if (!isMissing || !group || !license) continue;
    await saveLicenseGroup(tx, group, license, now - 200 * dayMs);
    await deleteAccountGroups(tx, account, [id]);
  }
}

async function insertPushedUser(tx: Tx, account: AccountRow, person: DemoPerson): Promise<void> {
  const { id, email, givenName, familyName, displayName, department, createdAt } = person;
  const attributes = readAttributes(userResource, {
    schemas: [userUrn, enterpriseUrn],
    userName: email,
    externalId: `00u${id.replaceAll('-', '').slice(-12)}`,
    name: { givenName, familyName },
    displayName,
    emails: [{ value: email, type: 'work', primary: true }],
    [enterpriseUrn]: { department },
  });
  const forms = toForms(id, attributes, person.isActiveAtSource);
  await insertScimUser(tx, toScimUserRow(account, id, forms, createdAt));
  await insertScimValues(tx, account, id, forms.values);
}

/** A directory that the account may use and does not: to connect it takes a domain controller. */
async function insertOwnDirectory({ tx, seed, now }: Making, account: AccountRow, demo: DemoAccount): Promise<void> {
  const directory = {
    aws_account_id: tx.awsAccountId,
    id: `d-${Buffer.from(seededBytes(ownChance(seed + 1, demo), 5)).toString('hex')}`,
    name: 'corp.meridian.example',
    url: 'ldaps://dc1.corp.meridian.example',
    start_tls: 0,
    base_dn: 'DC=corp,DC=meridian,DC=example',
    bind_dn: 'CN=Carillon,OU=Services,DC=corp,DC=meridian,DC=example',
    authority: null,
    created_at: demo.createdAt + 40 * dayMs,
  };
  await insertDirectory(tx, directory, 'nobody connects to a demonstration');
  await authorizeDirectory(tx, { ...directory, password_sealed: '' }, account, Math.min(now, directory.created_at + dayMs));
}

const devices = [
  'Chrome on Windows',
  'Edge on Windows',
  'Safari on macOS',
  'Chrome on Android',
  'Safari on iOS',
  'Firefox on Linux',
] as const;

/** Devices that people are signed in on; their tokens are nowhere, so nobody comes in with one. */
async function insertSessions({ tx, seed, now }: Making, demo: DemoAccount): Promise<void> {
  const chance = ownChance(seed + 2, demo);
  const people = demo.people.filter(({ status, userType }) => status === 'Registered' && userType === 'PrivateUser');
  for (const person of people.filter(() => chance.oneIn(2))) {
    for (const device of new Set(chance.some(devices, 3))) {
      const at = Math.max(person.registeredAt ?? 0, now - chance.below(25 * dayMs));
      await startSession(tx, {
        id: seededId(chance, at),
        userId: person.id,
        tokenHash: Buffer.from(seededBytes(chance, 32)).toString('hex'),
        device,
        method: demo.type === 'EnterpriseOIDC' ? 'oidc' : 'carillon',
        now: at,
        expiresAt: now + 30 * dayMs,
      });
    }
  }
}
