import { type BreadcrumbGroupProps } from '@cloudscape-design/components/breadcrumb-group';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { toHref } from './link.tsx';

/** What a page tells the shell around it. */
interface Frame {
  readonly title: string;
  readonly trail: readonly BreadcrumbGroupProps.Item[];
  readonly help: ReactNode;
}

interface FrameHolder extends Frame {
  set(frame: Frame): void;
}

const FrameContext = createContext<FrameHolder | undefined>(undefined);

export function FrameProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [frame, set] = useState<Frame>({ title: '', trail: [], help: undefined });
  const holder = useMemo(() => ({ ...frame, set }), [frame]);
  return <FrameContext value={holder}>{children}</FrameContext>;
}

export function useFrame(): FrameHolder {
  const frame = useContext(FrameContext);
  if (!frame) throw new Error('There is no shell above this component.');
  return frame;
}

interface PageProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly counter?: string;
  /** The pages above this one: text and path. */
  readonly trail?: readonly (readonly [text: string, path: string])[];
  readonly actions?: ReactNode;
  /** The help panel's content. */
  readonly help?: ReactNode;
  /** Where the heading is part of the content, as with full-page tables. */
  readonly isBare?: boolean;
  readonly children: ReactNode;
}

const nowhere: NonNullable<PageProps['trail']> = [];

/** A page: its heading, and what the shell shows of it. */
export function Page({ title, description, counter, trail = nowhere, actions, help, isBare, children }: PageProps): ReactNode {
  const { set } = useFrame();
  const path = trail.map(([text, to]) => `${text} ${to}`).join('|');
  useEffect(() => {
    document.title = `${title} · Carillon`;
    set({ title, trail: [...trail.map(([text, to]) => ({ text, href: toHref(to) })), { text: title, href: '#' }], help });
    // The trail is new with each rendering; what it says is not, and help is text that does not change.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [title, path, set]);
  if (isBare) return children;
  const header = (
    <Header variant="h1" description={description} counter={counter} actions={actions}>
      {title}
    </Header>
  );
  return <ContentLayout header={header}>{children}</ContentLayout>;
}
