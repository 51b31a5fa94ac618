import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FileUpload from '@cloudscape-design/components/file-upload';
import FormField from '@cloudscape-design/components/form-field';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Textarea from '@cloudscape-design/components/textarea';
import { useState, type ReactNode } from 'react';
import type { Client } from '../../api/client.ts';
import { useClient } from '../../session.tsx';
import { BulkDialog, type BulkAct } from '../../ui/bulk/dialog.tsx';
import type { List, ListSource } from '../../ui/bulk/list.ts';
import type { Outcome } from '../../ui/bulk/run.ts';
import { useList } from '../../ui/bulk/use-list.ts';
import { codeCall } from '../../ui/code.ts';
import { count } from '../../ui/format.ts';

/** Addresses that one call takes. Source: `UserEmailList`. */
const addressesPerCall = 50;
/** A longer paste is kept as if it were a file: to show it all would stop the page for seconds. Characters. */
const pasteShownMax = 200_000;

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
  const [source, setSource] = useState<ListSource>({ text: '', files: [] });
  const [invited, setInvited] = useState<readonly string[]>();
  const list = useList(source);
  if (invited) return <BulkDialog first={inviteAct(client, accountId)} items={invited} onClose={onClose} onChanged={onChanged} />;

  const setText = (text: string): void => setSource({ ...source, text });
  const setFiles = (files: readonly File[]): void => setSource({ ...source, files });
  const addresses = list?.addresses ?? [];
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
            <Button variant="primary" disabled={addresses.length === 0} onClick={() => setInvited(addresses)}>
              Preview {count(addresses.length, 'invitation')}
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
            value={source.text}
            rows={8}
            autoFocus
            spellcheck={false}
            placeholder={'Ana Lima <ana@example.com>\nbo@example.com; carol@example.com'}
            onChange={({ detail }) => setText(detail.value)}
            nativeTextareaAttributes={{
              onPaste(event) {
                const pasted = event.clipboardData.getData('text/plain');
                if (pasted.length <= pasteShownMax) return;
                event.preventDefault();
                setFiles([...source.files, new File([pasted], 'Pasted list.txt', { type: 'text/plain' })]);
              },
            }}
          />
        </FormField>
        <FormField label="Or a file" description="CSV or text, any columns." stretch>
          <FileUpload
            value={[...source.files]}
            multiple
            showFileSize
            accept=".csv,.txt,text/csv,text/plain"
            onChange={({ detail }) => setFiles(detail.value)}
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
        <Found list={list} />
      </SpaceBetween>
    </Modal>
  );
}

/** What is in the list, before anything is done with it. */
function Found({ list }: { readonly list: List | undefined }): ReactNode {
  if (!list) return <StatusIndicator type="loading">Reading the list</StatusIndicator>;
  const { addresses, junk, junkCount, repeated, refusal } = list;
  if (refusal !== undefined) {
    return (
      <Alert type="error" statusIconAriaLabel="Error" header="This list is not taken">
        {refusal}
      </Alert>
    );
  }
  if (addresses.length === 0 && junkCount === 0) return undefined;
  const isClean = junkCount === 0;
  return (
    <Alert type={isClean ? 'info' : 'warning'} statusIconAriaLabel={isClean ? 'Information' : 'Warning'}>
      {count(addresses.length, 'address', 'addresses')} found
      {repeated > 0 && `, ${count(repeated, 'repetition')} left out`}
      {junkCount > 0 && `, ${count(junkCount, 'entry that is', 'entries that are')} no mail address`}.
      {junkCount > 0 && (
        <ExpandableSection headerText="What is no mail address">
          <ul>
            {junk.map((one, index) => (
              // The same junk may stand there twice.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={index}>{one.slice(0, 120)}</li>
            ))}
            {junkCount > junk.length && <li>and {(junkCount - junk.length).toLocaleString()} more</li>}
          </ul>
        </ExpandableSection>
      )}
    </Alert>
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
