import { requireSchema } from './coerce.ts';
import { requireVersion, resourceReply, type Preconditions, type ScimRead, type ScimReply } from './exchange.ts';
import { readOperations, refuseOtherId, type PatchOperation } from './patch-operations.ts';
import type { Projection } from './projection.ts';
import { ScimError } from './scim-error.ts';

type Body = Readonly<Record<string, unknown>>;

/** What users and groups differ in when one is read, shown, or refused. */
export interface ResourceKind<Row extends { readonly version: number }> {
  readonly noun: 'user' | 'group';
  readonly schema: string;
  find(read: ScimRead, id: string): Promise<Row | undefined>;
  /** The row as it is answered. @param isNew nobody else can know of it yet */
  present(read: ScimRead, row: Row, projection: Projection, isNew: boolean): Promise<Parameters<typeof resourceReply>[1]>;
}

/** The resource, in the version that the client means. Throws ScimError, 404 or 412. */
export async function requireResource<Row extends { readonly version: number }>(
  kind: ResourceKind<Row>,
  read: ScimRead,
  id: string,
  preconditions?: Preconditions,
): Promise<Row> {
  const row = await kind.find(read, id);
  if (!row) throw new ScimError(404, `There is no ${kind.noun} ${id}.`);
  if (preconditions) requireVersion(preconditions, row.version);
  return row;
}

/** The resource that a PUT is to replace. Throws ScimError, also for a body of another kind or of another resource. */
export async function requireReplaceable<Row extends { readonly version: number }>(
  kind: ResourceKind<Row>,
  read: ScimRead,
  id: string,
  body: Body,
  preconditions: Preconditions,
): Promise<Row> {
  const row = await requireResource(kind, read, id, preconditions);
  requireSchema(body, kind.schema);
  refuseOtherId(body, id);
  return row;
}

/** The resource that a PATCH is to change, and how. Throws ScimError. */
export async function requirePatchable<Row extends { readonly version: number }>(
  kind: ResourceKind<Row>,
  read: ScimRead,
  id: string,
  body: Body,
  preconditions: Preconditions,
): Promise<{ row: Row; operations: PatchOperation[] }> {
  const row = await requireResource(kind, read, id, preconditions);
  const operations = readOperations(body);
  for (const { path, value } of operations) if (path === undefined) refuseOtherId(value, id);
  return { row, operations };
}

/** Answers with the resource: 201 for a new one, 304 to whoever has this version. */
export async function showResource<Row extends { readonly version: number }>(
  kind: ResourceKind<Row>,
  read: ScimRead,
  row: Row,
  projection: Projection,
  { isNew = false, preconditions = {} }: { readonly isNew?: boolean; readonly preconditions?: Partial<Preconditions> } = {},
): Promise<ScimReply> {
  return resourceReply(isNew ? 201 : 200, await kind.present(read, row, projection, isNew), projection, preconditions);
}
