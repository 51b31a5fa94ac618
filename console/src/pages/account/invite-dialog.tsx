import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FileUpload from '@cloudscape-design/components/file-upload';
import FormField from '@cloudscape-design/components/form-field';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import type { Client } from '../../api/client.ts';
import { useClient } from '../../session.tsx';
import { listCharactersMax, readAddresses } from '../../ui/bulk/addresses.ts';
import { BulkDialog, type BulkAct } from '../../ui/bulk/dialog.tsx';
import type { Outcome } from '../../ui/bulk/run.ts';
import { codeCall } from '../../ui/code.ts';
import { count } from '../../ui/format.ts';

/** Addresses that one call takes. Source: `UserEmailList`. */
const addressesPerCall = 50;
const junkShownMax = 20;

/** Invites whoever is in a pasted list or a dropped file. */
export function InviteDialog({
  accountId,
  onClose,
  onChanged,
}: {
  readonly accountId: string;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}): ReactNode {
  const client = useClient();
  const [text, setText] = useState('');
  const [files, setFiles] = useState<readonly File[]>([]);
  const [tooLarge, setTooLarge] = useState<string>();
  const [invited, setInvited] = useState<readonly string[]>();
  const deferred = useDeferredValue(text);
  const list = useMemo(() => readAddresses(deferred), [deferred]);
  if (invited) return <BulkDialog first={inviteAct(client, accountId)} items={invited} onClose={onClose} onChanged={onChanged} />;

  const take = async (taken: readonly File[]): Promise<void> => {
    setFiles(taken);
    const large = taken.find(({ size }) => size > listCharactersMax);
    setTooLarge(
      large && `${large.name} is larger than ${listCharactersMax / 1024 / 1024} MB. Split it, or paste the column with the addresses.`,
    );
    if (large) return;
    const contents = await Promise.all(taken.map((file) => file.text()));
    setText(contents.join('\n'));
  };
  return (
    <Modal
      visible
      size="large"
      header="Invite users"
      onDismiss={onClose}
      closeAriaLabel="Close"
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" disabled={list.addresses.length === 0} onClick={() => setInvited(list.addresses)}>
              Preview {count(list.addresses.length, 'invitation')}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <FormField
          label="Mail addresses"
          description="Paste anything: lines, a;b;c, a column of a spreadsheet, names with addresses in angle brackets."
          stretch
        >
          <Textarea
            value={text}
            rows={8}
            autoFocus
            spellcheck={false}
            placeholder={'Ana Lima <ana@example.com>\nbo@example.com; carol@example.com'}
            onChange={({ detail }) => setText(detail.value)}
          />
        </FormField>
        <FormField label="Or a file" errorText={tooLarge} stretch>
          <FileUpload
            value={[...files]}
            multiple
            accept=".csv,.txt,text/csv,text/plain"
            onChange={({ detail }) => void take(detail.value)}
            i18nStrings={{
              uploadButtonText: () => 'Choose files',
              dropzoneText: () => 'Drop a CSV or text file here',
              removeFileAriaLabel: (index) => `Remove file ${index + 1}`,
              limitShowFewer: 'Show fewer',
              limitShowMore: 'Show more',
              errorIconAriaLabel: 'Error',
            }}
          />
        </FormField>
        {(list.addresses.length > 0 || list.junk.length > 0) && (
          <Alert type={list.junk.length > 0 ? 'warning' : 'info'} statusIconAriaLabel={list.junk.length > 0 ? 'Warning' : 'Information'}>
            {count(list.addresses.length, 'address', 'addresses')} found
            {list.repeated > 0 && `, ${count(list.repeated, 'repetition')} left out`}
            {list.junk.length > 0 && `, ${count(list.junk.length, 'entry', 'entries')} that are no mail address`}.
            {list.junk.length > 0 && (
              <ExpandableSection headerText="What is no mail address">
                <ul>
                  {list.junk.slice(0, junkShownMax).map((junk, index) => (
                    // The same junk may stand there twice.
                    // oxlint-disable-next-line react/no-array-index-key
                    <li key={index}>{junk.slice(0, 120)}</li>
                  ))}
                  {list.junk.length > junkShownMax && <li>and {(list.junk.length - junkShownMax).toLocaleString()} more</li>}
                </ul>
              </ExpandableSection>
            )}
          </Alert>
        )}
      </SpaceBetween>
    </Modal>
  );
}

function inviteAct(client: Client, AccountId: string): BulkAct<string> {
  return {
    title: 'Invite users',
    verb: 'Invite',
    noun: ['person', 'people'],
    nameOf: (address) => address,
    size: addressesPerCall,
    async act(addresses, dryRun) {
      const { Invites = [] } = await client.call('chime:InviteUsers', { AccountId, UserEmailList: [...addresses] }, { dryRun });
      return addresses.map((_, index): Outcome => {
        const invite = Invites[index];
        return invite?.Status === 'Failed'
          ? { kind: 'failed', why: invite.ErrorMessage ?? invite.ErrorCode ?? 'failed' }
          : { kind: 'done' };
      });
    },
    calls: (addresses) => [codeCall('chime:InviteUsers', { AccountId, UserEmailList: addresses.slice(0, addressesPerCall) })],
  };
}
