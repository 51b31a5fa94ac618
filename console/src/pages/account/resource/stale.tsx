import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { Diff } from '../../../ui/diff.tsx';
import { PageLink } from '../../../ui/link.tsx';
import { listChanges } from './changes.ts';
import { print, type Current } from './document.ts';

/** Somebody else has changed the account during the edit: what, and how to go on without losing it. */
export function Stale({
  base,
  current,
  canMerge,
  onMerge,
  onKeep,
}: {
  readonly base: Current;
  readonly current: Current;
  /** The edit is a document by now. */
  readonly canMerge: boolean;
  readonly onMerge: () => void;
  readonly onKeep: () => void;
}): ReactNode {
  return (
    <Alert
      type="warning"
      statusIconAriaLabel="Warning"
      header="The account has changed since you began"
      action={
        <SpaceBetween size="xs" direction="horizontal">
          <Button onClick={onKeep}>Plan mine as it stands</Button>
          <Button
            variant="primary"
            onClick={onMerge}
            {...(!canMerge && { disabled: true, disabledReason: 'Mend what is wrong in your document first.' })}
          >
            Take theirs in, and plan anew
          </Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="xs">
        <div>Nothing of yours was applied, and nothing of it is lost. Somebody else has changed:</div>
        <ul>
          {listChanges(base.Resource, current.Resource).map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
        <PageLink to="/access/events">Who, and when: event history</PageLink>
        <ExpandableSection headerText="Line by line">
          <Diff before={print(base.Resource)} after={print(current.Resource)} name="the account" />
        </ExpandableSection>
      </SpaceBetween>
    </Alert>
  );
}
