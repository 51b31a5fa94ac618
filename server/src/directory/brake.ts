import type { DirectoryRunRow } from '../store/directory-runs.ts';
import type { OurState } from './our-state.ts';
import type { SyncPlan } from './plan.ts';

/** A synchronisation that would suspend more users than this, or a larger part of those who can sign in, stops and asks. */
const suspensionsMax = 25;
const partMax = 0.1;

/**
 * What to ask before a plan is carried out; undefined = nothing. One user who leaves is never a reason to ask, however
 * small the account; a directory without anybody in it always is.
 * @param run which may have suspended users already, before it was interrupted, and may have been approved
 */
export function questionOf(
  plan: SyncPlan,
  { users }: OurState,
  {
    users_suspended: before,
    suspensions_approved: approved,
    directory_id: directoryId,
  }: Pick<DirectoryRunRow, 'users_suspended' | 'suspensions_approved' | 'directory_id'>,
): string | undefined {
  const suspensions = before + plan.suspensions;
  if (plan.suspensions === 0 || suspensions <= approved) return undefined;
  const active = before + users.filter(({ status }) => status !== 'Suspended').length;
  const isMany = suspensions > suspensionsMax || (suspensions > 1 && suspensions > active * partMax);
  if (!plan.nobody && !isMany) return undefined;
  const removed = plan.removals.length === 0 ? '' : `, ${plan.removals.length} of them because they are no longer in the directory`;
  return `${plan.nobody ? 'The directory shows nobody at all. ' : ''}This synchronisation would suspend ${suspensions} of ${active} users${removed}. Nobody was suspended. If the directory is right, approve with: carillon directory approve ${directoryId}. If it is not, mend it there: the synchronisation looks again every few minutes.`;
}
