import { enterpriseSchema, externalId, groupSchema, userSchema, type Attribute, type Schema } from './attributes.ts';

/** The attributes of one resource type, found by name in any letter case. */
export interface ResourceSchema {
  readonly core: Schema;
  /** Its attributes stand under its URN. */
  readonly extension: Schema | undefined;
  /** By lower-case name, the common ones included. */
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly extensionAttributes: ReadonlyMap<string, Attribute>;
}

export const userResource: ResourceSchema = resourceSchema(userSchema, enterpriseSchema);
export const groupResource: ResourceSchema = resourceSchema(groupSchema, undefined);

function resourceSchema(core: Schema, extension: Schema | undefined): ResourceSchema {
  return {
    core,
    extension,
    attributes: byName([...core.attributes, externalId]),
    extensionAttributes: byName(extension?.attributes ?? []),
  };
}

function byName(attributes: readonly Attribute[]): ReadonlyMap<string, Attribute> {
  return new Map(attributes.map((attribute) => [attribute.name.toLowerCase(), attribute]));
}

/** Where an attribute name leads. */
export interface AttributePath {
  readonly attribute: Attribute;
  readonly sub: Attribute | undefined;
  readonly isExtension: boolean;
}

/** `emails.value`, `urn:…:User:emails.value`, `urn:…:enterprise:2.0:User:department`, in any letter case. undefined = there is no such attribute. */
export function findAttribute(schema: ResourceSchema, text: string): AttributePath | undefined {
  const { name, isExtension } = withoutUrn(schema, text);
  const [root = '', subName, ...more] = name.split('.');
  const attribute = (isExtension ? schema.extensionAttributes : schema.attributes).get(root.toLowerCase());
  if (!attribute || more.length > 0) return undefined;
  if (subName === undefined) return { attribute, sub: undefined, isExtension };
  const sub = findSubAttribute(attribute, subName);
  return sub && { attribute, sub, isExtension };
}

export function findSubAttribute(attribute: Attribute, name: string): Attribute | undefined {
  const folded = name.toLowerCase();
  return attribute.subAttributes?.find((sub) => sub.name.toLowerCase() === folded);
}

/** Splits the schema's URN from what stands behind it. */
function withoutUrn({ core, extension }: ResourceSchema, text: string): { name: string; isExtension: boolean } {
  const folded = text.toLowerCase();
  if (extension && folded.startsWith(`${extension.id.toLowerCase()}:`))
    return { name: text.slice(extension.id.length + 1), isExtension: true };
  if (folded.startsWith(`${core.id.toLowerCase()}:`)) return { name: text.slice(core.id.length + 1), isExtension: false };
  return { name: text, isExtension: false };
}

/** Whether the text is the URN itself. */
export function isUrn(schema: Schema | undefined, text: string): boolean {
  return schema !== undefined && text.toLowerCase() === schema.id.toLowerCase();
}
