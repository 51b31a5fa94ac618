import Link, { type LinkProps } from '@cloudscape-design/components/link';
import { useRouter } from '@tanstack/react-router';
import { useCallback, type ReactNode } from 'react';

const base = '/console';

/** The address of a page of the console. @param path below the console, such as `/accounts` */
export function toHref(path: string): string {
  return `${base}${path}`;
}

interface Followed {
  preventDefault(): void;
  readonly detail: { readonly href?: string | undefined; readonly external?: boolean | undefined };
}

/** Opens links of the console without loading it anew. */
export function useFollow(): (event: Followed) => void {
  const { history } = useRouter();
  return useCallback(
    (event) => {
      const { href, external } = event.detail;
      if (external || !href?.startsWith(`${base}/`)) return;
      event.preventDefault();
      history.push(href);
    },
    [history],
  );
}

/** Goes to a page of the console. */
export function useGo(): (path: string) => void {
  const { history } = useRouter();
  return useCallback((path) => history.push(toHref(path)), [history]);
}

/** A link to a page of the console. */
export function PageLink({
  to,
  children,
  ...more
}: { readonly to: string; readonly children: ReactNode } & Pick<LinkProps, 'variant' | 'fontSize' | 'ariaLabel'>): ReactNode {
  const follow = useFollow();
  return (
    <Link {...more} href={toHref(to)} onFollow={follow}>
      {children}
    </Link>
  );
}
