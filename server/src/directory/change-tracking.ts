import { Ber, BerWriter, Control, GreaterThanEqualsFilter, type BerReader, type Filter } from 'ldapts';
import { z } from 'zod';
import { all, anything, hasGuid, isWatched } from './filters.ts';
import { dirSyncControl, readOrNothing, type DirectoryRoot } from './root.ts';
import type { Session } from './session.ts';
import { guidOf, textOf } from './values.ts';

/** What has changed in the directory since a cursor. */
export interface Changes {
  /** objectGUIDs of entries that exist. */
  readonly changed: readonly string[];
  readonly deleted: readonly string[];
  /** Entries may be gone without being told of: only who may see deleted entries hears of them. */
  readonly mayHideDeleted: boolean;
  /** Where the next look starts. */
  readonly cursor: string;
}

/** Attributes whose changes matter. A directory tells of a change only to who asks for the attribute. */
const watchedAttributes = [
  'objectGUID',
  'isDeleted',
  'name',
  'sAMAccountName',
  'displayName',
  'mail',
  'userPrincipalName',
  'proxyAddresses',
  'userAccountControl',
  'primaryGroupID',
  'member',
];

const Cursor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('dirsync'), domainDn: z.string(), cookie: z.base64(), service: z.string(), usn: z.int() }),
  z.object({ kind: z.literal('usn'), service: z.string(), usn: z.int() }),
]);

/** The present place in the directory's changes: to be asked before everything is read, so that what happens meanwhile comes with the next look. */
export async function presentCursor(session: Session, root: DirectoryRoot): Promise<string> {
  if (!root.tellsChanges) return usnCursor(root);
  // Nothing has this objectGUID: the answer is the cookie alone.
  const { cookie } = await dirSync(session, root, '', hasGuid([Buffer.alloc(16)]));
  return dirSyncCursor(root, cookie);
}

/**
 * The entries that changed after the cursor, each once. Undefined if this directory cannot tell: another domain, or another
 * controller than the one that counted. Throws DirectoryError.
 */
export async function readChanges(session: Session, root: DirectoryRoot, cursor: string): Promise<Changes | undefined> {
  const from = Cursor.parse(JSON.parse(cursor));
  if (from.kind === 'dirsync') {
    if (!root.tellsChanges || from.domainDn !== root.domainDn) return undefined;
    const { entries, cookie } = await dirSync(session, root, from.cookie, isWatched);
    return { ...sorted(entries), mayHideDeleted: await mayHideDeleted(session, root, from), cursor: dirSyncCursor(root, cookie) };
  }
  if (from.service !== root.service || from.usn > root.newestUsn) return undefined;
  const entries = await session.readAll({
    base: root.domainDn,
    scope: 'sub',
    filter: all(isWatched, new GreaterThanEqualsFilter({ attribute: 'uSNChanged', value: String(from.usn + 1) })),
    attributes: ['objectGUID', 'isDeleted'],
    controls: [new Control(showDeletedControl, { critical: true })],
  });
  return { ...sorted(entries), mayHideDeleted: await mayHideDeleted(session, root, from), cursor: usnCursor(root) };
}

/** Where the controller has counted no change of any kind, nothing is gone. */
async function mayHideDeleted(session: Session, root: DirectoryRoot, from: { service: string; usn: number }): Promise<boolean> {
  if (from.service === root.service && from.usn === root.newestUsn) return false;
  const controls = [new Control(showDeletedControl, { critical: true })];
  const container = {
    base: `CN=Deleted Objects,${root.domainDn}`,
    scope: 'base',
    filter: anything,
    attributes: ['objectGUID'],
    controls,
  } as const;
  const [entry] = await readOrNothing(session, container);
  // Who may not look into it sees its name, and nothing of it.
  return entry === undefined || guidOf(entry) === undefined;
}

function dirSyncCursor({ domainDn, service, newestUsn }: DirectoryRoot, cookie: string): string {
  return JSON.stringify({ kind: 'dirsync', domainDn, cookie, service, usn: newestUsn } satisfies z.input<typeof Cursor>);
}

function usnCursor({ service, newestUsn }: DirectoryRoot): string {
  return JSON.stringify({ kind: 'usn', service, usn: newestUsn } satisfies z.input<typeof Cursor>);
}

type Entries = Awaited<ReturnType<Session['read']>>;

function sorted(entries: Entries): Pick<Changes, 'changed' | 'deleted'> {
  // An entry may come twice: its links come apart from the rest.
  const states = new Map<string, boolean>();
  for (const entry of entries) {
    const guid = guidOf(entry);
    if (guid !== undefined) states.set(guid, states.get(guid) === true || textOf(entry, 'isDeleted') === 'TRUE');
  }
  const those = (gone: boolean): string[] => [...states].flatMap(([guid, isGone]) => (isGone === gone ? [guid] : []));
  return { changed: those(false), deleted: those(true) };
}

/** LDAP_SERVER_SHOW_DELETED_OID. Source: [MS-ADTS] 3.1.1.3.4.1.14. */
const showDeletedControl = '1.2.840.113556.1.4.417';

/** Answers that are asked for in a row: a directory that always has more is broken. */
const answersMax = 10_000;

async function dirSync(
  session: Session,
  { domainDn }: DirectoryRoot,
  from: string,
  filter: Filter,
): Promise<{ entries: Entries; cookie: string }> {
  const entries: Entries = [];
  let cookie: Buffer = Buffer.from(from, 'base64');
  for (let answer = 0; answer < answersMax; answer++) {
    const control = new DirSyncControl(cookie);
    for (const entry of await session.read({ base: domainDn, scope: 'sub', filter, attributes: watchedAttributes, controls: [control] })) {
      entries.push(entry);
    }
    cookie = control.cookie;
    if (!control.more) break;
  }
  return { entries, cookie: cookie.toString('base64') };
}

/** LDAP_DIRSYNC_OBJECT_SECURITY: tells everybody what they may read, instead of everything to the few who may replicate. */
const objectSecurity = 1;
/** Of one answer. */
const answerBytesMax = 1024 * 1024;

/** Asks for the changes since a cookie, and holds the next cookie once it is answered. Source: [MS-ADTS] 3.1.1.3.4.1.3. */
class DirSyncControl extends Control {
  cookie: Buffer;
  more = false;

  constructor(cookie: Buffer) {
    super(dirSyncControl, { critical: true });
    this.cookie = cookie;
  }

  protected override writeControl(writer: BerWriter): void {
    const value = new BerWriter();
    value.startSequence();
    value.writeInt(objectSecurity);
    value.writeInt(answerBytesMax);
    value.writeBuffer(this.cookie, Ber.OctetString);
    value.endSequence();
    writer.writeBuffer(value.buffer, Ber.OctetString);
  }

  protected override parseControl(reader: BerReader): void {
    if (reader.readSequence() === null) return;
    this.more = reader.readInt() !== 0;
    reader.readInt();
    this.cookie = reader.readString(Ber.OctetString, true) ?? Buffer.alloc(0);
  }
}
