import { sql as raw, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';
import type { Tables } from './schema.ts';

/** How two values are compared; `co`, `sw`, `ew` are for texts. */
export type Comparison = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/** What a filter asks, with its names looked up and its values checked: all that is left is to make a query of it. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'column'; readonly column: ScimColumn; readonly comparison: Comparison; readonly value: string | number }
  /** A value of the attribute with this path, if there is one; only of the element at hand within `element`. */
  | { readonly kind: 'value'; readonly path: string; readonly comparison: Comparison; readonly value: string; readonly exact: boolean }
  | { readonly kind: 'present'; readonly paths: readonly string[] }
  /** One element of a list, whose parts have these paths, for which the condition holds. */
  | { readonly kind: 'element'; readonly paths: readonly string[]; readonly condition: Condition }
  /** Of users: they belong to this group. Of groups: this user belongs to them. */
  | { readonly kind: 'membership'; readonly id: string }
  | { readonly kind: 'hasMembership' };

/** What is not among the values of attributes, because it has a column of its own. */
export type ScimColumn = 'id' | 'name' | 'externalId' | 'active' | 'created' | 'lastModified';

/** Makes the SQL of a condition for one kind of resource. */
export interface Compiler {
  readonly columns: Readonly<Record<ScimColumn, Expression<string | number | null>>>;
  /** The rows of the values of the resource at hand, for `value`, `present` and `element`. */
  values(paths: readonly string[], element: Expression<number> | undefined, holds: ValueTest | undefined): Expression<SqlBool>;
  membership(id: string | undefined): Expression<SqlBool>;
}

/** Narrows rows of values; `element` is the position of the row at hand. */
export type ValueTest = (row: {
  value: Expression<string>;
  folded: Expression<string>;
  element: Expression<number>;
}) => Expression<SqlBool>;

export function compileCondition(
  eb: ExpressionBuilder<Tables, keyof Tables>,
  compiler: Compiler,
  condition: Condition,
  element?: Expression<number>,
): Expression<SqlBool> {
  switch (condition.kind) {
    case 'all':
      return eb.and(condition.conditions.map((one) => compileCondition(eb, compiler, one, element)));
    case 'any':
      return eb.or(condition.conditions.map((one) => compileCondition(eb, compiler, one, element)));
    case 'not':
      return eb.not(compileCondition(eb, compiler, condition.condition, element));
    case 'constant':
      return raw<SqlBool>`1 = ${raw.lit(condition.value ? 1 : 0)}`;
    case 'column':
      return compare(compiler.columns[condition.column], condition.comparison, condition.value);
    case 'value':
      return compiler.values([condition.path], element, ({ value, folded }) =>
        compare(condition.exact ? value : folded, condition.comparison, condition.exact ? condition.value : condition.value.toLowerCase()),
      );
    case 'present':
      return compiler.values(condition.paths, element, undefined);
    case 'element':
      return compiler.values(condition.paths, undefined, (row) => compileCondition(eb, compiler, condition.condition, row.element));
    case 'membership':
      return compiler.membership(condition.id);
    case 'hasMembership':
      return compiler.membership(undefined);
  }
}

/** A missing value is like no other: comparisons with it do not hold, so that `not` and `ne` find it. */
function compare(column: Expression<string | number | null>, comparison: Comparison, value: string | number): Expression<SqlBool> {
  const present = (holds: Expression<SqlBool>): Expression<SqlBool> => raw<SqlBool>`(${column} is not null and ${holds})`;
  switch (comparison) {
    case 'ne':
      return raw<SqlBool>`not ${compare(column, 'eq', value)}`;
    case 'co':
      return value === '' ? present(always) : present(raw<SqlBool>`replace(${column}, ${asText(value)}, '') <> ${column}`);
    case 'sw':
      return present(raw<SqlBool>`substr(${column}, 1, length(${asText(value)})) = ${asText(value)}`);
    case 'ew':
      return present(
        raw<SqlBool>`length(${column}) >= length(${asText(value)}) and substr(${column}, length(${column}) - length(${asText(value)}) + 1) = ${asText(value)}`,
      );
    case 'eq':
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
      return present(raw<SqlBool>`${column} ${signs[comparison]} ${typeof value === 'number' ? asNumber(value) : asText(value)}`);
  }
}

const always = raw<SqlBool>`1 = 1`;

const signs = { eq: raw`=`, gt: raw`>`, ge: raw`>=`, lt: raw`<`, le: raw`<=` } as const;

/** PostgreSQL has to be told what a parameter is where several types would do. */
function asText(value: string | number): Expression<string> {
  return raw<string>`cast(${String(value)} as text)`;
}

function asNumber(value: number): Expression<number> {
  return raw<number>`cast(${value} as bigint)`;
}
