import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FileDropzone from '@cloudscape-design/components/file-dropzone';
import FileInput from '@cloudscape-design/components/file-input';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import type { Finding } from '../../ui/editor/json-editor.tsx';
import { PolicyEditor } from '../../ui/editor/policy-editor.tsx';
import { download } from '../../ui/format.ts';
import { Trouble } from '../../ui/trouble.tsx';

type Answer = Output<'iam:TestPolicy'>;
type Result = Answer['Results'][number];

/** Larger files are none that somebody wrote. Source: `TestPolicy`. */
const bytesMax = 131_072;

/** A test to begin with: it says what the example of a new policy does. */
function exampleFor(name: string): string {
  return JSON.stringify(
    {
      policies: { identity: [`${name}.json`] },
      requests: [
        { name: 'looks at people', action: ['chime:ListUsers', 'chime:GetUser'], expect: 'allowed' },
        { name: 'deletes nothing', action: 'chime:DeleteAccount', expect: 'denied' },
      ],
    },
    undefined,
    2,
  );
}

/** Unit tests beside a policy, run against its text as it is edited. @param name of the policy, for file names */
export function PolicyTests({ policy: PolicyDocument, name }: { readonly policy: string; readonly name: string }): ReactNode {
  const client = useClient();
  const [text, setText] = useState('');
  const [trouble, setTrouble] = useState<string>();
  const TestDocument = useDeferredValue(text);
  const isEmpty = TestDocument.trim() === '';
  const tested = useQuery({
    queryKey: ['test-policy', PolicyDocument, TestDocument],
    queryFn: ({ signal }) => client.call('iam:TestPolicy', { PolicyDocument, TestDocument }, { signal }),
    enabled: !isEmpty && PolicyDocument.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    retry: false,
  });
  const answer = isEmpty ? undefined : tested.data;
  const marks = useMemo(() => toMarks(answer, TestDocument), [answer, TestDocument]);
  const take = async ([file]: readonly File[]): Promise<void> => {
    if (!file) return;
    setTrouble(file.size > bytesMax ? `${file.name} is larger than ${bytesMax / 1024} kB: that is no test of a policy.` : undefined);
    if (file.size <= bytesMax) setText(await file.text());
  };
  return (
    <ExpandableSection
      variant="container"
      headerText="Tests"
      headerDescription="What this policy must allow and deny: a *.policy-test.json, as “carillon policy test” runs it."
      headerActions={
        <SpaceBetween size="xs" direction="horizontal">
          {answer && <Verdict answer={answer} />}
          <CodeButton calls={() => [codeCall('iam:TestPolicy', { PolicyDocument, TestDocument: text || exampleFor(name) })]} />
        </SpaceBetween>
      }
    >
      <SpaceBetween size="m">
        <FileDropzone onChange={({ detail }) => void take(detail.value)}>
          <SpaceBetween size="xs" direction="horizontal" alignItems="center">
            <span>Drop a test file here, or</span>
            <FileInput value={[]} accept=".json" ariaLabel="Choose a test file" onChange={({ detail }) => void take(detail.value)}>
              Choose a file
            </FileInput>
            <Button onClick={() => setText(exampleFor(name))}>Begin with an example</Button>
            <Button disabled={isEmpty} onClick={() => download(`${name}.policy-test.json`, 'application/json', text)}>
              Download
            </Button>
          </SpaceBetween>
        </FileDropzone>
        {trouble !== undefined && (
          <Alert type="warning" statusIconAriaLabel="Warning">
            {trouble}
          </Alert>
        )}
        <PolicyEditor value={text} onChange={setText} findings={marks} label="Tests of the policy" />
        {tested.error && <Trouble error={tested.error} />}
        {answer?.Problem && (
          <Alert type="warning" statusIconAriaLabel="Warning" header={`The tests cannot be run: ${placeOf(answer.Problem)}`}>
            {answer.Problem.Message}
          </Alert>
        )}
        {answer && !answer.Problem && <Results results={answer.Results} />}
      </SpaceBetween>
    </ExpandableSection>
  );
}

/** To the end of its line: what is wrong is underlined whole. */
function toMarks(answer: Answer | undefined, text: string): Finding[] {
  const mark = (offset: number, message: string): Finding => {
    const end = text.indexOf('\n', offset);
    return { severity: 'error', message, from: offset, to: end === -1 ? text.length : end };
  };
  if (!answer) return [];
  const { Problem, Results: results } = answer;
  if (Problem) return Problem.Document === 'Test' ? [mark(Problem.Offset, Problem.Message)] : [];
  return results.filter(({ Passed }) => !Passed).map(({ Offset, Name, Failure }) => mark(Offset, `${Name}, but was ${Failure ?? 'not'}`));
}

function placeOf({ Document, Line, Column }: NonNullable<Answer['Problem']>): string {
  const where = Document === 'Test' ? 'of the tests' : Document === 'Policy' ? 'of the policy' : 'of a policy that AWS manages';
  return `line ${Line}, column ${Column} ${where}`;
}

function Verdict({ answer: { Results: results, Problem } }: { readonly answer: Answer }): ReactNode {
  if (Problem) return <StatusIndicator type="warning">Cannot be run</StatusIndicator>;
  const passed = results.filter(({ Passed }) => Passed).length;
  return (
    <StatusIndicator type={passed === results.length ? 'success' : 'error'}>
      {`${passed} passed, ${results.length - passed} failed`}
    </StatusIndicator>
  );
}

const words = { allowed: 'Allowed', explicitDeny: 'Denied', implicitDeny: 'Not allowed' } as const;

function Results({ results }: { readonly results: readonly Result[] }): ReactNode {
  return (
    <Table
      variant="embedded"
      wrapLines
      contentDensity="compact"
      header={<Header variant="h3">Results</Header>}
      items={results}
      trackBy={({ Offset, Action }) => `${Offset} ${Action}`}
      ariaLabels={{ tableLabel: 'Results', allItemsSelectionLabel: () => '', itemSelectionLabel: () => '' }}
      columnDefinitions={[
        { id: 'name', header: 'Test', isRowHeader: true, minWidth: 200, cell: ({ Name }) => Name },
        {
          id: 'verdict',
          header: 'Verdict',
          minWidth: 120,
          cell: ({ Passed }) => <StatusIndicator type={Passed ? 'success' : 'error'}>{Passed ? 'Passed' : 'Failed'}</StatusIndicator>,
        },
        { id: 'decision', header: 'Decision', minWidth: 120, cell: ({ Decision }) => words[Decision] },
        { id: 'by', header: 'By', minWidth: 160, cell: (result) => <By result={result} /> },
        { id: 'line', header: 'Line of the test', cell: ({ Line }) => Line },
      ]}
    />
  );
}

function By({ result: { Statement } }: { readonly result: Result }): ReactNode {
  if (!Statement) return <Box color="text-body-secondary">No statement allows it</Box>;
  const { Document, Policy, Line, Sid } = Statement;
  const where = Document === 'Policy' ? 'this policy' : Document === 'Test' ? 'the tests' : (Policy.split('/').at(-1) ?? Policy);
  return `${Sid === undefined ? '' : `${Sid}, `}line ${Line} of ${where}`;
}
