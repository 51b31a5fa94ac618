import { bindLayers, compilePolicy, evaluate, type Catalogue, type Context, type Decision, type Layers } from '../../src/index.ts';

/** A condition element: operator → key → value or values. */
export type ConditionElement = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What a test wants to vary; all the rest is a plain request for chime:ListUsers on `*`. */
export interface Question {
  readonly action?: string;
  readonly resource?: string;
  readonly context?: Context;
  readonly catalogue?: Catalogue;
}

/** A policy text with these statements. */
export function policyText(statements: unknown, version = '2012-10-17'): string {
  return JSON.stringify({ Version: version, Statement: statements });
}

/** The decision of one identity policy. */
export function decideBy(text: string, { action = 'chime:ListUsers', resource = '*', context = {}, catalogue }: Question = {}): Decision {
  const layers: Layers = { scp: [], identity: [compilePolicy(text, { kind: 'identity' })] };
  return evaluate(bindLayers(layers, catalogue), { action, resource, context });
}

/** Whether a condition holds for a context: an Allow of everything with only that condition allows. */
export function holds(condition: ConditionElement, context: Context, version = '2012-10-17'): boolean {
  const text = policyText({ Effect: 'Allow', Action: '*', Resource: '*', Condition: condition }, version);
  return decideBy(text, { context }).decision === 'allowed';
}

/** Whether a Resource covers a resource. */
export function covers(resource: unknown, requested: string, context: Context = {}): boolean {
  const text = policyText({ Effect: 'Allow', Action: '*', Resource: resource });
  return decideBy(text, { resource: requested, context }).decision === 'allowed';
}
