import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { useFlashes } from '../../ui/flash.tsx';
import { useGo } from '../../ui/link.tsx';
import { holderCalls, type Holder } from './holder.ts';

/** Asks before a user, group or role is deleted. @param impact what is lost, as a sentence; the children say what has to go first */
export function DeleteHolder({
  holder,
  impact,
  onClose,
  children,
}: {
  readonly holder: Holder;
  readonly impact: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const client = useClient();
  const go = useGo();
  const queries = useQueryClient();
  const { show } = useFlashes();
  const { kind, name } = holder;
  const call = holderCalls(client, holder).erase();
  return (
    <Confirm
      title={`Delete ${name}`}
      verb="Delete"
      typed={name}
      rehearse={async () => {
        await call.run({ dryRun: true });
        return [impact];
      }}
      act={() => call.run()}
      calls={() => [call.code]}
      onDone={() => {
        show({ id: `${kind}-deleted`, type: 'success', content: `${name} is deleted.` });
        void queries.invalidateQueries({ queryKey: [`iam-${kind}s`] });
        go(kind === 'user' ? '/access/identities' : `/access/identities?kind=${kind}s`);
      }}
      onClose={onClose}
    >
      {children}
    </Confirm>
  );
}
