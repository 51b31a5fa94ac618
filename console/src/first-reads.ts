import type { QueryClient } from '@tanstack/react-query';
import { createClient } from './api/client.ts';
import { accountQuery } from './pages/account/account.ts';
import type { Session } from './session.tsx';
import { permissionQuery } from './ui/permissions.tsx';

/** The page does not wait longer for what it could show without. */
const patienceMs = 300;

/**
 * Reads what the page at this path shows first, beside the files that it is made of: else each would be asked for when the page
 * has been drawn without it, and the page drawn again. What fails here the page asks for once more, and tells.
 */
export async function readFirst(queries: QueryClient, { Proof, Arn }: Session, pathname: string): Promise<void> {
  const client = createClient({ proof: () => Proof, onEnded: () => undefined });
  const [, accountId] = /^\/console\/accounts\/([^/]+)/.exec(pathname) ?? [];
  const reads = [
    queries.prefetchQuery({ ...permissionQuery(client, Arn), retry: false }),
    ...(accountId === undefined ? [] : [queries.prefetchQuery({ ...accountQuery(client, accountId), retry: false })]),
  ];
  await Promise.race([Promise.all(reads), new Promise((resolve) => setTimeout(resolve, patienceMs))]);
}
