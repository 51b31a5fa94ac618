// The written cases, group by group, decided by each engine.
import { bindLayers, compilePolicy, evaluate, type CompiledPolicy, type PolicyKind } from '../../iam/src/index.ts';
import { decide } from '../../iam/test/naive/evaluate.ts';
import { simulated } from '../../iam/test/naive/iam-simulate.ts';
import { layersOf, type Document, type Policies } from '../../iam/test/naive/situation.ts';
import { catalogue } from '../../iam/test/support/catalogue.ts';
import { readDecisionCases, type DecisionCase } from '../../iam/test/support/cases.ts';

const groupNames = new Map([
  ['act', 'Action and NotAction'],
  ['arn', 'ARN operators'],
  ['bin', 'Binary operator'],
  ['boo', 'Bool operator'],
  ['chm', 'Chime: aliases, dependent actions'],
  ['dat', 'Date operators'],
  ['ip', 'IP address operators'],
  ['lay', 'Layers: SCP, boundary, session, root'],
  ['nul', 'Null operator'],
  ['num', 'Numeric operators'],
  ['res', 'Resource and NotResource'],
  ['set', 'Set operators'],
  ['str', 'String operators'],
  ['var', 'Variables'],
]);

const engines = [
  [
    'Carillon',
    ({ policies, request, tags }: DecisionCase) => evaluate(bindLayers(compileLayers(policies, tags), catalogue), request).decision,
  ],
  ['naive evaluator', (written: DecisionCase) => decide(layersOf(policiesOf(written)), requestOf(written)).decision],
  ['iam-simulate', (written: DecisionCase) => simulated({ policies: policiesOf(written), request: requestOf(written) })],
] as const;

/** A Markdown table: how many cases of each group each engine decides as AWS documents it. */
export function groupTable(): string[] {
  const groups = [...Map.groupBy(readDecisionCases(), ({ id }) => id.split('-')[0] ?? '')].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const rows = groups.map(([group, cases]) => {
    const right = engines.map(([, decideBy]) => cases.filter((written) => outcome(decideBy, written) === written.expect).length);
    return `| ${groupNames.get(group) ?? group} | ${cases.length} | ${right.join(' | ')} |`;
  });
  return [
    `| Written cases | Number | ${engines.map(([name]) => name).join(' | ')} |`,
    `| --- | --- | ${engines.map(() => '---').join(' | ')} |`,
    ...rows,
  ];
}

/** An engine that throws has not decided right. */
function outcome(decideBy: (written: DecisionCase) => string, written: DecisionCase): string {
  try {
    return decideBy(written);
  } catch (error) {
    return String(error);
  }
}

function compileLayers({ scp, identity, boundary, session }: DecisionCase['policies'], tags: DecisionCase['tags']) {
  const compile = (documents: readonly unknown[], kind: PolicyKind): CompiledPolicy[] =>
    documents.map((document) => compilePolicy(JSON.stringify(document), { kind }));
  const layers = { scp: scp.map((level) => compile(level, 'scp')), identity: compile(identity, 'identity') };
  return { ...layers, boundary: compile(boundary, 'boundary'), session: compile(session, 'session'), root: tags?.includes('root') };
}

function policiesOf({ policies: { scp, identity, boundary, session }, tags }: DecisionCase): Policies {
  // The file is this repository's own, and its documents are policies.
  const documents = (list: readonly unknown[]): Document[] => {
    const copied: Document[] = JSON.parse(JSON.stringify(list));
    return copied;
  };
  const [first] = documents(boundary);
  return {
    scp: scp.map(documents),
    identity: documents(identity),
    ...(first && { boundary: first }),
    ...(session.length > 0 && { session: documents(session) }),
    ...(tags?.includes('root') && { root: true }),
  };
}

function requestOf({ request }: DecisionCase): { action: string; resource: string; context: Record<string, string | readonly string[]> } {
  const context = Object.entries(request.context).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  return { action: request.action, resource: request.resource, context: Object.fromEntries(context) };
}
