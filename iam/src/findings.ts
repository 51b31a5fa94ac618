import { findingTable, type Severity } from './finding-table.ts';
import { positionAt, type Span } from './parse.ts';

/** Something to say about a policy text. `line` and `column` count from 1, `offset` from 0; `length` is that of the text meant. */
export interface Finding {
  readonly severity: Severity;
  readonly code: FindingCode;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  readonly length: number;
}

/** A finding before its place in the text has been counted out in lines. */
export interface FindingDraft {
  readonly code: FindingCode;
  readonly message: string;
  readonly span: Span;
}

/** A function that notes a finding. The details take the places of `{}` in the message of the code, in order. */
export type Report = (code: FindingCode, span: Span, ...details: readonly (string | number)[]) => void;

/** The codes of {@link findingTable}. */
export type FindingCode = keyof typeof findingTable;

/** A {@link Report} that appends to a list. */
export function reportTo(drafts: FindingDraft[]): Report {
  return (code, span, ...details) => {
    let index = 0;
    const message = findingTable[code][1].replaceAll('{}', () => String(details[index++] ?? ''));
    drafts.push({ code, message, span });
  };
}

/** Turns drafts into findings, in the order of the text. */
export function finishFindings(text: string, drafts: readonly FindingDraft[]): Finding[] {
  return drafts
    .map(({ code, message, span }) => {
      const position = positionAt(text, span.start);
      return { severity: findingTable[code][0], code, message, ...position, length: span.end - span.start };
    })
    .toSorted((a, b) => a.offset - b.offset);
}
