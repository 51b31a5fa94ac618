import { createHash } from 'node:crypto';
import { ConflictException, invariant } from '../errors.ts';
import type { Operation } from '../operation.ts';
import { getAccount } from '../store/accounts.ts';
import { claimToken, getClaimedToken, keepAnswer } from '../store/idempotency.ts';
import type { Tx } from '../store/database.ts';

interface Request {
  readonly bound: { readonly operation: Operation; readonly dryRun: boolean };
  readonly input: Record<string, unknown>;
  readonly now: number;
}

/**
 * Runs `handle`, unless the request carries a client token that was used before: then the first answer is
 * given again. The claim is a row of the same transaction, so two simultaneous requests with one token wait for each
 * other. Throws ConflictException when the token came with other input before, and NotFoundException when the account of
 * the first request is no longer the caller's.
 */
export async function answerOnce(
  tx: Tx,
  { bound, input, now }: Request,
  handle: () => Promise<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  // Chime's SDK operations have one name for it, Access Analyzer's another.
  const { ClientRequestToken, clientToken, ...rest } = input;
  const token = clientToken ?? ClientRequestToken;
  if (typeof token !== 'string') return handle();
  const operation = bound.operation.name;
  const inputHash = createHash('sha256').update(JSON.stringify(rest)).digest('hex');
  const purpose = `idempotency:${operation}:${token}`;
  if (!(await claimToken(tx, { operation, token, inputHash, now }))) {
    const first = await getClaimedToken(tx, operation, token);
    if (first.input_hash !== inputHash) {
      throw new ConflictException(
        `The ${clientToken === undefined ? 'ClientRequestToken' : 'clientToken'} ${token} was used with other parameters. Use a new token for a new request.`,
      );
    }
    // An answer is given again only to whoever could still ask for it: a delegation may have ended since.
    if (bound.operation.service === 'chime' && typeof rest['AccountId'] === 'string') await getAccount(tx, rest['AccountId']);
    const answer: unknown = JSON.parse(tx.vault.open(first.output_sealed, purpose));
    invariant(isRecord(answer), 'Only the output of an operation is ever sealed as an answer.');
    return answer;
  }
  const output = await handle();
  await keepAnswer(tx, operation, token, tx.vault.seal(JSON.stringify(output), purpose));
  return output;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
