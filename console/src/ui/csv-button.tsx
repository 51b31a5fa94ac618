import { useMutation } from '@tanstack/react-query';
import { createElement, type ReactNode } from 'react';
import type { CallName, Input } from '../api/calls.ts';
import type { Client } from '../api/client.ts';
import { useClient } from '../session.tsx';
import { useFlashes } from './flash.tsx';
import { download } from './format.ts';
import { ActionButton } from './permissions.tsx';
import { Trouble } from './trouble.tsx';

/** A file of more pages is for a script: see “Show as code”. */
const pagesMax = 250;

/** Downloads a report as the table that the server makes of it, all pages of it in one file. @param file its name, without an ending */
export function CsvButton<Name extends CallName>({
  name,
  input,
  file,
}: {
  readonly name: Name;
  /** undefined = there is nothing to ask for yet. */
  readonly input: Input<Name> | undefined;
  readonly file: string;
}): ReactNode {
  const client = useClient();
  const { show } = useFlashes();
  const keep = useMutation({
    async mutationFn(asked: Input<Name>) {
      const { text, isCut } = await readWhole(client, name, asked);
      download(`${file}.csv`, 'text/csv', text);
      if (isCut)
        show({
          id: 'csv',
          type: 'warning',
          content: `${file}.csv holds the first ${pagesMax} pages only. Choose fewer days for the rest.`,
        });
    },
    onError: (error) => show({ id: 'csv', type: 'error', content: createElement(Trouble, { error }) }),
  });
  return (
    <ActionButton
      needs={name}
      iconName="download"
      loading={keep.isPending}
      loadingText="Reading"
      disabledReason={input === undefined ? 'The days of the report are not right yet.' : undefined}
      onClick={() => input !== undefined && keep.mutate(input)}
    >
      Download CSV
    </ActionButton>
  );
}

/** Each page begins with the columns' names; they stand in the file once. */
async function readWhole<Name extends CallName>(client: Client, name: Name, input: Input<Name>): Promise<{ text: string; isCut: boolean }> {
  const first = await client.readTable(name, input);
  const parts = [first.text];
  let { next } = first;
  while (next !== undefined && parts.length < pagesMax) {
    const page = await client.readTable(name, { ...input, NextToken: next });
    parts.push(page.text.slice(page.text.indexOf('\r\n') + 2));
    ({ next } = page);
  }
  return { text: parts.join(''), isCut: next !== undefined };
}
