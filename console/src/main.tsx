import '@cloudscape-design/global-styles/index.css';
import 'virtual:theme.css';
import './console.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { CallError } from './api/client.ts';
import { createConsoleRouter } from './routes.tsx';
import { DoorProvider } from './session.tsx';
import { FlashProvider } from './ui/flash.tsx';
import { PreferencesProvider } from './ui/preferences.tsx';

/** A read is tried so often before its failure is shown. */
const retriesMax = 2;

/** Only what may be different the next time is asked for again. */
function isWorthRetrying(failures: number, error: unknown): boolean {
  return failures < retriesMax && error instanceof CallError && (error.status === 0 || error.status === 429 || error.status >= 502);
}

const queries = new QueryClient({ defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 5_000, refetchOnWindowFocus: false } } });

// The server shows the console at its own address and at that of the set-up link, too.
if (!location.pathname.startsWith('/console/')) {
  history.replaceState(
    undefined,
    '',
    `/console${location.pathname === '/console' ? '/' : location.pathname}${location.search}${location.hash}`,
  );
}

const element = document.getElementById('console');
if (!element) throw new Error('The page has no place for the console.');
createRoot(element).render(
  <StrictMode>
    <PreferencesProvider>
      <QueryClientProvider client={queries}>
        <DoorProvider>
          <FlashProvider>
            <RouterProvider router={createConsoleRouter()} />
          </FlashProvider>
        </DoorProvider>
      </QueryClientProvider>
    </PreferencesProvider>
  </StrictMode>,
);
