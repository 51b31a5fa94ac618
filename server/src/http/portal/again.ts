import { WireError } from '../../errors.ts';
import type { Answer, Page } from './answer.ts';

/** Shows the form once more with what was wrong, under the status of what was thrown. Faults of this program are thrown on. */
export async function orAgain(work: () => Promise<Answer>, show: (message: string) => Page): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof WireError) || error.status >= 500) throw error;
    const answer = show(error.message);
    const { retryAfterSeconds } = error;
    return {
      ...answer,
      status: error.status,
      ...(retryAfterSeconds !== undefined && { headers: { 'retry-after': String(retryAfterSeconds) } }),
    };
  }
}
