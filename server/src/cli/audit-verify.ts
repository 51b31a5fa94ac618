import { z } from 'zod';
import { OperatorError } from '../errors.ts';
import { chainHash, firstHash } from '../store/audit-chain.ts';
import { findAuditHead, listAuditEventsAfter, type FiledEvent, type StoredEvent } from '../store/audit.ts';
import type { SegmentFrame } from '../store/audit-segments.ts';
import { listAwsAccounts } from '../store/aws-accounts.ts';
import type { Tx } from '../store/database.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage =
  'audit verify [--expect HEAD]        Prove that no audit event was changed, removed or inserted; HEAD, printed by an earlier run, also that none since was cut off.';

export const auditVerify: Command = {
  name: 'audit verify',
  usage,
  async run(shell, args) {
    const { own, settings } = readArguments(args, ['expect'], usage, 0);
    const expected = readHead(own.get('expect'));
    await withDatabase(shell, settings, async (database) => {
      const findings: string[] = [];
      const tenants = (await database.read('', listAwsAccounts)).map(({ id }) => id);
      if (expected && !tenants.includes(expected.awsAccountId))
        throw new OperatorError(`There is no AWS account ${expected.awsAccountId} any more.`);
      for (const id of tenants) {
        const { checked, hash, finding } = await database.read(id, (tx) =>
          verifyChain(tx, expected?.awsAccountId === id ? expected : undefined),
        );
        shell.print(`${id}  ${checked} events  ${finding ?? 'intact'}`);
        if (finding === undefined) shell.print(`  head ${id}:${checked}:${hash}`);
        if (finding !== undefined) findings.push(id);
      }
      if (findings.length > 0)
        throw new OperatorError(
          `The audit trail of ${findings.join(', ')} is not intact. Compare it with a backup taken before the named event.`,
        );
    });
  },
};

/** What a chain led up to when it was verified before. */
interface Head {
  readonly sequence: number;
  readonly hash: string;
}

interface Verification {
  readonly checked: number;
  /** The hash of the last event that was checked. */
  readonly hash: string;
  /** The first place where the chain does not hold. */
  readonly finding: string | undefined;
}

/** Recomputes a tenant's chain from its first event. @param expected a head the chain must still lead through */
export async function verifyChain(tx: Tx, expected?: Head): Promise<Verification> {
  const before = await findAuditHead(tx);
  let [sequence, hash] = [0, firstHash];
  const found = (finding: string | undefined): Verification => ({ checked: sequence, hash, finding });
  for (let page = await listAuditEventsAfter(tx, 0); page.length > 0; page = await listAuditEventsAfter(tx, sequence)) {
    for (const row of page) {
      if (row.sequence !== sequence + 1) return found(`event ${sequence + 1} is missing`);
      const next = chainHash(hash, row.sequence, row.event);
      if (next !== row.hash) return found(`event ${row.sequence} was changed`);
      if (!isFiledAsItSays(row)) return found(`event ${row.sequence} is filed under what it does not say`);
      if (row.sequence === before?.sequence && next !== before.hash) return found('the head of the chain was changed');
      if (row.sequence === expected?.sequence && next !== expected.hash) return found(`an event up to ${row.sequence} was replaced`);
      [sequence, hash] = [row.sequence, next];
    }
  }
  if (before && before.sequence > sequence) return found(`event ${sequence + 1} is missing`);
  // Events that arrived meanwhile have moved the head; what is beyond it even now never came through this program.
  const after = await findAuditHead(tx);
  if (!after && sequence > 0) return found('the head of the chain is missing');
  if (after && after.sequence < sequence)
    return { checked: after.sequence, hash: after.hash, finding: `event ${after.sequence + 1} was inserted` };
  if (expected && expected.sequence > sequence) return found(`event ${sequence + 1} was cut off, with all after it`);
  return found(undefined);
}

/** `ACCOUNT:SEQUENCE:HASH`, as an earlier verification printed it. */
function readHead(text: string | undefined): (Head & { readonly awsAccountId: string }) | undefined {
  if (text === undefined) return undefined;
  const [, awsAccountId, sequence, hash] = /^(\d{12}):(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (awsAccountId === undefined || hash === undefined)
    throw new OperatorError(`--expect ${text} is no head that carillon audit verify has printed.`);
  return { awsAccountId, sequence: Number(sequence), hash };
}

/** What lookups go by stands in columns, beside the chain: they must say what the event says. */
const Filed = z.object({
  eventID: z.string(),
  eventTime: z.string(),
  eventName: z.string(),
  eventSource: z.string(),
  errorCode: z.string().optional(),
  readOnly: z.boolean(),
  userIdentity: z.object({ userName: z.string().optional(), principalId: z.string().optional(), accessKeyId: z.string().optional() }),
});

function isFiledAsItSays({ event, time, filed }: StoredEvent): boolean {
  const said = Filed.safeParse(JSON.parse(event)).data;
  if (!said) return true;
  if (`${new Date(time).toISOString().slice(0, 19)}Z` !== said.eventTime) return false;
  return 'firstId' in filed ? isWithin(filed, time, said.eventID) : isRowOf(filed, said);
}

function isWithin({ firstTime, lastTime, firstId, lastId }: SegmentFrame, time: number, id: string): boolean {
  return time >= firstTime && time <= lastTime && id >= firstId && id <= lastId;
}

function isRowOf(row: FiledEvent, event: z.output<typeof Filed>): boolean {
  const { userName, principalId, accessKeyId } = event.userIdentity;
  // Sessions of a role go by the name of the session: `AROA…:name`.
  const name = userName ?? principalId?.split(':')[1];
  return (
    row.id === event.eventID &&
    row.event_name === event.eventName &&
    row.event_source === event.eventSource &&
    (row.error_code ?? undefined) === event.errorCode &&
    (row.read_only === 1) === event.readOnly &&
    (row.user_name ?? undefined) === name &&
    (row.access_key_id ?? undefined) === accessKeyId
  );
}
