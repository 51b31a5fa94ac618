import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import type { ReactNode } from 'react';

/** How somebody wants a table to look. */
interface Looks {
  readonly pageSize: number;
  readonly wrapLines: boolean;
  readonly stripedRows: boolean;
  /** The columns that are shown, by their ids; undefined = those that the table shows by itself. */
  readonly visible: readonly string[] | undefined;
}

export const usualLooks: Looks = { pageSize: 50, wrapLines: false, stripedRows: false, visible: undefined };

/** The button that asks how a table should look. */
export function TablePreferences({
  columns,
  preferences,
  onChange,
}: {
  readonly columns: readonly { readonly id: string; readonly header: string }[];
  readonly preferences: Looks;
  readonly onChange: (preferences: Looks) => void;
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
