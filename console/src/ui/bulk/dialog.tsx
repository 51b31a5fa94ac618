import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useState, type ReactNode } from 'react';
import { CodeButton } from '../code-button.tsx';
import type { CodeCall } from '../code.ts';
import { count, download, toCsv } from '../format.ts';
import { OutcomeTable, summarise } from './outcomes.tsx';
import { runBatch, type Outcome } from './run.ts';

/** An act on many items. */
export interface BulkAct<Item> {
  readonly title: string;
  /** What the button says: `Suspend`. */
  readonly verb: string;
  /** One item, several items. */
  readonly noun: readonly [one: string, many: string];
  readonly nameOf: (item: Item) => string;
  readonly size: number;
  /** As `Batch.act`. */
  readonly act: (items: readonly Item[], isRehearsal: boolean) => Promise<readonly Outcome[]>;
  readonly calls: (items: readonly Item[]) => readonly CodeCall[];
  /** What takes it back, for those that were done; absent = nothing does. */
  readonly undo?: BulkAct<Item> | undefined;
}

type Step = 'rehearsing' | 'preview' | 'running' | 'result';

/** Preview, confirmation, progress, the result per item, another try for what failed, and undo. */
export function BulkDialog<Item>({
  first,
  items,
  onClose,
  onChanged,
}: {
  readonly first: BulkAct<Item>;
  readonly items: readonly Item[];
  readonly onClose: () => void;
  /** Told when something was changed, so that the page behind reads anew. */
  readonly onChanged: () => void;
}): ReactNode {
  const [bulk, setBulk] = useState({ act: first, items });
  const [step, setStep] = useState<Step>('rehearsing');
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([]);
  const [abort, setAbort] = useState(() => new AbortController());
  const { act } = bulk;
  const isRehearsing = step === 'rehearsing';

  // Each preview rehearses the act on its items; nothing is kept.
  useEffect(() => {
    if (!isRehearsing) return undefined;
    const stop = new AbortController();
    const rehearse = async (): Promise<void> => {
      const { items, act } = bulk;
      await runBatch({ items, size: act.size, isRehearsal: true, act: act.act, progress: setOutcomes, signal: stop.signal });
      if (!stop.signal.aborted) setStep('preview');
    };
    void rehearse();
    return () => stop.abort();
  }, [bulk, isRehearsing]);

  const start = async (): Promise<void> => {
    const chosen = bulk.items.filter((_, index) => outcomes[index]?.kind === 'done');
    const stop = new AbortController();
    setAbort(stop);
    setBulk({ act, items: chosen });
    setOutcomes(chosen.map(() => ({ kind: 'left' })));
    setStep('running');
    const result = await runBatch({
      items: chosen,
      size: act.size,
      isRehearsal: false,
      act: act.act,
      progress: setOutcomes,
      signal: stop.signal,
    });
    setOutcomes(result);
    setStep('result');
    onChanged();
  };
  const again = (next: BulkAct<Item>, kinds: readonly Outcome['kind'][]): void => {
    const chosen = bulk.items.filter((_, index) => kinds.includes(outcomes[index]?.kind ?? 'left'));
    setOutcomes([]);
    setBulk({ act: next, items: chosen });
    setStep('rehearsing');
  };
  const parts = { bulk, outcomes, step, onClose, start, again, stop: () => abort.abort() };
  return (
    <Modal
      visible
      size="large"
      header={act.title}
      onDismiss={() => step !== 'running' && onClose()}
      closeAriaLabel="Close"
      footer={<Footer {...parts} />}
    >
      <SpaceBetween size="m">
        <Progress {...parts} />
        <OutcomeTable items={bulk.items} outcomes={outcomes} nameOf={act.nameOf} isRehearsal={isRehearsing || step === 'preview'} />
      </SpaceBetween>
    </Modal>
  );
}

interface Parts<Item> {
  readonly bulk: { readonly act: BulkAct<Item>; readonly items: readonly Item[] };
  readonly outcomes: readonly Outcome[];
  readonly step: Step;
  readonly onClose: () => void;
  readonly start: () => Promise<void>;
  readonly again: (next: BulkAct<Item>, kinds: readonly Outcome['kind'][]) => void;
  readonly stop: () => void;
}

function Progress<Item>({ bulk, outcomes, step }: Parts<Item>): ReactNode {
  const known = outcomes.filter(({ kind }) => kind !== 'left').length;
  const [one, many] = bulk.act.noun;
  const sum = summarise(outcomes);
  if (step === 'result') {
    const isWhole = sum.failed + sum.unknown + sum.left === 0;
    return (
      <Alert
        type={isWhole ? 'success' : 'warning'}
        statusIconAriaLabel={isWhole ? 'Success' : 'Warning'}
        header={`${count(sum.done, one, many)} done`}
      >
        {sum.unchanged > 0 && `${sum.unchanged} needed no change. `}
        {sum.failed > 0 && `${sum.failed} failed. `}
        {sum.unknown > 0 &&
          `Of ${sum.unknown} it is not known: the connection broke while they were under way. Trying them again does no harm. `}
        {sum.left > 0 && `${sum.left} are left. `}
      </Alert>
    );
  }
  const label = step === 'running' ? 'Progress' : 'Working out what this would change';
  if (step !== 'preview') {
    return (
      <ProgressBar
        label={label}
        value={bulk.items.length === 0 ? 100 : Math.round((100 * known) / bulk.items.length)}
        additionalInfo={`${known.toLocaleString()} of ${count(bulk.items.length, one, many)}`}
      />
    );
  }
  if (sum.left + sum.unknown > 0) {
    return (
      <Alert type="warning" statusIconAriaLabel="Warning" header="This could not be worked out to the end">
        The server was not reached, or did not answer, after {(known - sum.unknown).toLocaleString()} of{' '}
        {count(bulk.items.length, one, many)}. Nothing was changed.
      </Alert>
    );
  }
  return (
    <Box variant="p">
      {count(sum.done, one, many)} will change, {sum.unchanged.toLocaleString()} need no change, {sum.failed.toLocaleString()} would fail.
    </Box>
  );
}

function Footer<Item>({ bulk, outcomes, step, onClose, start, again, stop }: Parts<Item>): ReactNode {
  const { act, items } = bulk;
  const sum = summarise(outcomes);
  const missed = sum.failed + sum.unknown + sum.left;
  const { undo } = act;
  const isRehearsal = step === 'rehearsing' || step === 'preview';
  const isBroken = step === 'preview' && sum.left + sum.unknown > 0;
  return (
    <Box float="right">
      <SpaceBetween size="xs" direction="horizontal">
        {isRehearsal && <CodeButton calls={() => act.calls(items)} />}
        {step === 'result' && (
          <Button iconName="download" onClick={() => download('result.csv', 'text/csv', toResultCsv(bulk, outcomes))}>
            Download the result
          </Button>
        )}
        {step === 'result' && undo && sum.done > 0 && <Button onClick={() => again(undo, ['done'])}>Undo</Button>}
        {step === 'result' && missed > 0 && <Button onClick={() => again(act, ['failed', 'unknown', 'left'])}>Retry what failed</Button>}
        {step === 'running' && <Button onClick={stop}>Stop</Button>}
        {isRehearsal && (
          <Button variant="link" onClick={onClose}>
            Cancel
          </Button>
        )}
        {isBroken && (
          <Button variant="primary" onClick={() => again(act, ['done', 'unchanged', 'failed', 'unknown', 'left'])}>
            Try again
          </Button>
        )}
        {isRehearsal && !isBroken && (
          <Button variant="primary" disabled={step === 'rehearsing' || sum.done === 0} onClick={() => void start()}>
            {act.verb} {count(sum.done, ...act.noun)}
          </Button>
        )}
        {step === 'result' && (
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        )}
      </SpaceBetween>
    </Box>
  );
}

function toResultCsv<Item>({ act, items }: Parts<Item>['bulk'], outcomes: readonly Outcome[]): string {
  const rows = items.map((item, index) => {
    const outcome = outcomes[index] ?? { kind: 'left' as const };
    return [act.nameOf(item), outcome.kind, 'why' in outcome ? outcome.why : ''];
  });
  return toCsv([[act.noun[0], 'result', 'reason'], ...rows]);
}
