import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { CodeCall, toCode as makeCode, toPolicy as makePolicy } from './code.ts';

/** Shows what the page does as code. @param calls made anew for each opening, so that they are what the form says by then */
export function CodeButton({ calls }: { readonly calls: () => readonly CodeCall[] }): ReactNode {
  const [shown, setShown] = useState<readonly CodeCall[]>();
  return (
    <>
      <Button iconName="script" onClick={() => setShown(calls())} formAction="none">
        Show as code
      </Button>
      {shown && (
        // The key that closes this dialog must not close the one that it was opened from, with all that was typed there.
        <div onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}>
          <Modal
            visible
            size="large"
            header="The same as code"
            onDismiss={() => setShown(undefined)}
            closeAriaLabel="Close"
            footer={
              <Box float="right">
                <Button onClick={() => setShown(undefined)} formAction="none">
                  Close
                </Button>
              </Box>
            }
          >
            <Suspense fallback={undefined}>
              <CodeTabs calls={shown} />
            </Suspense>
          </Modal>
        </div>
      )}
    </>
  );
}

const CodeTabs = lazy(async () => {
  const { toCode, toPolicy } = await import('./code.ts');
  return { default: ({ calls }: { readonly calls: readonly CodeCall[] }) => <Tabs_ calls={calls} toCode={toCode} toPolicy={toPolicy} /> };
});

/** Loaded when somebody first asks for code. */
interface CodeMaker {
  readonly toCode: typeof makeCode;
  readonly toPolicy: typeof makePolicy;
}

function Tabs_({ calls, toCode, toPolicy }: { readonly calls: readonly CodeCall[] } & CodeMaker): ReactNode {
  const codes = calls.map((call) => toCode(call, location.origin));
  const all = (key: 'cli' | 'javascript' | 'python' | 'curl'): string => codes.map((code) => code[key]).join('\n\n');
  const overlay = codes.some(({ isExtra }) => isExtra) && (
    <Box color="text-body-secondary" fontSize="body-s">
      The stock client learns this operation from the overlay of its model: see “Clients” in the guide.
    </Box>
  );
  return (
    <Tabs
      tabs={[
        tab('cli', 'AWS CLI', all('cli'), overlay),
        tab('javascript', 'JavaScript', all('javascript')),
        tab('python', 'Python', all('python'), overlay),
        tab('curl', 'curl', all('curl')),
        tab('policy', 'Smallest policy', toPolicy(calls.map(({ name }) => name))),
      ]}
    />
  );
}

function tab(id: string, label: string, code: string, note?: ReactNode) {
  return { id, label, content: <Snippet code={code} name={label} note={note} /> };
}

/** Code with a button that copies it. */
export function Snippet({ code, name, note }: { readonly code: string; readonly name: string; readonly note?: ReactNode }): ReactNode {
  return (
    <SpaceBetween size="s">
      {note}
      <pre className="code" tabIndex={0} aria-label={name} role="region">
        {code}
      </pre>
      <CopyToClipboard
        copyButtonText="Copy"
        copyButtonAriaLabel={`Copy ${name}`}
        copySuccessText="Copied"
        copyErrorText="It could not be copied"
        textToCopy={code}
      />
    </SpaceBetween>
  );
}
