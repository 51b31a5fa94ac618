import { migrateOnce } from './database.ts';
import { findPostgres, startPostgres } from './postgres.ts';

/** With `CARILLON_TEST_DATABASE=postgres`, one PostgreSQL server for the whole test run. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['CARILLON_TEST_DATABASE'] !== 'postgres') return undefined;
  const binaries = findPostgres();
  if (binaries === undefined) throw new Error('No PostgreSQL is installed on this machine: install the package postgresql.');
  const peer = await startPostgres(binaries, { fast: true });
  await migrateOnce(peer.url);
  process.env['CARILLON_TEST_POSTGRES_URL'] = peer.url;
  return () => peer.stop();
}
