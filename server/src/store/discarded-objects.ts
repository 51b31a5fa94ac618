import { statement, type Tx } from './database.ts';

/**
 * Notes an object that nothing refers to, to be deleted from the object store when it is due. An object is noted before
 * it is put there, and adopted in the transaction that begins to refer to it: whatever dies in between leaves nothing.
 */
export async function discardObject(tx: Tx, objectKey: string, dueAt: number): Promise<void> {
  await tx.run(insertDiscarded, { objectKey, dueAt });
}

const insertDiscarded = statement<{ objectKey: string; dueAt: number }>('insertDiscardedObject', (sql, param) =>
  sql
    .insertInto('discarded_objects')
    .values({ object_key: param('objectKey'), due_at: param('dueAt'), deleting: 0 })
    .onConflict((conflict) => conflict.column('object_key').doUpdateSet({ due_at: param('dueAt') })),
);

/** Something refers to the object from now on. Answers false if it is being deleted already, or is gone. */
export async function adoptObject(tx: Tx, objectKey: string): Promise<boolean> {
  return (await tx.run(deleteUntouched, { objectKey })) > 0;
}

const deleteUntouched = statement<{ objectKey: string }>('adoptDiscardedObject', (sql, param) =>
  sql.deleteFrom('discarded_objects').where('object_key', '=', param('objectKey')).where('deleting', '=', 0),
);

/** Takes at most `limit` objects that are due, which nothing can refer to any more from here on. Whoever dies over it is followed by another. */
export async function takeDiscarded(tx: Tx, now: number, limit: number): Promise<string[]> {
  return (await tx.all(updateDue, { now, limit })).map(({ object_key }) => object_key);
}

const updateDue = statement<{ now: number; limit: number }, { object_key: string }>('takeDiscardedObjects', (sql, param) =>
  sql
    .updateTable('discarded_objects')
    .set({ deleting: 1 })
    .where('object_key', 'in', (nested) =>
      nested
        .selectFrom('discarded_objects')
        .select('object_key')
        .where('due_at', '<=', param('now'))
        .orderBy('due_at')
        .limit(param('limit')),
    )
    .returning('object_key'),
);

/** The objects are deleted. */
export async function forgetDiscarded(tx: Tx, objectKeys: readonly string[]): Promise<void> {
  if (objectKeys.length === 0) return;
  await tx.query(tx.sql.deleteFrom('discarded_objects').where('object_key', 'in', objectKeys));
}
