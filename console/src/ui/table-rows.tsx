import Table, { type TableProps } from '@cloudscape-design/components/table';
import { createContext, startTransition, use, useDeferredValue, useEffect, useMemo, useState, type ReactNode } from 'react';
import { choiceColumn, Chosen } from './table-choice.tsx';
import { useLatest } from './use-latest.ts';

/** What stands around the rows of a table. */
interface Surroundings {
  readonly header: ReactNode;
  readonly filter: ReactNode;
  readonly pagination: ReactNode;
  readonly preferences: ReactNode;
  readonly empty: ReactNode;
}

/**
 * A letter typed into the filter, or a count in the heading, must not draw hundreds of rows anew. So what stands around them reaches
 * its place past the table, which is given the same five places each time.
 */
export const SurroundingsContext = createContext<Surroundings | undefined>(undefined);

function Place({ of }: { readonly of: keyof Surroundings }): ReactNode {
  return use(SurroundingsContext)?.[of];
}

const places = {
  header: <Place of="header" />,
  filter: <Place of="filter" />,
  pagination: <Place of="pagination" />,
  preferences: <Place of="preferences" />,
  empty: <Place of="empty" />,
} as const satisfies Surroundings;

interface TableRowsProps<Item> {
  readonly title: string;
  readonly items: readonly Item[];
  /** Which page of which list these are: of another one the first rows come first. */
  readonly page: string;
  readonly idOf: (item: Item) => string;
  readonly nameOf: (item: Item) => string;
  /** Rows are drawn anew when these are others than before. */
  readonly columns: readonly (TableProps.ColumnDefinition<Item> & { readonly id: string })[];
  /** The ids of the columns that are shown, with spaces between. */
  readonly shown: string;
  readonly wrapLines: boolean;
  readonly stripedRows: boolean;
  readonly isLoading: boolean;
  readonly selection?: { readonly items: readonly Item[]; readonly onChange: (items: readonly Item[]) => void };
}

/** The rows of one page, drawn anew only when they or how they look has changed. */
export function TableRows<Item>(props: TableRowsProps<Item>): ReactNode {
  const { title, columns, shown, wrapLines, stripedRows } = props;
  const latest = useLatest(props);
  const items = useGrowing(props.items, props.page);
  // As late as the rows: a table that has loaded and has none says that there is nothing.
  const isLoading = useDeferredValue(props.isLoading);
  const isChoosing = props.selection !== undefined;
  const table = useMemo(() => {
    const { idOf, nameOf } = latest.current;
    return (
      <Table
        {...places}
        variant="full-page"
        stickyHeader
        enableKeyboardNavigation
        wrapLines={wrapLines}
        stripedRows={stripedRows}
        items={items}
        columnDefinitions={isChoosing ? [choiceColumn(idOf, nameOf), ...columns] : columns}
        columnDisplay={[
          ...(isChoosing ? [{ id: 'choice', visible: true }] : []),
          ...columns.map(({ id }) => ({ id, visible: shown.split(' ').includes(id) })),
        ]}
        loading={isLoading}
        loadingText="Loading"
        ariaLabels={{ tableLabel: title }}
      />
    );
  }, [latest, title, items, isChoosing, columns, shown, wrapLines, stripedRows, isLoading]);
  return isChoosing ? <Chosen of={props}>{table}</Chosen> : table;
}

/** Rows that are drawn at once, about as many as a screen holds. */
const rowsAtFirst = 20;
/** Rows that are added at once after that: more would keep a key that is pressed meanwhile waiting. */
const rowsPerStep = 60;
/** The pause before each step: whoever leafs quickly is on the next page by then. */
const pauseMs = 100;

/**
 * Of the rows of a page, those that are drawn already: the first ones, and more as the browser finds time. So whoever leafs
 * quickly waits for no more than the first rows of each page.
 */
function useGrowing<Item>(items: readonly Item[], page: string): readonly Item[] {
  const [grown, setGrown] = useState({ page, count: rowsAtFirst });
  const count = grown.page === page ? grown.count : rowsAtFirst;
  const wanted = useMemo(() => (count < items.length ? items.slice(0, count) : items), [items, count]);
  const drawn = useDeferredValue(wanted);
  useEffect(() => {
    if (drawn !== wanted || count >= items.length) return undefined;
    const timer = setTimeout(() => startTransition(() => setGrown({ page, count: count + rowsPerStep })), pauseMs);
    return () => clearTimeout(timer);
  }, [drawn, wanted, items, page, count]);
  return drawn;
}
