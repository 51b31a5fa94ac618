import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { lazyRouteComponent, Outlet, useLocation, type ErrorComponentProps } from '@tanstack/react-router';
import { Suspense, type ReactNode } from 'react';
import { useDoor } from '../session.tsx';
import { useGo } from '../ui/link.tsx';
import { FrameProvider, Page } from '../ui/page.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { SignInPage, WaitingPage } from './door.tsx';

/** The inside: whoever is not signed in does without it. Once it is loaded, it is there at once. */
export const Shell = lazyRouteComponent(() => import('../ui/shell.tsx'), 'Shell');

/** The door, or behind it the shell. */
export function RootPage(): ReactNode {
  const { session } = useDoor();
  const { pathname } = useLocation();
  if (session === undefined) return <WaitingPage />;
  if (pathname === '/setup') return <Outlet />;
  if (session === null) return <SignInPage />;
  return (
    <FrameProvider>
      <Suspense fallback={<WaitingPage />}>
        <Shell />
      </Suspense>
    </FrameProvider>
  );
}

/** For addresses that lead nowhere. */
export function LostPage(): ReactNode {
  const go = useGo();
  const { pathname } = useLocation();
  return (
    <Page title="There is no such page">
      <SpaceBetween size="m">
        <Box variant="p">
          Nothing is at <Box variant="code">{pathname}</Box>. The link may be cut off, or the page has moved.
        </Box>
        <Button variant="primary" onClick={() => go('/accounts')}>
          Go to the accounts
        </Button>
      </SpaceBetween>
    </Page>
  );
}

/** For what is wrong outside of all pages. */
export function BrokenPage({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }): ReactNode {
  return (
    <main className="door">
      <div className="door__card">
        <Trouble error={error} onRetry={onRetry} />
      </div>
    </main>
  );
}

/** What could not be shown, and why. */
function FailedPage({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }): ReactNode {
  return (
    <Page title="This page could not be shown">
      <Trouble error={error} onRetry={onRetry} />
    </Page>
  );
}

/** What the browsers say when a file of the console was not loaded. */
const unloaded = /dynamically imported module|Importing a module script failed|Unable to preload/i;
const unloadedMessage =
  'A file of this page could not be loaded. Check your connection, then try again. If the server was updated meanwhile, that brings the new version.';

/** A page that failed, with the shell around it. */
export function FailedRoute({ error, reset }: ErrorComponentProps): ReactNode {
  // A file that was not loaded once is not asked for again before the whole page is.
  if (error instanceof Error && unloaded.test(error.message))
    return <FailedPage error={new Error(unloadedMessage)} onRetry={() => location.reload()} />;
  return <FailedPage error={error} onRetry={reset} />;
}
