import { OperatorError } from '../errors.ts';
import { initial } from './migrations/0001-initial.ts';
import { rolesAndSessions } from './migrations/0002-roles-and-sessions.ts';
import { denials } from './migrations/0003-denials.ts';
import { auditSegments } from './migrations/0004-audit-segments.ts';
import { federation } from './migrations/0005-federation.ts';
import { people } from './migrations/0006-people.ts';
import { signIn } from './migrations/0008-signin.ts';
import { provisioning } from './migrations/0009-provisioning.ts';
import { delegatesAndOpenId } from './migrations/0010-delegates-and-openid.ts';
import { directories } from './migrations/0011-directories.ts';
import { outboxAndScimSettings } from './migrations/0012-outbox-and-scim-settings.ts';
import { callDetailBuckets } from './migrations/0013-call-detail-buckets.ts';
import { meetings } from './migrations/0014-meetings.ts';
import { conversations } from './migrations/0015-conversations.ts';
import { consoleSessions } from './migrations/0017-console.ts';
import { roomPresences } from './migrations/0020-room-presences.ts';

/** The words in which the two engines' table definitions differ. */
export interface Dialect {
  /** Text that compares by bytes, so that keyset pages have one order everywhere. */
  readonly text: string;
  /** Keeps the rows of one primary-key prefix together, where the engine can. */
  readonly clustered: string;
}

/** One forward step of the schema; never edited once released. */
export interface Migration {
  /** Rises from migration to migration; a number may be left out. */
  readonly version: number;
  readonly name: string;
  statements(dialect: Dialect): readonly string[];
}

const migrations: readonly Migration[] = [
  initial,
  rolesAndSessions,
  denials,
  auditSegments,
  federation,
  people,
  signIn,
  provisioning,
  delegatesAndOpenId,
  directories,
  outboxAndScimSettings,
  callDetailBuckets,
  meetings,
  conversations,
  consoleSessions,
  roomPresences,
];

/** The schema version this program reads and writes. */
export const newestVersion = Math.max(...migrations.map(({ version }) => version));

export const dialects = {
  sqlite: { text: 'text', clustered: 'without rowid' },
  postgres: { text: 'text collate "C"', clustered: '' },
} as const;

/**
 * The statements that bring a database from `version` (0 = empty) to the newest, one list per step; the caller runs
 * each list in a transaction of its own. Throws OperatorError if the database is newer than this program.
 */
export function planMigration(engine: 'sqlite' | 'postgres', version: number): { version: number; statements: readonly string[] }[] {
  if (version > newestVersion) {
    throw new OperatorError(
      `The database has schema version ${version}; this Carillon knows ${newestVersion}. Start the newer Carillon that wrote it, or restore a backup taken before the upgrade.`,
    );
  }
  return migrations
    .filter((migration) => migration.version > version)
    .map((migration) => ({
      version: migration.version,
      statements: [
        ...migration.statements(dialects[engine]),
        migration.version === 1
          ? `insert into meta (key, value) values ('schema_version', '1')`
          : `update meta set value = '${migration.version}' where key = 'schema_version'`,
      ],
    }));
}
