import '@cloudscape-design/global-styles/index.css';
import 'virtual:theme.css';
import './console.css';
import { importMessages } from '@cloudscape-design/components/i18n';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { CallError } from './api/client.ts';
import { readFirst } from './first-reads.ts';
import { Shell } from './pages/root.tsx';
import { createConsoleRouter } from './routes.tsx';
import { DoorProvider, findSession } from './session.tsx';
import { readPreferences } from './ui/appearance.ts';
import { FlashProvider } from './ui/flash.tsx';
import { PreferencesProvider } from './ui/preferences.tsx';

/** A read is tried so often before its failure is shown. */
const retriesMax = 2;

/** Only what may be different the next time is asked for again. */
function isWorthRetrying(failures: number, error: unknown): boolean {
  return failures < retriesMax && error instanceof CallError && (error.status === 0 || error.status === 429 || error.status >= 502);
}

const queries = new QueryClient({ defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 5_000, refetchOnWindowFocus: false } } });

/**
 * Opens the page that was asked for, drawn once, with all that it shows first. Until then there is what the HTML shows.
 * @param asked the request for who is signed in
 */
export async function openConsole(asked: Promise<Response>): Promise<void> {
  const element = document.getElementById('console');
  if (!element) throw new Error('The page has no place for the console.');
  // The server shows the console at its own address and at that of the set-up link, too.
  if (!location.pathname.startsWith('/console/')) {
    const path = location.pathname === '/console' ? '/' : location.pathname;
    history.replaceState(undefined, '', `/console${path}${location.search}${location.hash}`);
  }
  const router = createConsoleRouter();
  const speaking = importMessages(readPreferences().locale);
  const found = await findSession(asked);
  if (found.session) await Promise.all([Shell.preload?.(), router.load(), readFirst(queries, found.session, location.pathname)]);
  const spoken = await speaking;
  createRoot(element).render(
    <StrictMode>
      <PreferencesProvider spoken={spoken}>
        <QueryClientProvider client={queries}>
          <DoorProvider found={found}>
            <FlashProvider>
              <RouterProvider router={router} />
            </FlashProvider>
          </DoorProvider>
        </QueryClientProvider>
      </PreferencesProvider>
    </StrictMode>,
  );
  element.removeAttribute('aria-busy');
}
