import { statement, type Tx } from './database.ts';

/** Notes a fact of the installation itself, unless it has been noted before; answers whether it was not. */
export async function claimMeta(tx: Tx, key: string, value: string): Promise<boolean> {
  return (await tx.run(insertMeta, { key, value })) === 1;
}

/** What was noted under the key. */
export async function findMeta(tx: Tx, key: string): Promise<string | undefined> {
  return (await tx.first(selectMeta, { key }))?.value;
}

interface Meta {
  key: string;
  value: string;
}

const insertMeta = statement<Meta>('insertMeta', (sql, param) =>
  sql
    .insertInto('meta')
    .values({ key: param('key'), value: param('value') })
    .onConflict((conflict) => conflict.doNothing()),
);

const selectMeta = statement<{ key: string }, { value: string }>('selectMeta', (sql, param) =>
  sql.selectFrom('meta').select('value').where('key', '=', param('key')),
);
