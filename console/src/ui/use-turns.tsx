import Pagination, { type PaginationProps } from '@cloudscape-design/components/pagination';
import { useState, type ReactNode } from 'react';

/** What turns pages, in words. */
export const turnLabels = {
  nextPageLabel: 'Next page',
  previousPageLabel: 'Previous page',
  pageLabel: (page: number) => `Page ${page}`,
} as const satisfies PaginationProps.Labels;

/** A list that is all here, page by page: the rows of the page, and what turns it where there are several. */
export function useTurns<Item>(
  items: readonly Item[],
  rowsPerPage: number,
): { readonly rows: readonly Item[]; readonly pagination: ReactNode } {
  const [page, setPage] = useState(1);
  const pagesCount = Math.max(1, Math.ceil(items.length / rowsPerPage));
  const shown = Math.min(page, pagesCount);
  return {
    rows: items.slice((shown - 1) * rowsPerPage, shown * rowsPerPage),
    pagination: pagesCount > 1 && (
      <Pagination
        currentPageIndex={shown}
        pagesCount={pagesCount}
        ariaLabels={turnLabels}
        onChange={({ detail }) => setPage(detail.currentPageIndex)}
      />
    ),
  };
}
