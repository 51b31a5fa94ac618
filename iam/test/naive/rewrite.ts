import type { Conditions, Document, Policies, Situation, Statement, Strings, Values } from './situation.ts';

/** A way to write the same policies differently. */
export interface Shape {
  readonly list: <T>(items: readonly T[]) => T[];
  readonly strings: (values: Strings) => Strings;
}

export function reshape({ policies: { scp, identity, boundary, session, root }, request: asked }: Situation, shape: Shape): Situation {
  const documents = (all: readonly Document[]): Document[] => shape.list(all).map((one) => reshapeDocument(one, shape));
  return {
    policies: {
      scp: shape.list(scp).map(documents),
      identity: documents(identity),
      ...(boundary === undefined ? {} : { boundary: reshapeDocument(boundary, shape) }),
      ...(session === undefined ? {} : { session: documents(session) }),
      ...(root === undefined ? {} : { root }),
    },
    request: { ...asked, context: Object.fromEntries(shape.list(Object.entries(asked.context))) },
  };
}

function reshapeDocument({ Statement: body, ...rest }: Document, shape: Shape): Document {
  return { ...rest, Statement: shape.list([body].flat()).map((one) => reshapeStatement(one, shape)) };
}

function reshapeStatement({ Action, NotAction, Resource, NotResource, Condition, ...rest }: Statement, shape: Shape): Statement {
  return {
    ...rest,
    ...(Action === undefined ? {} : { Action: shape.strings(Action) }),
    ...(NotAction === undefined ? {} : { NotAction: shape.strings(NotAction) }),
    ...(Resource === undefined ? {} : { Resource: shape.strings(Resource) }),
    ...(NotResource === undefined ? {} : { NotResource: shape.strings(NotResource) }),
    ...(Condition === undefined ? {} : { Condition: reshapeConditions(Condition, shape) }),
  };
}

function reshapeConditions(block: Conditions, shape: Shape): Conditions {
  const values = (written: Values): Values =>
    typeof written === 'boolean' || typeof written === 'number' ? written : shape.strings(written);
  return Object.fromEntries(
    shape
      .list(Object.entries(block))
      .map(([operator, keys]) => [
        operator,
        Object.fromEntries(shape.list(Object.entries(keys)).map(([key, written]) => [key, values(written)])),
      ]),
  );
}

export function shuffle<T>(items: readonly T[], order: readonly number[]): T[] {
  const rank = (index: number): number => order[(index * 7 + items.length) % order.length] ?? 0;
  return items
    .map((item, index) => ({ item, at: rank(index) }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

export function recase(drawn: Situation, turn: (text: string) => string): Situation {
  const keysTurned = (keys: Record<string, Values>): Record<string, Values> => {
    const turned = Object.fromEntries(Object.entries(keys).map(([key, values]) => [turn(key), values]));
    // Two spellings of one key must stay two.
    return Object.keys(turned).length === Object.keys(keys).length ? turned : keys;
  };
  const statement = ({ Action, NotAction, Condition, ...rest }: Statement): Statement => ({
    ...rest,
    ...(Action === undefined ? {} : { Action: [Action].flat().map(turn) }),
    ...(NotAction === undefined ? {} : { NotAction: [NotAction].flat().map(turn) }),
    ...(Condition === undefined
      ? {}
      : { Condition: Object.fromEntries(Object.entries(Condition).map(([operator, keys]) => [operator, keysTurned(keys)])) }),
  });
  const { policies: layers, request: asked } = drawn;
  const documents = (all: readonly Document[]): Document[] =>
    all.map((one) => ({ ...one, Statement: [one.Statement].flat().map(statement) }));
  const [boundary] = documents(layers.boundary === undefined ? [] : [layers.boundary]);
  return {
    policies: {
      ...layers,
      scp: layers.scp.map(documents),
      identity: documents(layers.identity),
      ...(boundary === undefined ? {} : { boundary }),
      ...(layers.session === undefined ? {} : { session: documents(layers.session) }),
    },
    request: {
      ...asked,
      action: turn(asked.action),
      context: Object.fromEntries(Object.entries(asked.context).map(([key, value]) => [turn(key), value])),
    },
  };
}

/** A further document in a layer that is there. A boundary has one document, which takes the statements in. */
export function add(before: Policies, added: Document, where: 'scp' | 'identity' | 'boundary' | 'session'): Policies {
  const { scp, boundary, session } = before;
  if (where === 'scp' && scp.length > 0) return { ...before, scp: scp.map((level) => [...level, added]) };
  if (where === 'session' && session !== undefined) return { ...before, session: [...session, added] };
  if (where === 'boundary' && boundary !== undefined) {
    return { ...before, boundary: { ...boundary, Statement: [boundary.Statement, added.Statement].flat() } };
  }
  return { ...before, identity: [...before.identity, added] };
}
