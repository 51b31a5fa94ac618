import { z } from 'zod';

const reference = z.object({ shape: z.string(), location: z.string().optional(), locationName: z.string().optional() });

// Parsing drops what is no part of the contract, documentation above all.
const shape = z.object({
  type: z.string(),
  required: z
    .array(z.string())
    .default([])
    .transform((names) => names.toSorted()),
  members: z.record(z.string(), reference).optional(),
  member: reference.optional(),
  key: reference.optional(),
  value: reference.optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  pattern: z.string().optional(),
  enum: z.array(z.string()).optional(),
  sensitive: z.boolean().optional(),
  timestampFormat: z.string().optional(),
  error: z.object({ httpStatusCode: z.number() }).optional(),
});

const operation = z.object({
  http: z.object({ method: z.string(), requestUri: z.string(), responseCode: z.number().default(200) }),
  input: reference.optional(),
  output: reference.optional(),
});

const model = z.object({ operations: z.record(z.string(), operation), shapes: z.record(z.string(), shape) });

type Shape = z.output<typeof shape>;

/** A botocore model, as far as it is a contract. */
export interface Model {
  readonly operations: ReadonlyMap<string, z.output<typeof operation>>;
  readonly shapes: ReadonlyMap<string, Shape>;
}

export function readModel(json: string): Model {
  const { operations, shapes } = model.parse(JSON.parse(json));
  return { operations: new Map(Object.entries(operations)), shapes: new Map(Object.entries(shapes)) };
}

/** An operation with its shapes in place of their names. An absent structure is one without members. */
export function operationTree({ operations, shapes }: Model, name: string): object {
  const { http, input, output } = get(operations, name);
  return { http, input: shapeTree(shapes, input?.shape), output: shapeTree(shapes, output?.shape) };
}

function shapeTree(shapes: Model['shapes'], name: string | undefined): object {
  if (name === undefined) return { type: 'structure', required: [], members: {} };
  const { members, member, key, value, ...facts } = get(shapes, name);
  const tree = (one: z.output<typeof reference>): object => ({ ...one, ...shapeTree(shapes, one.shape) });
  return {
    ...facts,
    ...(members && { members: Object.fromEntries(Object.entries(members).map(([label, one]) => [label, tree(one)])) }),
    ...(member && { member: tree(member) }),
    ...(key && { key: tree(key) }),
    ...(value && { value: tree(value) }),
  };
}

/** Where `ours` departs from what is published, in the operations both have; optional members of our own do not count. */
export function differences(ours: Model, published: Model): string[] {
  const found = new Set<string>();
  for (const [name, theirs] of published.operations) {
    const own = ours.operations.get(name);
    if (!own) continue;
    if (JSON.stringify(own.http) !== JSON.stringify(theirs.http))
      found.add(`${name}: ${JSON.stringify(own.http)} instead of ${JSON.stringify(theirs.http)}`);
    for (const side of ['input', 'output'] as const) {
      // A structure without members is published for some operations and left out for others.
      const members = theirs[side] && get(published.shapes, theirs[side].shape).members;
      if (theirs[side] && Object.keys(members ?? {}).length > 0) compareShapes(ours, published, theirs[side].shape, found);
    }
  }
  return [...found];
}

function compareShapes(ours: Model, published: Model, name: string, found: Set<string>): void {
  const own = ours.shapes.get(name);
  if (!own) return void found.add(`${name} is missing`);
  const { members: ownMembers = {}, ...ownFacts } = own;
  const { members = {}, ...facts } = get(published.shapes, name);
  const added = Object.fromEntries(Object.entries(ownFacts).filter(([fact]) => !(fact in facts)));
  if (Object.keys(added).length > 0) found.add(`${name}: ${JSON.stringify(added)} is not published`);
  for (const [fact, value] of Object.entries(facts)) {
    const ownValue: unknown = Reflect.get(ownFacts, fact);
    if (JSON.stringify(ownValue) !== JSON.stringify(value))
      found.add(`${name}: ${fact} ${JSON.stringify(ownValue)} instead of ${JSON.stringify(value)}`);
  }
  for (const [label, theirs] of Object.entries(members)) {
    if (JSON.stringify(ownMembers[label]) !== JSON.stringify(theirs))
      found.add(`${name}.${label}: ${JSON.stringify(ownMembers[label])} instead of ${JSON.stringify(theirs)}`);
  }
  const used = [...Object.values(members), facts.member, facts.key, facts.value];
  for (const one of used) if (one) compareShapes(ours, published, one.shape, found);
}

function get<Value>(map: ReadonlyMap<string, Value>, name: string): Value {
  const value = map.get(name);
  if (value === undefined) throw new Error(`The model has no ${name}.`);
  return value;
}
