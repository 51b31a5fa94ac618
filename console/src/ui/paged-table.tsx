import Box from '@cloudscape-design/components/box';
import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { useStored } from './stored.ts';
import { Trouble } from './trouble.tsx';
import { turnLabels } from './use-turns.tsx';

/** A page of a list, as the server gives it. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

interface TablePreferences {
  readonly pageSize: number;
  readonly wrapLines: boolean;
  readonly stripedRows: boolean;
  readonly visible: readonly string[] | undefined;
}

const defaults: TablePreferences = { pageSize: 50, wrapLines: false, stripedRows: false, visible: undefined };

export interface PagedTableProps<Item> {
  /** For the preferences of this table, and for its query. */
  readonly name: string;
  readonly title: string;
  readonly description?: ReactNode;
  /** What the list depends on besides its name. */
  readonly queryKey: readonly unknown[];
  readonly load: (request: { token: string | undefined; pageSize: number; signal: AbortSignal }) => Promise<ListPage<Item>>;
  readonly idOf: (item: Item) => string;
  readonly nameOf: (item: Item) => string;
  readonly columns: readonly (TableProps.ColumnDefinition<Item> & {
    readonly id: string;
    readonly header: string;
    readonly isHidden?: boolean;
  })[];
  readonly filter?: ReactNode;
  readonly actions?: ReactNode;
  readonly empty: ReactNode;
  readonly selection?: { readonly items: readonly Item[]; readonly onChange: (items: readonly Item[]) => void };
  readonly header: (parts: { counter: string; actions: ReactNode }) => ReactNode;
  readonly refetchInterval?: number | false;
}

/** A table whose pages come from the server one by one, with everything on the keyboard. */
export function PagedTable<Item>(props: PagedTableProps<Item>): ReactNode {
  const { name, queryKey, load, idOf, nameOf, columns, selection } = props;
  const [preferences, setPreferences] = useStored(`carillon-table-${name}`, defaults);
  const [at, setAt] = useState({ key: '', index: 0 });
  const key = JSON.stringify([queryKey, preferences.pageSize]);
  // Another filter begins at its first page.
  const index = at.key === key ? at.index : 0;
  const query = useInfiniteQuery({
    queryKey: [name, ...queryKey, preferences.pageSize],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => load({ token: pageParam === '' ? undefined : pageParam, pageSize: preferences.pageSize, signal }),
    getNextPageParam: (page: ListPage<Item>) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: props.refetchInterval ?? false,
  });
  const pages = query.data?.pages ?? [];
  const items = pages[index]?.items ?? [];
  const open = async (wanted: number): Promise<void> => {
    if (wanted >= pages.length) await query.fetchNextPage();
    setAt({ key, index: wanted });
  };
  const shown = preferences.visible ?? columns.filter(({ isHidden }) => !isHidden).map(({ id }) => id);
  const count = pages.reduce((sum, page) => sum + page.items.length, 0);
  // A spinner that comes and goes with each letter would be worse than none.
  const isAsking = useLasting(query.isFetchingNextPage || query.isPlaceholderData);
  const chosen = new Set(selection?.items.map(idOf));
  const isPageChosen = items.every((item) => chosen.has(idOf(item)));
  const all = `${count.toLocaleString()}${query.hasNextPage ? '+' : ''}`;
  return (
    <SpaceBetween size="m">
      {query.error && <Trouble error={query.error} onRetry={query.refetch} />}
      <Table
        variant="full-page"
        stickyHeader
        enableKeyboardNavigation
        wrapLines={preferences.wrapLines}
        stripedRows={preferences.stripedRows}
        items={items}
        trackBy={idOf}
        columnDefinitions={columns}
        columnDisplay={columns.map(({ id }) => ({ id, visible: shown.includes(id) }))}
        loading={query.isPending && !query.error}
        loadingText="Loading"
        empty={query.error ? undefined : <Box textAlign="center">{props.empty}</Box>}
        header={props.header({
          counter: selection && selection.items.length > 0 ? `(${selection.items.length}/${all})` : `(${all})`,
          actions: props.actions,
        })}
        filter={
          <SpaceBetween size="s" direction="horizontal" alignItems="center">
            {props.filter}
            {isAsking && <StatusIndicator type="loading">Asking the server</StatusIndicator>}
          </SpaceBetween>
        }
        {...(selection && {
          selectionType: 'multi' as const,
          selectedItems: [...selection.items],
          onSelectionChange: ({ detail }: { detail: TableProps.SelectionChangeDetail<Item> }) => selection.onChange(detail.selectedItems),
        })}
        ariaLabels={{
          tableLabel: props.title,
          selectionGroupLabel: 'Selection',
          allItemsSelectionLabel: () => (isPageChosen ? 'Select nothing' : 'Select everything on this page'),
          itemSelectionLabel: (_, item) => nameOf(item),
        }}
        pagination={
          <Pagination
            currentPageIndex={index + 1}
            pagesCount={Math.max(1, pages.length)}
            openEnd={query.hasNextPage}
            disabled={query.isFetchingNextPage}
            ariaLabels={turnLabels}
            onChange={({ detail }) => void open(detail.currentPageIndex - 1)}
          />
        }
        preferences={<Preferences columns={columns} preferences={{ ...preferences, visible: shown }} onChange={setPreferences} />}
      />
    </SpaceBetween>
  );
}

/** People notice a wait that is longer. */
const noticedMs = 250;

/** Whether something has been so for long enough to be noticed. */
function useLasting(is: boolean): boolean {
  const [hasLasted, setLasted] = useState(false);
  useEffect(() => {
    if (!is) return undefined;
    const timer = setTimeout(() => setLasted(true), noticedMs);
    return () => {
      clearTimeout(timer);
      setLasted(false);
    };
  }, [is]);
  return is && hasLasted;
}

function Preferences({
  columns,
  preferences,
  onChange,
}: {
  readonly columns: readonly { readonly id: string; readonly header: string }[];
  readonly preferences: TablePreferences;
  readonly onChange: (preferences: TablePreferences) => void;
}): ReactNode {
  const { pageSize, wrapLines, stripedRows, visible = [] } = preferences;
  return (
    <CollectionPreferences
      title="Preferences of this table"
      confirmLabel="Apply"
      cancelLabel="Cancel"
      preferences={{ pageSize, wrapLines, stripedRows, contentDisplay: columns.map(({ id }) => ({ id, visible: visible.includes(id) })) }}
      pageSizePreference={{ title: 'Rows on a page', options: [25, 50, 100, 200].map((value) => ({ value, label: `${value} rows` })) }}
      wrapLinesPreference={{ label: 'Wrap lines', description: 'Shows long values whole.' }}
      stripedRowsPreference={{ label: 'Striped rows', description: 'Shades every other row.' }}
      contentDisplayPreference={{
        title: 'Columns',
        options: columns.map(({ id, header }, index) => ({ id, label: header, alwaysVisible: index === 0 })),
      }}
      onConfirm={({ detail }) =>
        onChange({
          pageSize: detail.pageSize ?? pageSize,
          wrapLines: detail.wrapLines ?? wrapLines,
          stripedRows: detail.stripedRows ?? stripedRows,
          visible: (detail.contentDisplay ?? []).filter((column) => column.visible).map(({ id }) => id),
        })
      }
    />
  );
}
