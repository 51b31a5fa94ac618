import Input, { type InputProps } from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useAccountId } from '../pages/account/account.ts';
import { useClient } from '../session.tsx';
import { useGo } from './link.tsx';
import { accountPlaces, places, type Place } from './navigation.ts';

const foundMax = 12;
/** Fewer letters would find everybody. */
const lettersMin = 2;

/** Goes anywhere by a few letters: pages, accounts, and people of the account that is open. */
export function Palette({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const field = useRef<InputProps.Ref>(null);
  // The dialog gives the focus to its first button, once it is there.
  useEffect(() => {
    const frame = requestAnimationFrame(() => field.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  const go = useGo();
  const found = useFound(text.trim().toLowerCase());
  const current = found[Math.min(at, found.length - 1)];
  const open = (place: Place | undefined): void => {
    if (!place) return;
    onClose();
    go(place.to);
  };
  return (
    <Modal visible header="Go to" onDismiss={onClose} closeAriaLabel="Close">
      <Input
        ref={field}
        type="search"
        value={text}
        placeholder="A page, an account, a person"
        ariaLabel="Search pages, accounts and people"
        controlId="palette-search"
        nativeInputAttributes={{
          role: 'combobox',
          'aria-expanded': true,
          'aria-controls': 'palette-list',
          ...(current && { 'aria-activedescendant': idOf(current) }),
        }}
        onChange={({ detail }) => {
          setText(detail.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          const { key } = event.detail;
          if (key === 'ArrowDown') setAt(Math.min(at + 1, found.length - 1));
          else if (key === 'ArrowUp') setAt(Math.max(at - 1, 0));
          else if (key === 'Enter') open(current);
          else return;
          event.preventDefault();
        }}
      />
      <ul className="palette__list" id="palette-list" role="listbox" aria-label="Results">
        {found.map((place) => (
          <li
            key={place.to}
            id={idOf(place)}
            role="option"
            aria-selected={place === current}
            className="palette__item"
            // The keyboard has the field above, which stays focused.
            onMouseDown={(event) => {
              event.preventDefault();
              open(place);
            }}
          >
            <span>{place.text}</span>
            <span className="palette__where">{place.section}</span>
          </li>
        ))}
      </ul>
      <div className="sr-only" role="status">
        {found.length} {found.length === 1 ? 'result' : 'results'}
      </div>
    </Modal>
  );
}

function idOf({ to }: Place): string {
  return `palette${to.replaceAll(/[^\w]/g, '-')}`;
}

function useFound(text: string): readonly Place[] {
  const client = useClient();
  const accountId = useAccountId();
  const isLong = text.length >= lettersMin;
  const accounts = useQuery({
    queryKey: ['palette', 'accounts', text],
    queryFn: ({ signal }) => client.call('chime:ListAccounts', { ...(text !== '' && { Name: text }), MaxResults: 5 }, { signal }),
    placeholderData: keepPreviousData,
  });
  const users = useQuery({
    queryKey: ['palette', 'users', accountId, text],
    queryFn: ({ signal }) => client.call('chime:ListUsers', { AccountId: accountId ?? '', Q: text, MaxResults: 5 }, { signal }),
    enabled: isLong && accountId !== undefined,
    placeholderData: keepPreviousData,
  });
  const pages = [...(accountId === undefined ? [] : accountPlaces(accountId)), ...places].filter(({ text: name, section }) =>
    `${section} ${name}`.toLowerCase().includes(text),
  );
  // What an earlier text has found stays while the next is asked for, but Enter must not lead to who does not match any more.
  const stillMatches = (...names: readonly (string | undefined)[]): boolean => names.some((name) => name?.toLowerCase().startsWith(text));
  const people = (isLong ? (users.data?.Users ?? []) : []).filter(
    ({ PrimaryEmail, DisplayName }) => !users.isPlaceholderData || stillMatches(PrimaryEmail, DisplayName),
  );
  const owned = (accounts.data?.Accounts ?? []).filter(({ Name }) => !accounts.isPlaceholderData || stillMatches(Name));
  return [
    ...people.map(({ UserId, PrimaryEmail, DisplayName }) => ({
      section: 'User',
      text: DisplayName ? `${DisplayName} (${PrimaryEmail ?? ''})` : (PrimaryEmail ?? UserId),
      to: `/accounts/${accountId ?? ''}/users/${UserId}`,
    })),
    ...owned.map(({ AccountId, Name }) => ({
      section: 'Account',
      text: Name,
      to: `/accounts/${AccountId}/users`,
    })),
    ...pages,
  ].slice(0, foundMax);
}
