import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useTurns } from '../use-turns.tsx';
import type { Outcome } from './run.ts';

const rowsPerPage = 10;

export function summarise(outcomes: readonly Outcome[]): Readonly<Record<Outcome['kind'], number>> {
  const sum = { done: 0, unchanged: 0, failed: 0, unknown: 0, left: 0 };
  for (const { kind } of outcomes) sum[kind]++;
  return sum;
}

const signs: Readonly<Record<Outcome['kind'], StatusIndicatorProps.Type>> = {
  done: 'success',
  unchanged: 'stopped',
  failed: 'error',
  unknown: 'warning',
  left: 'pending',
};
const words: Readonly<Record<Outcome['kind'], string>> = {
  done: 'Done',
  unchanged: 'No change',
  failed: 'Failed',
  unknown: 'Not known',
  left: 'Waiting',
};
const rehearsedWords: Readonly<Record<Outcome['kind'], string>> = { ...words, done: 'Will change', failed: 'Would fail' };

/** What becomes of each item; what needs a look comes first. */
export function OutcomeTable<Item>({
  items,
  outcomes,
  nameOf,
  isRehearsal,
}: {
  readonly items: readonly Item[];
  readonly outcomes: readonly Outcome[];
  readonly nameOf: (item: Item) => string;
  readonly isRehearsal: boolean;
}): ReactNode {
  const { rows: positions, pagination } = useTurns(inOrder(items.length, outcomes), rowsPerPage);
  const rows = positions.flatMap((position) => {
    const item = items[position];
    return item === undefined ? [] : [{ position, name: nameOf(item), outcome: outcomes[position] ?? left }];
  });
  const labels = isRehearsal ? rehearsedWords : words;
  return (
    <Table
      variant="embedded"
      contentDensity="compact"
      wrapLines
      items={rows}
      trackBy={({ position }) => String(position)}
      columnDefinitions={[
        { id: 'name', header: 'Who', isRowHeader: true, cell: ({ name }) => name },
        {
          id: 'outcome',
          header: isRehearsal ? 'What would happen' : 'Result',
          cell: ({ outcome }) => <StatusIndicator type={signs[outcome.kind]}>{labels[outcome.kind]}</StatusIndicator>,
        },
        { id: 'why', header: 'Why', cell: ({ outcome }) => ('why' in outcome ? outcome.why : '') },
      ]}
      ariaLabels={{ tableLabel: isRehearsal ? 'Preview' : 'Result', allItemsSelectionLabel: () => '', itemSelectionLabel: () => '' }}
      pagination={pagination}
    />
  );
}

const left: Outcome = { kind: 'left' };
const order: readonly Outcome['kind'][] = ['failed', 'unknown', 'left', 'unchanged', 'done'];

/** Positions of the items. Of a hundred thousand only ten are shown, so nothing but their kinds is looked at. */
function inOrder(length: number, outcomes: readonly Outcome[]): number[] {
  const byKind: Record<Outcome['kind'], number[]> = { failed: [], unknown: [], left: [], unchanged: [], done: [] };
  for (let position = 0; position < length; position++) byKind[outcomes[position]?.kind ?? 'left'].push(position);
  return order.flatMap((kind) => byKind[kind]);
}
