import { test } from 'vitest';

// What only one engine can do is no test on the other, rather than a skipped one.

/** Whether the tests run on PostgreSQL. */
export const isOnPostgres = process.env['CARILLON_TEST_POSTGRES_URL'] !== undefined;

type Declare = (name: string, work: () => Promise<void>) => void;

/** Declares a test that only exists when the tests run on PostgreSQL. */
export const onPostgres: Declare = (name, work) => void (isOnPostgres && test(name, work));

/** Declares a test that only exists when the tests run on SQLite. */
export const onSqlite: Declare = (name, work) => void (isOnPostgres || test(name, work));
