import type { Layers, Request } from './evaluate.ts';

export type Strings = string | string[];
export type Values = boolean | number | Strings;
/** Condition operator, then condition key, then values. */
export type Conditions = Record<string, Record<string, Values>>;

export interface Statement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Action?: Strings;
  NotAction?: Strings;
  Resource?: Strings;
  NotResource?: Strings;
  Condition?: Conditions;
}

export interface Document {
  Version?: '2008-10-17' | '2012-10-17';
  Statement: Statement | Statement[];
}

/** The documents of each layer, not yet written out as JSON. */
export interface Policies {
  scp: Document[][];
  identity: Document[];
  boundary?: Document;
  session?: Document[];
  root?: boolean;
}

/** A request and all that bears on it. */
export interface Situation {
  policies: Policies;
  request: Request;
}

/** The document that lets everything through. */
export const everything: Document = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

/** One document by itself, on top of "everything" if it denies. */
export function alone(only: Document): Policies {
  const denies = [only.Statement].flat().some(({ Effect }) => Effect === 'Deny');
  return { scp: [], identity: denies ? [everything, only] : [only] };
}

/** The layers as JSON texts, which is how evaluators take them. */
export function layersOf({ scp, identity, boundary, session, root }: Policies): Layers {
  return {
    scp: scp.map((level) => level.map(write)),
    identity: identity.map(write),
    ...(boundary === undefined ? {} : { boundary: write(boundary) }),
    ...(session === undefined ? {} : { session: session.map(write) }),
    ...(root === undefined ? {} : { root }),
  };
}

const write = (document: Document): string => JSON.stringify(document);
