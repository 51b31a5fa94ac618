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
  // The head first: events that arrive meanwhile are beyond it and belong to the next verification.
  const head = (await findAuditHead(tx)) ?? { sequence: 0, hash: firstHash };
  let [sequence, hash] = [0, firstHash];
  while (sequence < head.sequence) {
    const page = await listAuditEventsAfter(tx, sequence, Math.min(pageSize, head.sequence - sequence));
    if (page.length === 0) return { checked: sequence, finding: `event ${sequence + 1} is missing` };
    for (const row of page) {
      if (row.sequence !== sequence + 1) return { checked: sequence, finding: `event ${sequence + 1} is missing` };
      hash = chainHash(hash, row.sequence, row.event);
      if (hash !== row.hash) return { checked: sequence, finding: `event ${row.sequence} was changed` };
      sequence = row.sequence;
    }
  }
  return { checked: sequence, finding: hash === head.hash ? undefined : 'the head of the chain was changed' };
}
