import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { PageLink } from '../../ui/link.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { useAct } from '../../ui/use-act.ts';
import { holderCalls, holderStale, type Held, type Holder } from './holder.ts';
import { InlinePolicyDialog } from './inline-policy.tsx';
import { PolicySelect } from './policy-select.tsx';

type Open = { readonly what: 'attach' } | { readonly what: 'inline'; readonly policyName: string | undefined };

/** The policies of a user, group or role: attached ones, and those of theirs alone. */
export function HeldPolicies({ holder }: { readonly holder: Holder }): ReactNode {
  const client = useClient();
  const calls = holderCalls(client, holder);
  const [open, setOpen] = useState<Open>();
  const held = useQuery({
    queryKey: [`iam-${holder.kind}`, holder.name, 'policies'],
    queryFn: ({ signal }) => calls.list(signal),
  });
  const take = useAct(({ name, arn }: Held) => (arn === undefined ? calls.remove(name) : calls.detach(arn)).run(), {
    done: ({ name }) => `${holder.name} no longer has ${name}.`,
    stale: holderStale,
  });
  return (
    <Loaded query={held}>
      {(list) => (
        <>
          <Table
            header={
              <Header
                variant="h2"
                counter={`(${list.length})`}
                actions={
                  <SpaceBetween size="xs" direction="horizontal">
                    <ActionButton needs={calls.names.put} onClick={() => setOpen({ what: 'inline', policyName: undefined })}>
                      Write inline policy
                    </ActionButton>
                    <ActionButton needs={calls.names.attach} onClick={() => setOpen({ what: 'attach' })}>
                      Attach policy
                    </ActionButton>
                  </SpaceBetween>
                }
              >
                Policies
              </Header>
            }
            items={list}
            trackBy={({ name, arn }) => `${name} ${arn ?? ''}`}
            ariaLabels={{ tableLabel: 'Policies', allItemsSelectionLabel: () => '', itemSelectionLabel: () => '' }}
            empty={<Box textAlign="center">None: this {holder.kind} allows nothing yet.</Box>}
            columnDefinitions={[
              { id: 'name', header: 'Policy', isRowHeader: true, cell: (one) => <Name held={one} onOpen={setOpen} /> },
              { id: 'kind', header: 'Kind', cell: ({ arn }) => kindOf(arn, holder) },
              {
                id: 'acts',
                header: 'Actions',
                cell: (one) => (
                  <ActionButton
                    needs={one.arn === undefined ? calls.names.remove : calls.names.detach}
                    variant="inline-link"
                    ariaLabel={`${one.arn === undefined ? 'Delete' : 'Detach'} ${one.name}`}
                    onClick={() => take.mutate(one)}
                  >
                    {one.arn === undefined ? 'Delete' : 'Detach'}
                  </ActionButton>
                ),
              },
            ]}
          />
          {open?.what === 'attach' && <Attach holder={holder} onClose={() => setOpen(undefined)} />}
          {open?.what === 'inline' && (
            <InlinePolicyDialog holder={holder} policyName={open.policyName} onClose={() => setOpen(undefined)} />
          )}
        </>
      )}
    </Loaded>
  );
}

function kindOf(arn: string | undefined, { kind }: Holder): string {
  if (arn === undefined) return `Inline, of this ${kind} alone`;
  return arn.startsWith('arn:aws:iam::aws:') ? 'Attached, managed by AWS' : 'Attached, yours';
}

function Name({ held: { name, arn }, onOpen }: { readonly held: Held; readonly onOpen: (open: Open) => void }): ReactNode {
  if (arn !== undefined) return <PageLink to={`/access/policy?arn=${encodeURIComponent(arn)}`}>{name}</PageLink>;
  return (
    <Button variant="inline-link" onClick={() => onOpen({ what: 'inline', policyName: name })}>
      {name}
    </Button>
  );
}

function Attach({ holder, onClose }: { readonly holder: Holder; readonly onClose: () => void }): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const [arn, setArn] = useState('');
  const calls = holderCalls(client, holder);
  return (
    <FormDialog
      title={`Attach a policy to ${holder.name}`}
      verb="Attach"
      isComplete={arn !== ''}
      act={() => calls.attach(arn).run()}
      calls={() => [calls.attach(arn || 'arn:aws:iam::aws:policy/AmazonChimeReadOnly').code]}
      onDone={() => {
        for (const key of holderStale) void queries.invalidateQueries({ queryKey: [key] });
        onClose();
      }}
      onClose={onClose}
    >
      <FormField label="Policy" stretch>
        <PolicySelect value={arn} onChange={setArn} />
      </FormField>
    </FormDialog>
  );
}
