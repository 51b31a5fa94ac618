import type { MeetingEvent } from '../meetings/event.ts';

/** What became of one row of a file. */
export interface Outcome {
  /** Where it is: the line in the file, the first being 1, or a file's name. */
  readonly row: string;
  readonly outcome: 'imported' | 'there already' | 'refused';
  /** Why, where there is something to say. */
  readonly why: string;
}

/** A row as it was read: its events, or what is wrong with it. */
export interface ReadRow {
  readonly row: string;
  readonly result: { readonly events: readonly MeetingEvent[]; readonly note?: string } | { readonly problem: string };
}

/** A file that cannot be read any further; what was imported from it until then stays. */
export class FileFault extends Error {
  override readonly name = 'FileFault';
}
