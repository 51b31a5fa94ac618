import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { useFlashes } from '../../ui/flash.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { formatTime } from '../../ui/format.ts';
import { useGo } from '../../ui/link.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { bucketNameFault } from './bucket-name.ts';
import { CdrButton, Needs, useWhyNot } from './cdr-needs.tsx';
import { chosenOf, useBucket, useBuckets, type Bucket } from './cdr.ts';

/** A bucket: what the store says of it, what is wrong with it, and where records go. */
export function CallDetailBucketPage(): ReactNode {
  const { bucketName } = useParams({ from: '/call-detail-records/$bucketName' });
  const whyNot = useWhyNot('GetCDRBucket', { bucket: bucketName });
  const bucket = useBucket(bucketName, whyNot === undefined);
  const chosen = chosenOf(useBuckets().data);
  return (
    <Page
      title={bucketName}
      trail={[['Call detail records', '/call-detail-records']]}
      help={help}
      actions={<Acts name={bucketName} chosen={chosen} />}
    >
      <SpaceBetween size="l">
        {whyNot === undefined ? (
          <Loaded query={bucket}>{(found) => <Description bucket={found} />}</Loaded>
        ) : (
          <Alert type="warning" statusIconAriaLabel="Warning" header="You may not look into this bucket">
            {whyNot}
          </Alert>
        )}
        <Needs bucket={bucketName} />
      </SpaceBetween>
    </Page>
  );
}

const help = (
  <>
    <p>What is shown here is asked of the store at this moment. What a store does not tell is left out, with a warning.</p>
    <p>
      When records go to another bucket, those that are on their way still arrive here. An old bucket is deleted if Carillon made it and
      nothing is in it; otherwise it stays.
    </p>
  </>
);

type Asked = 'name' | 'move' | 'choose' | 'delete' | undefined;

function Acts({ name, chosen }: { readonly name: string; readonly chosen: string | undefined }): ReactNode {
  const [asked, setAsked] = useState<Asked>();
  const [target, setTarget] = useState('');
  const close = (): void => setAsked(undefined);
  return (
    <>
      <SpaceBetween size="xs" direction="horizontal">
        <CodeButton calls={() => [codeCall('chime:GetCDRBucket', { BucketName: name })]} />
        <CdrButton call="DeleteCDRBucket" bucket={name} onClick={() => setAsked('delete')}>
          Delete
        </CdrButton>
        {chosen === name ? (
          <CdrButton call="UpdateCDRBucket" bucket={name} onClick={() => setAsked('name')}>
            Deliver elsewhere
          </CdrButton>
        ) : (
          <CdrButton call="UpdateCDRBucket" bucket={chosen ?? name} newBucket={name} variant="primary" onClick={() => setAsked('choose')}>
            Deliver here
          </CdrButton>
        )}
      </SpaceBetween>
      {asked === 'name' && (
        <NameTarget
          from={name}
          onClose={close}
          onNamed={(named) => {
            setTarget(named);
            setAsked('move');
          }}
        />
      )}
      {asked === 'move' && <Move from={name} to={target} onClose={close} />}
      {asked === 'choose' && <Move from={chosen} to={name} onClose={close} />}
      {asked === 'delete' && <Delete name={name} isChosen={chosen === name} onClose={close} />}
    </>
  );
}

/** The bucket that records are to go to; nothing is changed before the next dialog. */
function NameTarget({
  from,
  onNamed,
  onClose,
}: {
  readonly from: string;
  readonly onNamed: (name: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const [name, setName] = useState('');
  const fault = name === from ? 'is that of the bucket they go to now' : bucketNameFault(name);
  const settled = useSettled(fault === undefined ? name : undefined);
  const whyNot = useWhyNot('UpdateCDRBucket', { bucket: from, newBucket: settled });
  return (
    <FormDialog
      title="Deliver elsewhere"
      verb="Preview"
      isComplete={fault === undefined && whyNot === undefined}
      act={async () => onNamed(name)}
      onDone={() => undefined}
      onClose={onClose}
    >
      <FormField
        label="Name of the bucket"
        description="It is made, or adopted if it is there already."
        errorText={name === '' || fault === undefined ? undefined : `The name ${fault}.`}
      >
        <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value.trim())} />
      </FormField>
      {name !== '' && whyNot !== undefined && (
        <Alert type="warning" statusIconAriaLabel="Warning">
          {whyNot}
        </Alert>
      )}
    </FormDialog>
  );
}

/** Without a bucket to move away from, the global settings choose one. */
function Move({ from, to, onClose }: { readonly from: string | undefined; readonly to: string; readonly onClose: () => void }): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const go = useGo();
  const { show } = useFlashes();
  const update = { BucketName: from ?? '', NewBucketName: to };
  const settings = { BusinessCalling: { CdrBucket: to } };
  const act = async (dryRun: boolean): Promise<Pick<Bucket, 'CreatedByCarillon' | 'Warnings'> | undefined> => {
    if (from !== undefined) return (await client.call('chime:UpdateCDRBucket', update, { dryRun })).CDRBucket;
    await client.call('chime:UpdateGlobalSettings', settings, { dryRun });
    return undefined;
  };
  return (
    <Confirm
      title={`Deliver to ${to}`}
      verb="Deliver there"
      rehearse={async () => {
        const moved = await act(true);
        if (from === undefined) return [`Records go to ${to} from now on, those that wait included.`];
        const kept = moved?.Warnings.find(({ Code }) => Code === 'OldBucketKept');
        return [
          `Records go to ${to} from now on; what is on its way to ${from} still arrives there.`,
          kept?.Message ?? `The bucket ${from} is deleted: Carillon made it, and nothing is in it.`,
        ];
      }}
      act={() => act(false)}
      calls={() => [from === undefined ? codeCall('chime:UpdateGlobalSettings', settings) : codeCall('chime:UpdateCDRBucket', update)]}
      onDone={() => {
        show({ id: 'cdr-moved', type: 'success', content: `Records go to ${to} from now on.` });
        for (const key of ['cdr-buckets', 'cdr-settings', 'cdr-bucket']) void queries.invalidateQueries({ queryKey: [key] });
        onClose();
        go('/call-detail-records');
      }}
      onClose={onClose}
    >
      {from === undefined ? 'At present records go nowhere.' : `At present records go to ${from}.`}
    </Confirm>
  );
}

function Delete({
  name,
  isChosen,
  onClose,
}: {
  readonly name: string;
  readonly isChosen: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const go = useGo();
  const { show } = useFlashes();
  const input = { BucketName: name };
  return (
    <Confirm
      title={`Delete ${name}`}
      verb="Delete"
      typed={name}
      rehearse={async () => {
        await client.call('chime:DeleteCDRBucket', input, { dryRun: true });
        return [
          'The bucket is deleted at the store. It is empty.',
          ...(isChosen ? ['Deliveries end: records wait until another bucket is chosen.'] : ['Deliveries go on, to the other bucket.']),
        ];
      }}
      act={() => client.call('chime:DeleteCDRBucket', input)}
      calls={() => [codeCall('chime:DeleteCDRBucket', input)]}
      onDone={() => {
        show({ id: 'cdr-deleted', type: 'success', content: `The bucket ${name} is deleted.` });
        for (const key of ['cdr-buckets', 'cdr-settings']) void queries.invalidateQueries({ queryKey: [key] });
        go('/call-detail-records');
      }}
      onClose={onClose}
    >
      A bucket with anything in it is not deleted.
    </Confirm>
  );
}

const warnings: Readonly<Record<Bucket['Warnings'][number]['Code'], string>> = {
  PublicAcl: 'Everybody has access',
  Website: 'It is a website',
  NotReadable: 'The store does not tell all',
  OldBucketKept: 'The old bucket was kept',
  DeliveryFailing: 'Deliveries fail',
};

function Description({ bucket }: { readonly bucket: Bucket }): ReactNode {
  const { Chosen, CreatedByCarillon, CreatedTimestamp, Location, Logging, Versioning, Website, Acl, Warnings } = bucket;
  return (
    <SpaceBetween size="l">
      {Warnings.map(({ Code, Message }) => (
        <Alert
          key={`${Code} ${Message}`}
          type={Code === 'NotReadable' || Code === 'OldBucketKept' ? 'info' : 'warning'}
          statusIconAriaLabel={Code === 'NotReadable' || Code === 'OldBucketKept' ? 'Information' : 'Warning'}
          header={warnings[Code]}
        >
          {Message}
        </Alert>
      ))}
      <Container header={<Header variant="h2">At the store</Header>}>
        <KeyValuePairs
          columns={4}
          items={[
            {
              label: 'Records',
              value: Chosen ? (
                <StatusIndicator type="success">Go here</StatusIndicator>
              ) : (
                <StatusIndicator type="stopped">Go elsewhere</StatusIndicator>
              ),
            },
            { label: 'Made by', value: CreatedByCarillon ? 'Carillon' : 'Somebody else; it was adopted' },
            { label: 'Here since', value: formatTime(CreatedTimestamp) },
            { label: 'Location', value: Location ?? '–' },
            { label: 'Versioning', value: Versioning === 'Never' ? 'Never switched on' : (Versioning ?? '–') },
            { label: 'Access log', value: toLog(Logging) },
            { label: 'Website', value: Website === undefined ? '–' : Website ? 'Yes' : 'No' },
          ]}
        />
      </Container>
      <Table
        header={<Header variant="h2">Access control list</Header>}
        ariaLabels={{ tableLabel: 'Access control list' }}
        items={Acl ?? []}
        trackBy={({ Grantee, Permission }) => `${Grantee} ${Permission}`}
        columnDefinitions={[
          { id: 'who', header: 'Who', isRowHeader: true, cell: ({ Grantee }) => Grantee },
          { id: 'what', header: 'May', cell: ({ Permission }) => Permission },
          {
            id: 'public',
            header: 'Public',
            cell: ({ Public }) => (Public ? <StatusIndicator type="warning">Everybody</StatusIndicator> : 'No'),
          },
        ]}
        empty={
          <Box textAlign="center" color="text-body-secondary">
            {Acl === undefined ? 'The store does not tell.' : 'Nobody but the store’s owner has access.'}
          </Box>
        }
      />
    </SpaceBetween>
  );
}

function toLog(logging: Bucket['Logging']): string {
  if (!logging) return '–';
  return logging.Enabled ? `To ${logging.TargetBucket ?? 'another bucket'}, below ${logging.TargetPrefix || 'its root'}` : 'Off';
}
