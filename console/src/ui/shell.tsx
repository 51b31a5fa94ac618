import AppLayout from '@cloudscape-design/components/app-layout';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import HelpPanel from '@cloudscape-design/components/help-panel';
import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation';
import TopNavigation from '@cloudscape-design/components/top-navigation';
import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import wordmark from '../wordmark.svg';
import { useAccount, useAccountId } from '../pages/account/account.ts';
import { useDoor, useSession } from '../session.tsx';
import { EndedDialog } from './ended-dialog.tsx';
import { Flashes, useFlashes } from './flash.tsx';
import { toHref, useFollow } from './link.tsx';
import { accountPlaces, places, type Place } from './navigation.ts';
import { useFrame } from './page.tsx';
import { Palette } from './palette.tsx';
import { PreferencesDialog } from './preferences-dialog.tsx';
import { SwitchRoleDialog } from './switch-role-dialog.tsx';

type Open = 'palette' | 'preferences' | 'role' | undefined;

/** Everything around the pages. */
export function Shell(): ReactNode {
  const frame = useFrame();
  const follow = useFollow();
  const [open, setOpen] = useState<Open>();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [isNavigationOpen, setNavigationOpen] = useState(() => matchMedia('(min-width: 912px)').matches);
  useShortcut(() => setOpen('palette'));
  return (
    <>
      <div id="header" className="header-bar">
        <Top onOpen={setOpen} />
      </div>
      <AppLayout
        headerSelector="#header"
        navigation={<Navigation />}
        navigationOpen={isNavigationOpen}
        onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
        breadcrumbs={<BreadcrumbGroup ariaLabel="Where you are" items={[...frame.trail]} onFollow={follow} />}
        notifications={<Flashes />}
        toolsHide={frame.help === undefined}
        toolsOpen={isHelpOpen}
        onToolsChange={({ detail }) => setHelpOpen(detail.open)}
        tools={<HelpPanel header={<h2>{frame.title}</h2>}>{frame.help}</HelpPanel>}
        content={<Outlet />}
        ariaLabels={{ navigation: 'Pages', tools: 'Help', notifications: 'Messages' }}
      />
      {open === 'palette' && <Palette onClose={() => setOpen(undefined)} />}
      {open === 'preferences' && <PreferencesDialog onClose={() => setOpen(undefined)} />}
      {open === 'role' && <SwitchRoleDialog onClose={() => setOpen(undefined)} />}
      <EndedDialog />
    </>
  );
}

/** ⌘K, and Ctrl K where there is no ⌘. */
function useShortcut(onPalette: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return;
      event.preventDefault();
      onPalette();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  });
}

function Top({ onOpen }: { readonly onOpen: (open: Open) => void }): ReactNode {
  const session = useSession();
  const door = useDoor();
  const follow = useFollow();
  const { show } = useFlashes();
  const account = session.AccountAlias ?? session.AccountId;
  const whoever = session.Role ? `${session.Role.Name} (as ${session.UserName})` : session.UserName;
  const leave = (work: Promise<void>): void => {
    work.catch((error: unknown) => show({ id: 'door', type: 'error', content: error instanceof Error ? error.message : String(error) }));
  };
  return (
    <TopNavigation
      identity={{ href: toHref('/accounts'), logo: { src: wordmark, alt: 'Carillon' }, onFollow: follow }}
      utilities={[
        {
          type: 'button',
          text: 'Search',
          iconName: 'search',
          title: 'Search (Ctrl K)',
          ariaLabel: 'Search pages, accounts and people',
          onClick: () => onOpen('palette'),
        },
        { type: 'button', iconName: 'settings', title: 'Preferences', ariaLabel: 'Preferences', onClick: () => onOpen('preferences') },
        {
          type: 'menu-dropdown',
          text: `${whoever} @ ${account}`,
          description: session.Arn,
          iconName: 'user-profile',
          items: [
            { id: 'role', text: 'Switch role' },
            ...(session.Role ? [{ id: 'back', text: `Switch back to ${session.UserName}` }] : []),
            { id: 'profile', text: 'Your security credentials', href: toHref(`/access/identities/user/${session.UserName}`) },
            { id: 'out', text: 'Sign out' },
          ],
          onItemFollow: follow,
          onItemClick: ({ detail }) => {
            if (detail.id === 'role') onOpen('role');
            if (detail.id === 'back') leave(door.switchBack());
            if (detail.id === 'out') leave(door.signOut());
          },
        },
      ]}
    />
  );
}

function Navigation(): ReactNode {
  const follow = useFollow();
  const { pathname } = useLocation();
  const accountId = useAccountId();
  const account = useAccount(accountId);
  const own = accountId === undefined ? [] : accountPlaces(accountId);
  const shown = [...places, ...own];
  // The deepest page that the address is at or below.
  const active = shown.filter(({ to }) => `${pathname}/`.startsWith(`${to}/`)).toSorted((a, b) => b.to.length - a.to.length)[0];
  const items: SideNavigationProps.Item[] = [
    ...links(places, 'Accounts'),
    ...(accountId === undefined
      ? []
      : [
          {
            type: 'section-group' as const,
            title: account.data?.Name ?? 'Account',
            items: [...links(own, 'Users'), section(own, 'Identity'), section(own, 'Reports'), section(own, 'Settings')],
          },
        ]),
    { type: 'divider' },
    section(places, 'Global'),
    section(places, 'Access'),
    section(places, 'System'),
  ];
  return <SideNavigation items={items} activeHref={active ? toHref(active.to) : ''} onFollow={follow} />;
}

function links(all: readonly Place[], name: string): SideNavigationProps.Link[] {
  return all.filter(({ section }) => section === name).map(({ text, to }) => ({ type: 'link', text, href: toHref(to) }));
}

function section(all: readonly Place[], name: string): SideNavigationProps.Section {
  return { type: 'section', text: name, items: links(all, name) };
}
