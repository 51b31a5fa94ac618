import { invariant } from '../errors.ts';
import type { AccessLevel, Operation } from '../operation.ts';
import { markdownTable } from './markdown.ts';
import { commandName, compare, publishedNames, restOperations } from './model.ts';

/** One row of the contract: an IAM action and what serves it. */
export interface ActionRow {
  readonly name: string;
  readonly access: AccessLevel;
  readonly summary: string;
  /** Other spellings that policies may use. */
  readonly aliases: readonly string[];
  readonly dependentActions: readonly string[];
  /** Every operation that this action may authorise, under all its names. */
  readonly operations: readonly string[];
}

/** `actions.json`. */
export function actionRows(operations: readonly Operation[]): ActionRow[] {
  const rest = restOperations(operations);
  return rest.flatMap((operation) => {
    const { action } = operation;
    if (!action) return [];
    const served = rest.filter(({ action: own, needs }) => own?.name === action.name || needs?.actions.includes(action.name));
    return {
      name: action.name,
      access: action.access,
      summary: action.summary,
      aliases: action.aliases ?? [],
      dependentActions: action.dependsOn.map((dependent) => dependent.action),
      operations: served.flatMap(publishedNames).toSorted(compare),
    };
  });
}

/** The README's table: each action of the contract. */
export function readmeTable(operations: readonly Operation[]): string {
  const rows = actionRows(operations);
  const table = markdownTable(
    ['Action', 'Access', 'AWS CLI'],
    rows.map(({ name, access }) => [name, access, `\`aws chime ${commandName(name)}\``]),
  );
  return `All ${rows.length} actions work.\n\n${table}`;
}

const begin = '<!-- actions:begin -->';
const end = '<!-- actions:end -->';

/** The README with its table of actions brought up to date. */
export function fillReadme(readme: string, operations: readonly Operation[]): string {
  const [before, rest] = readme.split(begin);
  const after = rest?.split(end)[1];
  invariant(before !== undefined && after !== undefined, `The README holds ${begin} and ${end}, once each, around its table.`);
  return `${before}${begin}\n\n${readmeTable(operations)}\n\n${end}${after}`;
}
