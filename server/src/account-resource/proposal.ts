import type { z } from 'zod';
import { ConflictException, UnprocessableEntityException } from '../errors.ts';
import type { ResourceStep } from '../shapes/resource.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { Tx } from '../store/database.ts';
import { readFacts } from './facts.ts';
import { findProblems, isError, type Finding } from './findings.ts';
import { planCalls, type PlannedCall } from './plan.ts';
import { revisionOf, type ResourceDocument } from './document.ts';
import { findUnknownMembers } from './unknown-members.ts';

/** A proposed document beside the account as it is. */
export interface Proposal {
  readonly current: ResourceDocument;
  readonly findings: readonly Finding[];
  readonly calls: readonly PlannedCall[];
}

/** Checks a document and plans what leads to it. @param written the same document as it came, with members that no account has */
export async function propose(tx: Tx, account: AccountRow, document: ResourceDocument, written: unknown): Promise<Proposal> {
  const facts = await readFacts(tx, account, document);
  const findings = [...findUnknownMembers(written), ...findProblems(facts, document)];
  return { current: facts.current, findings, calls: planCalls(facts, document) };
}

/** Throws ConflictException unless the account is still as it was when the caller looked. */
export function requireRevision(current: ResourceDocument, revision: string): void {
  if (revisionOf(current) === revision) return;
  throw new ConflictException(
    'The account has changed since this revision of its document. Nothing was changed: get the document anew with GetAccountResource, and make your changes there.',
  );
}

/** Told of at most; ValidateAccountResource tells all. */
const problemsShownMax = 10;

/** Throws UnprocessableEntityException naming what is wrong with a document. */
export function requireApplicable(findings: readonly Finding[]): void {
  const errors = findings.filter(isError);
  if (errors.length === 0) return;
  const shown = errors.slice(0, problemsShownMax).map(({ Path, Message }) => `${Path}: ${Message}`);
  const more =
    errors.length > problemsShownMax ? ` And ${errors.length - problemsShownMax} more, which ValidateAccountResource tells.` : '';
  throw new UnprocessableEntityException(`The document cannot be applied, and nothing was changed. ${shown.join(' ')}${more}`);
}

/** A call of a plan as the wire shows it. */
export function toStep(
  call: PlannedCall & { readonly required: readonly { readonly action: string }[]; readonly isAllowed: boolean },
): z.input<typeof ResourceStep> {
  const { operation, input, summary, required, isAllowed } = call;
  const Actions = [...new Set(required.map(({ action }) => action))];
  return { Operation: operation, Input: JSON.stringify(input), Actions, Summary: summary, Allowed: isAllowed };
}

/** Throws UnprocessableEntityException if a call that answers for each of its groups did not take one of them. */
export function requireNoGroupErrors(output: unknown): void {
  const errors: unknown = typeof output === 'object' && output !== null ? Reflect.get(output, 'GroupErrors') : undefined;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  if (typeof first !== 'object' || first === null) return;
  throw new UnprocessableEntityException(`${String(Reflect.get(first, 'ErrorMessage'))} Nothing was changed.`);
}
