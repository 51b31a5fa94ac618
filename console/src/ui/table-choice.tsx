import Checkbox from '@cloudscape-design/components/checkbox';
import { createContext, startTransition, use, useLayoutEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useLatest } from './use-latest.ts';

/** What is chosen of a list of which one page is shown. */
interface Choosing<Item> {
  readonly items: readonly Item[];
  readonly idOf: (item: Item) => string;
  readonly nameOf: (item: Item) => string;
  readonly selection?: { readonly items: readonly Item[]; readonly onChange: (items: readonly Item[]) => void };
}

/** Where more change at once, the heading and its count come first, and then the boxes. */
const boxesAtOnce = 20;

type Extent = 'all' | 'some' | 'none';

/** Tells each box apart whether its row is chosen: the table's own boxes would have all rows drawn anew for one of them. */
class Choice {
  #ids: ReadonlySet<string> = new Set();
  #page: readonly string[] = [];
  #change: (ids: ReadonlySet<string>) => void = () => {};
  #from: string | undefined;
  readonly #rows = new Set<() => void>();
  readonly #headings = new Set<() => void>();

  take<Item>({ items, idOf, selection }: Choosing<Item>): void {
    const ids = new Set(selection?.items.map(idOf));
    const changed = [...ids].filter((id) => !this.#ids.has(id)).length + [...this.#ids].filter((id) => !ids.has(id)).length;
    this.#ids = ids;
    this.#page = items.map(idOf);
    this.#change = (ids) => {
      const before = selection?.items ?? [];
      const added = items.filter((item) => ids.has(idOf(item)) && !this.#ids.has(idOf(item)));
      selection?.onChange([...before.filter((item) => ids.has(idOf(item))), ...added]);
    };
    for (const listener of this.#headings) listener();
    const tell = (): void => this.#rows.forEach((listener) => listener());
    if (changed > boxesAtOnce) startTransition(tell);
    else tell();
  }

  watchRow(listener: () => void): () => void {
    this.#rows.add(listener);
    return () => this.#rows.delete(listener);
  }

  readonly watchHeading = (listener: () => void): (() => void) => {
    this.#headings.add(listener);
    return () => this.#headings.delete(listener);
  };

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** How much of the page is chosen. Of an empty page nothing is. */
  readonly extent = (): Extent => {
    const count = this.#page.filter((id) => this.#ids.has(id)).length;
    return count === 0 ? 'none' : count === this.#page.length ? 'all' : 'some';
  };

  /** @param isRange all rows since the one that was turned last */
  turn(id: string, isRange: boolean): void {
    const from = this.#from === undefined ? -1 : this.#page.indexOf(this.#from);
    const to = this.#page.indexOf(id);
    const ids = isRange && from >= 0 ? this.#page.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
    this.#from = id;
    this.#set(ids, !this.has(id));
  }

  turnPage(): void {
    this.#set(this.#page, this.extent() !== 'all');
  }

  #set(ids: readonly string[], areChosen: boolean): void {
    const rest = new Set(this.#ids);
    for (const id of ids) rest[areChosen ? 'add' : 'delete'](id);
    this.#change(rest);
  }
}

const ChoiceContext = createContext(new Choice());

/** Around a table whose first column is `choiceColumn`. */
export function Chosen<Item>({ of, children }: { readonly of: Choosing<Item>; readonly children: ReactNode }): ReactNode {
  const [choice] = useState(() => {
    const made = new Choice();
    made.take(of);
    return made;
  });
  const { items, selection } = of;
  const latest = useLatest(of);
  useLayoutEffect(() => choice.take(latest.current), [choice, latest, items, selection?.items]);
  return <ChoiceContext value={choice}>{children}</ChoiceContext>;
}

/** The column of boxes. */
export function choiceColumn<Item>(idOf: (item: Item) => string, nameOf: (item: Item) => string) {
  const width = 54;
  return {
    id: 'choice',
    header: <PageBox />,
    width,
    minWidth: width,
    maxWidth: width,
    cell: (item: Item) => <RowBox id={idOf(item)} name={nameOf(item)} />,
  };
}

function RowBox({ id, name }: { readonly id: string; readonly name: string }): ReactNode {
  const choice = use(ChoiceContext);
  const [seen, setSeen] = useState({ id, isChosen: choice.has(id) });
  // Another page puts its rows where those of the one before were.
  const isChosen = seen.id === id ? seen.isChosen : choice.has(id);
  useLayoutEffect(() => {
    const look = (): void => setSeen((before) => renew(before, { id, isChosen: choice.has(id) }));
    look();
    return choice.watchRow(look);
  }, [choice, id]);
  const isRange = useRef(false);
  const note = (event: { readonly shiftKey: boolean }): void => {
    isRange.current = event.shiftKey;
  };
  return (
    <label className="choice" onMouseDown={note} onKeyDown={note}>
      <Checkbox ariaLabel={name} checked={isChosen} onChange={() => choice.turn(id, isRange.current)} />
    </label>
  );
}

interface Seen {
  readonly id: string;
  readonly isChosen: boolean;
}

/** The same object where nothing has changed, so that nothing is drawn. */
function renew(before: Seen, now: Seen): Seen {
  return before.id === now.id && before.isChosen === now.isChosen ? before : now;
}

function PageBox(): ReactNode {
  const choice = use(ChoiceContext);
  const extent = useSyncExternalStore(choice.watchHeading, choice.extent);
  const label = useRef<HTMLLabelElement>(null);
  const [isCopy, setCopy] = useState(false);
  // A heading that stays in sight is a copy that only mice use.
  useLayoutEffect(() => setCopy(label.current?.closest('[aria-hidden=true]') !== null), []);
  return (
    <label ref={label} className="choice">
      <span className="sr-only">Selection</span>
      <Checkbox
        ariaLabel={extent === 'all' ? 'Select nothing' : 'Select everything on this page'}
        checked={extent === 'all'}
        indeterminate={extent === 'some'}
        {...(isCopy && { nativeInputAttributes: { tabIndex: -1 } })}
        onChange={() => choice.turnPage()}
      />
    </label>
  );
}
