import type { ReactNode } from 'react';

/** Lines that are compared with each other; longer texts are shown one after the other. */
const linesMax = 2_000;

interface Line {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** What changes between two texts, line by line. */
export function Diff({ before, after, name }: { readonly before: string; readonly after: string; readonly name: string }): ReactNode {
  const lines = compare(before === '' ? [] : before.split('\n'), after === '' ? [] : after.split('\n'));
  return (
    <pre className="code" tabIndex={0} role="region" aria-label={`What changes in ${name}`}>
      {lines.map(({ kind, text }, index) => (
        // Lines have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <span key={index} className={`diff__line diff__line--${kind}`}>
          <span aria-hidden="true">{kind === 'added' ? '+ ' : kind === 'removed' ? '- ' : '  '}</span>
          {kind !== 'same' && <span className="sr-only">{kind}: </span>}
          {text}
        </span>
      ))}
    </pre>
  );
}

function removed(text: string): Line {
  return { kind: 'removed', text };
}

function added(text: string): Line {
  return { kind: 'added', text };
}

/** The longest common subsequence decides which lines stay. */
export function compare(before: readonly string[], after: readonly string[]): readonly Line[] {
  if (before.length > linesMax || after.length > linesMax) return [...before.map(removed), ...after.map(added)];
  const table = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = table[i];
      if (!row) continue;
      row[j] = before[i] === after[j] ? (table[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(table[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old = '', fresh = ''] = [before[i], after[j]];
    if (i < before.length && j < after.length && old === fresh) {
      lines.push({ kind: 'same', text: old });
      i++;
      j++;
    } else if (j >= after.length || (i < before.length && (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))) {
      lines.push(removed(old));
      i++;
    } else {
      lines.push(added(fresh));
      j++;
    }
  }
  return lines;
}
