import Box from '@cloudscape-design/components/box';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { useStored } from './stored.ts';
import { TablePreferences, usualLooks } from './table-preferences.tsx';
import { SurroundingsContext, TableRows } from './table-rows.tsx';
import { Trouble } from './trouble.tsx';
import { turnLabels } from './use-turns.tsx';

/** A page of a list, as the server gives it. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

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
  const { name, queryKey, load, columns, selection } = props;
  const [looks, setLooks] = useStored(`carillon-table-${name}`, usualLooks);
  const [at, setAt] = useState({ list: '', index: 0 });
  const list = JSON.stringify([queryKey, looks.pageSize]);
  // Another filter begins at its first page.
  const index = at.list === list ? at.index : 0;
  const query = useInfiniteQuery({
    queryKey: [name, ...queryKey, looks.pageSize],
    initialPageParam: '',
    // While another filter is asked for, the rows of the one before are shown.
    queryFn: async ({ pageParam, signal }) => ({
      ...(await load({ token: pageParam === '' ? undefined : pageParam, pageSize: looks.pageSize, signal })),
      list,
    }),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    refetchInterval: props.refetchInterval ?? false,
  });
  const pages = query.data?.pages ?? [];
  const items = pages[index]?.items ?? none;
  const open = async (wanted: number): Promise<void> => {
    if (wanted >= pages.length) await query.fetchNextPage();
    setAt({ list, index: wanted });
  };
  const shown = looks.visible ?? columns.filter(({ isHidden }) => !isHidden).map(({ id }) => id);
  const count = pages.reduce((sum, page) => sum + page.items.length, 0);
  // A spinner that comes and goes with each letter would be worse than none.
  const isAsking = useLasting(query.isFetchingNextPage || query.isPlaceholderData);
  const all = `${count.toLocaleString()}${query.hasNextPage ? '+' : ''}`;
  return (
    <SpaceBetween size="m">
      {query.error && <Trouble error={query.error} onRetry={query.refetch} />}
      <SurroundingsContext
        value={{
          empty: query.error ? undefined : <Box textAlign="center">{props.empty}</Box>,
          header: props.header({
            counter: selection && selection.items.length > 0 ? `(${selection.items.length}/${all})` : `(${all})`,
            actions: props.actions,
          }),
          filter: (
            <SpaceBetween size="s" direction="horizontal" alignItems="center">
              {props.filter}
              {isAsking && <StatusIndicator type="loading">Asking the server</StatusIndicator>}
            </SpaceBetween>
          ),
          pagination: (
            <Pagination
              currentPageIndex={index + 1}
              pagesCount={Math.max(1, pages.length)}
              openEnd={query.hasNextPage}
              disabled={query.isFetchingNextPage}
              ariaLabels={turnLabels}
              onChange={({ detail }) => void open(detail.currentPageIndex - 1)}
            />
          ),
          preferences: <TablePreferences columns={columns} preferences={{ ...looks, visible: shown }} onChange={setLooks} />,
        }}
      >
        <TableRows
          {...props}
          items={items}
          page={`${pages[index]?.list} ${index}`}
          shown={shown.join(' ')}
          wrapLines={looks.wrapLines}
          stripedRows={looks.stripedRows}
          isLoading={query.isPending && !query.error}
        />
      </SurroundingsContext>
    </SpaceBetween>
  );
}

const none: readonly never[] = [];

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
