import { dayMs } from '../../shapes/timestamp.ts';

/** A join or an exit, or the beginning or end of a telephone call, as it was reported. */
export interface Mark {
  /** Epoch milliseconds, by the clock of the source. */
  readonly time: number;
  readonly kind: MarkKind;
}

/** In one instant, exits come in this order, and the first of them counts. */
const exits = { removed: 'r', dropped: 'd', left: 'l' } as const;
export const markKinds = { joined: 'j', ...exits, callStarted: 'c', callEnded: 'e' } as const;
type MarkKind = keyof typeof markKinds;

/** An uninterrupted connection; `end` and `exit` are absent while it is open. */
export interface Span {
  readonly start: number;
  readonly end?: number;
  readonly exit?: keyof typeof exits | 'ended';
}

/** Marks of a session that count, the earliest: a device that has come and gone more often than that is not told apart any more. */
const marksMax = 2_000;

const kindsByLetter: ReadonlyMap<string, string> = new Map<string, string>(
  Object.entries(markKinds).map(([kind, letter]) => [letter, kind]),
);

/** One more mark among those there are, wherever its time is; the same mark twice is one. */
export function addMark(marks: readonly Mark[], mark: Mark): readonly Mark[] {
  let at = marks.length;
  for (let before = marks[at - 1]; before && isBefore(mark, before); before = marks[at - 1]) at -= 1;
  const before = marks[at - 1];
  if (before && before.time === mark.time && before.kind === mark.kind) return marks;
  return marks.toSpliced(at, 0, mark).slice(0, marksMax);
}

function isBefore(one: Mark, other: Mark): boolean {
  return one.time < other.time || (one.time === other.time && markKinds[one.kind] < markKinds[other.kind]);
}

/** As the session's row keeps them. */
export function writeMarks(marks: readonly Mark[]): string {
  return marks.map(({ time, kind }) => `${time}${markKinds[kind]}`).join(' ');
}

export function readMarks(text: string): readonly Mark[] {
  if (text === '') return [];
  return text.split(' ').map((mark) => {
    const kind = kindsByLetter.get(mark.slice(-1));
    return { time: Number(mark.slice(0, -1)), kind: isMarkKind(kind) ? kind : 'left' };
  });
}

function isMarkKind(kind: string | undefined): kind is MarkKind {
  return kind !== undefined && kind in markKinds;
}

/**
 * The connections that the marks of a session make, if the meeting ended at `ended` (undefined = it has not): a join while
 * one is open is ignored, an exit closes the open one only, the end closes it, and whatever comes later opens none.
 */
export function spansOf(marks: readonly Mark[], ended: number | undefined): readonly Span[] {
  const isOpening = ({ kind }: Mark): boolean => kind === 'joined';
  return pair(marks, isOpening, (instant) => exitOf(instant), ended);
}

/** The telephone calls that the marks of a session make. A connection that ends takes its call with it. */
export function callsOf(marks: readonly Mark[], ended: number | undefined): readonly Span[] {
  const isOpening = ({ kind }: Mark): boolean => kind === 'callStarted';
  return pair(marks, isOpening, (instant) => (instant.some(({ kind }) => kind === 'callEnded') ? 'left' : exitOf(instant)), ended);
}

function exitOf(instant: readonly Mark[]): Span['exit'] {
  const kinds = new Set(instant.map(({ kind }) => kind));
  return (['removed', 'dropped', 'left'] as const).find((kind) => kinds.has(kind));
}

/**
 * Goes from instant to instant. Where opening and closing fall into one, an open span is closed and the next one opens;
 * without an open one, a span without duration opens and closes: clocks of sources may know seconds only.
 */
function pair(
  marks: readonly Mark[],
  isOpening: (mark: Mark) => boolean,
  closing: (instant: readonly Mark[]) => Span['exit'],
  ended: number | undefined,
): readonly Span[] {
  const spans: Span[] = [];
  let open: number | undefined;
  for (let from = 0; from < marks.length;) {
    const time = marks[from]?.time ?? 0;
    let to = from + 1;
    while (marks[to]?.time === time) to += 1;
    const instant = marks.slice(from, to);
    from = to;
    if (ended !== undefined && time >= ended && open === undefined) break;
    if (ended !== undefined && time > ended) break;
    const exit = closing(instant);
    const opens = instant.some(isOpening) && (ended === undefined || time < ended);
    const start: number | undefined = open ?? (opens ? time : undefined);
    if (start === undefined) continue;
    if (exit !== undefined) spans.push({ start, end: time, exit });
    const goesOn = exit === undefined || (open !== undefined && opens);
    open = goesOn ? (exit === undefined ? start : time) : undefined;
  }
  if (open !== undefined) spans.push(ended === undefined ? { start: open } : { start: open, end: ended, exit: 'ended' });
  return spans;
}

/** The UTC day of an instant, counted since 1970. */
export function dayOf(time: number): number {
  return Math.floor(time / dayMs);
}

/** The UTC days on which a span was open; one that ends at midnight does not reach into the new day, one that is still open counts for its first. */
export function daysOf({ start, end = start }: Span): readonly number[] {
  const first = dayOf(start);
  const last = Math.max(first, dayOf(end - 1));
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
