import type { OurState } from './our-state.ts';
import type { SyncPlan } from './plan.ts';

/** A synchronisation that would suspend more users than this, or a larger part of those who can sign in, stops and asks. */
const suspensionsMax = 25;
const partMax = 0.1;

/**
 * What to ask before a plan is carried out; undefined = nothing. One user who leaves is never a reason to ask, however
 * small the account; a directory without anybody in it always is.
 * @param before users whom the run has suspended already, before it was interrupted
 * @param approved how many somebody has said may be suspended
 */
export function questionOf(plan: SyncPlan, { users }: OurState, before: number, approved: number): string | undefined {
  const suspensions = before + plan.suspensions;
  if (plan.suspensions === 0 || suspensions <= approved) return undefined;
  const active = before + users.filter(({ status }) => status !== 'Suspended').length;
  const isEmpty = plan.seen === 0 && plan.removals.length > 0 && plan.removals.length === users.filter(({ managed }) => managed).length;
  const isMany = suspensions > suspensionsMax || (suspensions > 1 && suspensions > active * partMax);
  if (!isEmpty && !isMany) return undefined;
  const removed = plan.removals.length === 0 ? '' : `, ${plan.removals.length} of them because they are no longer in the directory`;
  return `${isEmpty ? 'The directory shows nobody at all. ' : ''}This synchronisation would suspend ${suspensions} of ${active} users${removed}. Nobody was suspended. If the directory is right, approve with: carillon directory approve. If it is not, mend it there: the synchronisation looks again every few minutes.`;
}
