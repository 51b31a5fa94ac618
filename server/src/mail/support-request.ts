import { toOneLine } from './one-line.ts';

/** A request for support, as it is mailed. */
export interface SupportLetter {
  readonly id: string;
  readonly subject: string;
  readonly severity: string;
  /** Label and value of what else is known, in order. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  /** What the person in trouble has written. */
  readonly description: string;
  /** undefined = none are attached. */
  readonly diagnostics: object | undefined;
}

/** What the mail to the support address says. What people have written is quoted, so that no line of theirs is taken for one of ours. */
export function supportRequestMail({ id, subject, severity, facts, description, diagnostics }: SupportLetter): {
  subject: string;
  body: string;
} {
  return {
    subject: `[${severity}] ${toOneLine(subject)}`,
    body: [
      `Support request ${id}`,
      '',
      ...facts.map(([label, value]) => `${label}: ${toOneLine(value)}`),
      '',
      ...quote(description),
      '',
      ...(diagnostics === undefined ? [] : ['Diagnostics, without names, addresses and secrets:', '', ...indent(diagnostics), '']),
    ].join('\n'),
  };
}

function quote(text: string): string[] {
  return text
    .split(/\r\n|[\r\n\v\f\u0085\u2028\u2029]/)
    .map((line) => `> ${line.replaceAll('\t', '  ').replace(/[\p{Cc}\p{Bidi_Control}]/gu, '')}`);
}

function indent(value: object): string[] {
  return JSON.stringify(value, undefined, 2)
    .split('\n')
    .map((line) => `  ${line}`);
}
