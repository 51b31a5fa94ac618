import Table, { type TableProps } from '@cloudscape-design/components/table';
import {
  createContext,
  startTransition,
  use,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';

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
  /** Which page of which list the items are. */
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

/** The rows of one page, drawn anew only when they, what is chosen of them, or how they look has changed. */
export function TableRows<Item>(props: TableRowsProps<Item>): ReactNode {
  const { title, columns, shown, wrapLines, stripedRows, isLoading } = props;
  const latest = useLatest(props);
  const items = useDeferredValue(useGrowing(props.items, props.page));
  const chosen = props.selection?.items;
  return useMemo(() => {
    const { idOf, nameOf } = latest.current;
    const ids = new Set(chosen?.map(idOf));
    const isPageChosen = items.every((item) => ids.has(idOf(item)));
    return (
      <Table
        {...places}
        variant="full-page"
        stickyHeader
        enableKeyboardNavigation
        wrapLines={wrapLines}
        stripedRows={stripedRows}
        items={items}
        trackBy={idOf}
        columnDefinitions={columns}
        columnDisplay={columns.map(({ id }) => ({ id, visible: shown.split(' ').includes(id) }))}
        loading={isLoading}
        loadingText="Loading"
        {...(chosen && {
          selectionType: 'multi' as const,
          selectedItems: [...chosen],
          onSelectionChange: ({ detail }: { detail: TableProps.SelectionChangeDetail<Item> }) =>
            latest.current.selection?.onChange(withUndrawn(latest.current, items, chosen, detail.selectedItems)),
        })}
        ariaLabels={{
          tableLabel: title,
          selectionGroupLabel: 'Selection',
          allItemsSelectionLabel: () => (isPageChosen ? 'Select nothing' : 'Select everything on this page'),
          itemSelectionLabel: (_, item) => nameOf(item),
        }}
      />
    );
  }, [latest, title, items, chosen, columns, shown, wrapLines, stripedRows, isLoading]);
}

/** Rows that are drawn at once, about as many as a screen holds. */
const rowsAtFirst = 30;
/** Rows that are added at once after that: more would keep a key that is pressed meanwhile waiting. */
const rowsPerStep = 60;

/** Of the rows of a page, those that are drawn already. */
function useGrowing<Item>(items: readonly Item[], page: string): readonly Item[] {
  const [grown, setGrown] = useState({ page, count: rowsAtFirst });
  const count = grown.page === page ? grown.count : rowsAtFirst;
  useEffect(() => {
    if (count >= items.length) return;
    startTransition(() => setGrown({ page, count: count + rowsPerStep }));
  }, [items, page, count]);
  return useMemo(() => (count < items.length ? items.slice(0, count) : items), [items, count]);
}

/** Whoever chooses all rows, or none, before the last are drawn means those as well. */
function withUndrawn<Item>(
  { items, idOf }: TableRowsProps<Item>,
  drawn: readonly Item[],
  before: readonly Item[],
  after: readonly Item[],
): readonly Item[] {
  if (drawn.length >= items.length) return after;
  const areChosen = (chosen: readonly Item[]): boolean => {
    const ids = new Set(chosen.map(idOf));
    return drawn.every((item) => ids.has(idOf(item)));
  };
  if (areChosen(before) === areChosen(after)) return after;
  const page = new Set(items.map(idOf));
  const elsewhere = after.filter((item) => !page.has(idOf(item)));
  if (areChosen(after)) return [...elsewhere, ...items];
  // One of them taken out is no word about the others.
  return after.length < before.length - 1 ? elsewhere : after;
}

function useLatest<Value>(value: Value): { readonly current: Value } {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return latest;
}
