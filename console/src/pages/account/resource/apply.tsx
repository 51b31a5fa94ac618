import type { ReactNode } from 'react';
import { CallError, type Client } from '../../../api/client.ts';
import { useClient } from '../../../session.tsx';
import { codeCall } from '../../../ui/code.ts';
import { Confirm } from '../../../ui/confirm.tsx';
import { Diff } from '../../../ui/diff.tsx';
import { useFlashes } from '../../../ui/flash.tsx';
import { count } from '../../../ui/format.ts';
import { rehearseRemoval } from '../domains.tsx';
import { listChanges } from './changes.ts';
import { print, type Current, type Document } from './document.ts';
import { isDestructive, type Step } from './plan.tsx';

/** What a dialog over the editor is given. */
interface DialogProps {
  readonly accountId: string;
  readonly base: Current;
  readonly onDone: (applied: Current) => void;
  /** The account has changed meanwhile. */
  readonly onStale: () => void;
  readonly onClose: () => void;
}

function isConflict(error: unknown): boolean {
  return error instanceof CallError && error.status === 409;
}

/** Applies the document: shows what changes, whom it reaches, and has the name typed where something is taken away. */
export function Apply({
  accountId: AccountId,
  base,
  document: Resource,
  steps,
  onDone,
  onStale,
  onClose,
}: DialogProps & { readonly document: Document; readonly steps: readonly Step[] }): ReactNode {
  const client = useClient();
  const { show } = useFlashes();
  const input = { AccountId, Resource, Revision: base.Revision };
  const call = async (dryRun: boolean) => {
    try {
      return await client.call('chime:UpdateAccountResource', input, { dryRun });
    } catch (error) {
      if (isConflict(error)) onStale();
      throw error;
    }
  };
  const takes = steps.some(isDestructive);
  return (
    <Confirm
      title="Apply the document"
      verb="Apply"
      {...(takes && { typed: base.Resource.Name })}
      rehearse={async () => {
        await call(true);
        const impacts = await Promise.all(steps.map((step) => tellImpact(client, step)));
        return impacts.flat();
      }}
      act={async () => {
        const { Applied, ...applied } = await call(false);
        show({ id: 'resource-applied', type: 'success', content: `The document is applied: ${count(Applied.length, 'call')}.` });
        onDone(applied);
      }}
      calls={() => [codeCall('chime:UpdateAccountResource', input)]}
      onDone={onClose}
      onClose={onClose}
    >
      <Diff before={print(base.Resource)} after={print(Resource)} name="the document" />
    </Confirm>
  );
}

/** A step in words; for a domain that is given up, whom it reaches. */
async function tellImpact(client: Client, { Operation, Input, Summary }: Step): Promise<readonly string[]> {
  if (Operation !== 'DeleteDomain') return [Summary];
  const input: unknown = JSON.parse(Input);
  const [AccountId, DomainName] = ['AccountId', 'DomainName'].map((member) => String(Reflect.get(Object(input), member)));
  try {
    const reached = await rehearseRemoval(client, { AccountId: AccountId ?? '', DomainName: DomainName ?? '' });
    return [Summary, ...reached.map((line) => `${DomainName}: ${line}`)];
  } catch {
    // Alone it may be refused, as after other steps it is not; the rehearsal of the whole has passed.
    return [Summary];
  }
}

/** Settings and licenses back to those of a new account. */
export function Reset({ accountId: AccountId, base, onDone, onStale, onClose }: DialogProps): ReactNode {
  const client = useClient();
  const { show } = useFlashes();
  const input = { AccountId, Revision: base.Revision };
  const call = async (dryRun: boolean): Promise<Current> => {
    try {
      return await client.call('chime:ResetAccountResource', input, { dryRun });
    } catch (error) {
      if (isConflict(error)) onStale();
      throw error;
    }
  };
  return (
    <Confirm
      title="Reset settings and licenses"
      verb="Reset"
      typed={base.Resource.Name}
      rehearse={async () => {
        const changes = listChanges(base.Resource, (await call(true)).Resource);
        return changes.length === 0 ? ['Nothing changes: settings and licenses are those of a new account.'] : changes;
      }}
      act={async () => {
        onDone(await call(false));
        show({ id: 'resource-reset', type: 'success', content: 'Settings and licenses are those of a new account.' });
      }}
      calls={() => [codeCall('chime:ResetAccountResource', input)]}
      onDone={onClose}
      onClose={onClose}
    >
      Settings and licenses become those of a new account. Users, domains, groups and sign-in stay as they are.
    </Confirm>
  );
}
