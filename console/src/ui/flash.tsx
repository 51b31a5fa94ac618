import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';

export interface Flash {
  /** The same id replaces what was said under it before. */
  readonly id: string;
  readonly type: NonNullable<FlashbarProps.MessageDefinition['type']>;
  readonly header?: string;
  readonly content?: ReactNode;
  readonly loading?: boolean;
  readonly action?: ReactNode;
}

interface Flashes {
  readonly list: readonly Flash[];
  show(flash: Flash): void;
  dismiss(id: string): void;
}

const FlashContext = createContext<Flashes | undefined>(undefined);

/** Messages that outlast the page that says them. */
export function FlashProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [list, setList] = useState<readonly Flash[]>([]);
  const flashes = useMemo(
    () => ({
      list,
      show: (flash: Flash) => setList((before) => [flash, ...before.filter(({ id }) => id !== flash.id)]),
      dismiss: (id: string) => setList((before) => before.filter((flash) => flash.id !== id)),
    }),
    [list],
  );
  return <FlashContext value={flashes}>{children}</FlashContext>;
}

export function useFlashes(): Flashes {
  const flashes = useContext(FlashContext);
  if (!flashes) throw new Error('There is no flash bar above this component.');
  return flashes;
}

export function Flashes(): ReactNode {
  const { list, dismiss } = useFlashes();
  return (
    <Flashbar
      stackItems
      items={list.map(({ id, type, header, content, loading, action }) => ({
        id,
        type,
        header,
        content,
        loading: loading ?? false,
        action,
        dismissible: !loading,
        dismissLabel: 'Dismiss this message',
        onDismiss: () => dismiss(id),
      }))}
    />
  );
}
