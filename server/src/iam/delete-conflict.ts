import { DeleteConflict } from '../errors.ts';

/** Names that a refusal lists; of more it says that there are more. */
export const namesShownMax = 10;

/**
 * Throws DeleteConflict if there is anything left of `names`: AWS's sentence, then what it is about.
 * @param names up to `namesShownMax` + 1 of them
 */
export function refuseWhile(names: readonly string[], sentence: string): void {
  if (names.length === 0) return;
  const shown = names.slice(0, namesShownMax).join(', ');
  throw new DeleteConflict(`${sentence} Still there: ${shown}${names.length > namesShownMax ? ' and more' : ''}.`);
}
