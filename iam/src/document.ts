import type { Span } from './parse.ts';
import type { OperatorName } from './operators/index.ts';

/**
 * What a policy is attached to. It decides the grammar (only a trust policy names principals) and the size limit. 'identity'
 * is for identity-based policies whose attachment is not known: managed or inline.
 */
export type PolicyKind = 'identity' | 'managed' | 'inline-user' | 'inline-role' | 'inline-group' | 'session' | 'scp' | 'boundary' | 'trust';

/** The versions of the policy language. */
export type PolicyVersion = '2008-10-17' | '2012-10-17';

/** The effect of a statement. */
export type Effect = 'Allow' | 'Deny';

/** A text of the policy and where it stands. */
export interface Sourced {
  readonly value: string;
  readonly span: Span;
}

/** A policy whose grammar has been checked. */
export interface PolicyDocument {
  readonly text: string;
  /** Undefined when the policy does not say; it is then read as 2008-10-17, which has no variables. */
  readonly version: PolicyVersion | undefined;
  readonly statements: readonly Statement[];
  readonly span: Span;
}

/** One statement. `index` counts from 0 in the policy. */
export interface Statement {
  readonly index: number;
  readonly sid: Sourced | undefined;
  readonly effect: Effect;
  readonly principal: PrincipalElement | undefined;
  readonly action: ListElement;
  /** Undefined only in a trust policy, whose resource is the role it is attached to. */
  readonly resource: ListElement | undefined;
  readonly conditions: readonly Condition[];
  /** Where the Condition element stands, even when it is empty. */
  readonly conditionSpan: Span | undefined;
  readonly span: Span;
}

/** Action, NotAction, Resource or NotResource; `isNegated` for the Not… ones. A single string is a list of one. */
export interface ListElement {
  readonly isNegated: boolean;
  readonly values: readonly Sourced[];
  readonly span: Span;
}

/** The kinds of principal that a trust policy may name. */
export type PrincipalType = 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';

/** Principal or NotPrincipal. The bare `"*"` is `{ type: 'AWS', value: '*' }`. */
export interface PrincipalElement {
  readonly isNegated: boolean;
  readonly entries: readonly PrincipalEntry[];
  readonly span: Span;
}

export interface PrincipalEntry extends Sourced {
  readonly type: PrincipalType;
}

/** One key under one operator of a Condition element. */
export interface Condition {
  readonly operator: OperatorName & { readonly span: Span };
  readonly key: Sourced;
  readonly values: readonly ConditionValue[];
  readonly span: Span;
}

/** A value in a condition. Numbers and booleans are kept as written: `10` and `"10"` mean the same. */
export interface ConditionValue extends Sourced {
  readonly type: 'string' | 'number' | 'boolean';
}
