import { OperatorError } from '../errors.ts';
import { chainHash, findAuditHead, firstHash, listAuditEventsAfter } from '../store/audit.ts';
import { listAwsAccounts } from '../store/aws-accounts.ts';
import type { Tx } from '../store/database.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'audit verify                       Prove that no audit event was changed, removed or inserted.';
const pageSize = 1_000;

export const auditVerify: Command = {
  name: 'audit verify',
  usage,
  async run(shell, args) {
    const { settings } = readArguments(args, [], usage, 0);
    await withDatabase(shell, settings, async (database) => {
      const findings: string[] = [];
      for (const { id } of await database.read('', listAwsAccounts)) {
        const { checked, finding } = await database.read(id, verifyChain);
        shell.print(`${id}  ${checked} events  ${finding ?? 'intact'}`);
        if (finding !== undefined) findings.push(id);
      }
      if (findings.length > 0)
        throw new OperatorError(
          `The audit trail of ${findings.join(', ')} is not intact. Compare it with a backup taken before the named event.`,
        );
    });
  },
};

/** Recomputes a tenant's chain from its first event; `finding` tells the first place where it does not hold. */
export async function verifyChain(tx: Tx): Promise<{ checked: number; finding: string | undefined }> {
  const before = await findAuditHead(tx);
  let [sequence, hash, full] = [0, firstHash, true];
  while (full) {
    const page = await listAuditEventsAfter(tx, sequence, pageSize);
    full = page.length === pageSize;
    for (const row of page) {
      if (row.sequence !== sequence + 1) return { checked: sequence, finding: `event ${sequence + 1} is missing` };
      hash = chainHash(hash, row.sequence, row.event);
      if (hash !== row.hash) return { checked: sequence, finding: `event ${row.sequence} was changed` };
      if (row.sequence === before?.sequence && hash !== before.hash)
        return { checked: sequence, finding: 'the head of the chain was changed' };
      sequence = row.sequence;
    }
  }
  if (before && before.sequence > sequence) return { checked: sequence, finding: `event ${sequence + 1} is missing` };
  // Events that arrived meanwhile have moved the head; what is beyond it even now never came through this program.
  const after = await findAuditHead(tx);
  if (!after && sequence > 0) return { checked: sequence, finding: 'the head of the chain is missing' };
  if (after && after.sequence < sequence) return { checked: after.sequence, finding: `event ${after.sequence + 1} was inserted` };
  return { checked: sequence, finding: undefined };
}
