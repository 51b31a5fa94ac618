import { conditionHolds, type Condition } from './conditions.ts';
import type { Context } from './context.ts';
import { globMatches, type Step } from './glob.ts';
import { readPattern } from './variables.ts';

export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** The documents that bear on a request, as JSON texts. A layer that is absent has no say. */
export interface Layers {
  /** One list of documents for each level of the organisation. */
  readonly scp: readonly (readonly string[])[];
  readonly identity: readonly string[];
  readonly boundary?: string;
  readonly session?: readonly string[];
  readonly root?: boolean;
}

export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny';

export interface Verdict {
  readonly decision: Decision;
  /** The layer that a denial names. */
  readonly layer?: 'scp' | 'identity' | 'boundary' | 'session';
}

/**
 * The decision, computed as the documentation tells it and as slowly as that takes.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function decide(layers: Layers, request: Request): Verdict {
  const groups = [
    ...layers.scp.map((documents) => ({ layer: 'scp' as const, documents, grants: false })),
    { layer: 'identity' as const, documents: layers.identity, grants: layers.root === true },
    // The root user has no boundary.
    ...(layers.boundary === undefined || layers.root === true
      ? []
      : [{ layer: 'boundary' as const, documents: [layers.boundary], grants: false }]),
    ...(layers.session === undefined || layers.session.length === 0
      ? []
      : [{ layer: 'session' as const, documents: layers.session, grants: false }]),
  ];
  const judged = groups.map(({ layer, documents, grants }) => {
    const effects = new Set(documents.flatMap((text) => effectsOf(text, request)));
    return { layer, denies: effects.has('Deny'), allows: grants || effects.has('Allow') };
  });
  const denying = judged.find(({ denies }) => denies);
  if (denying !== undefined) return { decision: 'explicitDeny', layer: denying.layer };
  const silent = judged.find(({ allows }) => !allows);
  return silent === undefined ? { decision: 'allowed' } : { decision: 'implicitDeny', layer: silent.layer };
}

/** The effects of those statements of a document that match the request. */
function effectsOf(text: string, request: Request): string[] {
  const document: unknown = JSON.parse(text);
  // Only this Version has variables; it is the older one when a document does not say.
  const hasVariables = member(document, 'Version') === '2012-10-17';
  const statement = member(document, 'Statement');
  const statements: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
  return statements
    .filter((candidate) => statementMatches(candidate, request, hasVariables))
    .map((candidate) => String(member(candidate, 'Effect')));
}

function statementMatches(statement: unknown, request: Request, hasVariables: boolean): boolean {
  const action = (pattern: string): boolean => actionMatches(pattern, request.action);
  const resource = (pattern: string): boolean => resourceMatches(pattern, request.resource, hasVariables ? request.context : undefined);
  // An operator that does not exist leaves the condition open: it withholds an Allow and does not excuse from a Deny.
  const open = member(statement, 'Effect') === 'Deny';
  return (
    elementMatches(statement, 'Action', action) &&
    elementMatches(statement, 'Resource', resource) &&
    conditionsOf(statement).every((condition) => conditionHolds(condition, request.context, hasVariables) ?? open)
  );
}

/** An element or its `Not` form: any value of the list, or none. */
function elementMatches(statement: unknown, name: string, matches: (pattern: string) => boolean): boolean {
  const listed = member(statement, name);
  if (listed !== undefined) return strings(listed).some(matches);
  return !strings(member(statement, `Not${name}`)).some(matches);
}

const actionMatches = (pattern: string, action: string): boolean =>
  globMatches(readPattern(pattern.toLowerCase(), { wildcards: true, variables: undefined }) ?? [], action.toLowerCase());

/**
 * "You can use wildcard characters within the individual segments of an ARN. If the `*` wildcard is the last character of
 * a resource ARN segment, it can expand to match beyond the colon boundaries." Variables stand after the fifth colon.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
function resourceMatches(pattern: string, resource: string, variables: Context | undefined): boolean {
  if (pattern === '*') return true;
  // The resource `*` of an action without resource types is a word and not an ARN: no pattern reaches it.
  if (resource === '*') return false;
  const segments = pattern.split(':');
  const head = segments.slice(0, 5).join(':') + (segments.length > 5 ? ':' : '');
  if (variables !== undefined && head.includes('${')) return false;
  const tail = readPattern(segments.slice(5).join(':'), { wildcards: true, variables });
  return tail !== undefined && globMatches([...headSteps(head), ...tail], resource);
}

function headSteps(head: string): Step[] {
  const characters = Array.from(head);
  return characters.map((character, index) => {
    const endsSegment = index + 1 === characters.length || characters[index + 1] === ':';
    if (character === '*') return endsSegment ? 'any' : 'anyInSegment';
    return character === '?' ? 'oneInSegment' : { character };
  });
}

function conditionsOf(statement: unknown): Condition[] {
  return entries(member(statement, 'Condition')).flatMap(([operator, keys]) =>
    entries(keys).map(([key, values]) => ({ operator, key, values: strings(values) })),
  );
}

/** A member of a JSON object; nothing of what every JavaScript object inherits. */
const member = (value: unknown, name: string): unknown => entries(value).find(([key]) => key === name)?.[1];

const entries = (value: unknown): [string, unknown][] => (typeof value === 'object' && value !== null ? Object.entries(value) : []);

/** One value or a list of them. Numbers and booleans may be written without quotes. */
function strings(value: unknown): string[] {
  if (value === undefined) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map(String);
}
