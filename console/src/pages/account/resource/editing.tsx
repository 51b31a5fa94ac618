import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMemo, useState, type ReactNode } from 'react';
import { codeCall, type CodeCall } from '../../../ui/code.ts';
import { CodeButton } from '../../../ui/code-button.tsx';
import { JsonEditor } from '../../../ui/editor/json-editor.tsx';
import { download } from '../../../ui/format.ts';
import { ActionButton } from '../../../ui/permissions.tsx';
import { useSettled } from '../../../ui/use-settled.ts';
import { Apply, Reset } from './apply.tsx';
import { merge } from './changes.ts';
import { completeBy } from './complete.ts';
import { print, readText, type Current, type Remark } from './document.ts';
import { DropFile } from './drop-file.tsx';
import { findPlace } from './json-places.ts';
import { isDestructive, Plan, usePlan, type Validated } from './plan.tsx';
import { Remarks } from './remarks.tsx';
import { resourceSchema } from './schema.ts';
import { Stale } from './stale.tsx';

const complete = completeBy(resourceSchema);
/** After so long without a letter, the plan is worked out. */
const pauseMs = 600;

/** The editor with its plan. @param current the account as it is at the moment; what is edited stays based on what it was at first */
export function Editing({
  accountId,
  current,
  look,
}: {
  readonly accountId: string;
  readonly current: Current;
  /** Looks how the account is now. */
  readonly look: () => Promise<void>;
}): ReactNode {
  const [base, setBase] = useState(current);
  const [text, setText] = useState(() => print(current.Resource));
  const [clashes, setClashes] = useState<readonly string[]>([]);
  const [asked, setAsked] = useState<'apply' | 'reset'>();
  const isSame = text === print(base.Resource);
  const isOther = current.Revision !== base.Revision;
  const begin = (from: Current): void => {
    setBase(from);
    setText(print(from.Resource));
    setClashes([]);
  };
  // Nothing is lost of an edit that has not begun.
  if (isOther && isSame) begin(current);

  const read = useMemo(() => readText(text), [text]);
  const settled = useSettled(text, pauseMs);
  const mine = 'document' in read ? read.document : undefined;
  const plan = usePlan(accountId, settled === text && !isSame ? mine : undefined, current.Revision);
  const remarks = useMemo(() => ('remarks' in read ? read.remarks : toRemarks(text, plan.data)), [read, text, plan.data]);
  const marks = useMemo(() => remarks.map(({ severity, message, place: { from, to } }) => ({ severity, message, from, to })), [remarks]);
  const steps = plan.data?.Plan ?? [];
  const calls = (): readonly CodeCall[] => [
    codeCall('chime:GetAccountResource', { AccountId: accountId }),
    ...(mine
      ? [
          codeCall('chime:ValidateAccountResource', { AccountId: accountId, Resource: mine }),
          codeCall('chime:UpdateAccountResource', { AccountId: accountId, Resource: mine, Revision: base.Revision }),
        ]
      : []),
  ];
  const dialog = {
    accountId,
    base,
    onDone(applied: Current) {
      begin(applied);
      void look();
    },
    onStale() {
      setAsked(undefined);
      void look();
    },
    onClose: () => setAsked(undefined),
  };
  return (
    <SpaceBetween size="l">
      {isOther && !isSame && (
        <Stale
          base={base}
          current={current}
          canMerge={mine !== undefined}
          onKeep={() => setBase(current)}
          onMerge={() => {
            const merged = merge(base.Resource, mine, current.Resource);
            setText(print(merged.document));
            setClashes(merged.clashes);
            setBase(current);
          }}
        />
      )}
      {clashes.length > 0 && (
        <Alert
          type="warning"
          statusIconAriaLabel="Warning"
          header="Both of you have changed the same"
          dismissible
          dismissAriaLabel="Dismiss"
          onDismiss={() => setClashes([])}
        >
          Yours is in the document. Look whether it should be theirs: {clashes.join('; ')}.
        </Alert>
      )}
      <Container
        header={
          <Header
            variant="h2"
            description={isSame ? 'As the account is now.' : 'Edited, and not applied yet.'}
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <CodeButton calls={calls} />
                <Button iconName="download" onClick={() => download(`${base.Resource.Name}.json`, 'application/json', text)}>
                  Download
                </Button>
                <ActionButton needs="chime:ResetAccountResource" onClick={() => setAsked('reset')}>
                  Reset to defaults
                </ActionButton>
              </SpaceBetween>
            }
          >
            Document
          </Header>
        }
      >
        <SpaceBetween size="m">
          <JsonEditor value={text} onChange={setText} findings={marks} label="Document of the account" complete={complete} />
          <Remarks remarks={remarks} isChecking={mine !== undefined && !isSame && !plan.data && !plan.error} />
          <SpaceBetween size="xs" direction="horizontal">
            <ActionButton
              needs="chime:UpdateAccountResource"
              variant="primary"
              disabledReason={whyNotYet({ isSame, isStale: isOther, remarks, plan: settled === text ? plan.data : undefined })}
              onClick={() => setAsked('apply')}
            >
              {steps.some(isDestructive) ? 'Apply, and take something away' : 'Apply'}
            </ActionButton>
            <Button onClick={() => begin(current)} disabled={isSame}>
              Discard the edit
            </Button>
          </SpaceBetween>
          <DropFile revision={current.Revision} onText={setText} />
        </SpaceBetween>
      </Container>
      <Plan query={plan} isSame={isSame} isBroken={mine === undefined} />
      {asked === 'apply' && mine && <Apply {...dialog} document={mine} steps={steps} />}
      {asked === 'reset' && <Reset {...dialog} />}
    </SpaceBetween>
  );
}

function toRemarks(text: string, validated: Validated | undefined): readonly Remark[] {
  return (validated?.Findings ?? []).map(({ Severity, Path, Message }) => ({
    severity: Severity === 'Error' ? 'error' : 'warning',
    message: Message,
    place: findPlace(text, Path),
  }));
}

/** Why the document cannot be applied at this moment. */
function whyNotYet({
  isSame,
  isStale,
  remarks,
  plan,
}: {
  readonly isSame: boolean;
  readonly isStale: boolean;
  readonly remarks: readonly Remark[];
  readonly plan: Validated | undefined;
}): string | undefined {
  if (isSame) return 'Nothing was changed.';
  if (remarks.some(({ severity }) => severity === 'error')) return 'The document has errors.';
  if (isStale) return 'The account has changed meanwhile: choose above how to go on.';
  if (!plan) return 'The plan is being worked out.';
  if (plan.Plan.length === 0) return 'The account is as the document says.';
  const refused = plan.Plan.findIndex(({ Allowed }) => !Allowed);
  return refused === -1 ? undefined : `Step ${refused + 1} of the plan is not allowed to you: ${plan.Plan[refused]?.Summary ?? ''}`;
}
