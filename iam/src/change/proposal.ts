import type { BoundCondition, BoundStatement } from '../bind.ts';
import { conditionHolds } from '../condition.ts';
import { isList, type BoundContext } from '../context.ts';
import { findMember } from '../grammar/nodes.ts';
import type { JsonNode, JsonObject } from '../parse.ts';
import { compileGlob, matchesPattern } from '../pattern.ts';
import { coversAction, listSpellings } from '../plan.ts';
import { principalGrant } from '../principal.ts';
import { coversResource } from '../statement.ts';
import type { Wish } from './draft.ts';
import { addItems, findStatementNodes, removeItem, replaceMember, type Edit, type StatementNodes } from './edit.ts';

/** An edit that may bring a policy nearer to what is wanted; whether it does, and does nothing else, remains to be seen. */
export interface Proposal {
  /** 'withdraw': the policy is nothing but the statement that has to go. */
  readonly edit: Edit | 'withdraw';
  readonly summary: string;
}

/** Edits after which a Deny might no longer apply to the action. */
export function proposeLessDeny(statement: BoundStatement, context: BoundContext, wish: Wish): Proposal[] {
  const { text } = statement.policy.document;
  const nodes = findStatementNodes(text);
  const node = nodes?.items[statement.compiled.source.index];
  if (nodes === undefined || node === undefined) return [];
  const values = statement.conditions.flatMap((condition) => proposeValue(text, node, condition, context));
  return [...values, ...proposeFewerActions(text, nodes, node, statement, wish)];
}

/** Edits after which an Allow of the policy might apply to the action. */
export function proposeMoreAllow(statement: BoundStatement, context: BoundContext, wish: Wish): Proposal[] {
  const { source } = statement.compiled;
  const { text } = statement.policy.document;
  const node = findStatementNodes(text)?.items[source.index];
  const { request, action } = wish;
  if (node === undefined || source.effect !== 'Allow') return [];
  if (statement.principal !== undefined && principalGrant(statement.principal, request.principal) === 'none') return [];
  const covers = coversAction(statement.action, spellingsOf(wish));
  const reaches = statement.resource === undefined || coversResource(statement.resource, context, request.resource);
  const failing = statement.conditions.filter((condition) => !conditionHolds(condition, context, true));
  const [only] = failing;
  if (only !== undefined) return covers && reaches && failing.length === 1 ? proposeValue(text, node, only, context) : [];
  const place = placeOf(statement);
  if (covers && !reaches && source.resource?.isNegated === false) {
    return proposeItem(text, node, 'Resource', request.resource, `Add ${request.resource} to the resources of ${place}.`);
  }
  // A resource wider than the one asked for would give the action away on all of it.
  const isExact = source.resource?.values.every(({ value }) => value === request.resource) ?? true;
  if (covers || !reaches || !isExact) return [];
  if (!source.action.isNegated) return proposeItem(text, node, 'Action', action, `Add ${action} to the actions of ${place}.`);
  return proposeFewerExceptions(node, statement, wish);
}

/** The edit that adds a statement to a policy. */
export function proposeStatement(text: string, statement: object, action: string): Proposal[] {
  const nodes = findStatementNodes(text);
  return nodes ? [{ edit: addItems(text, nodes.list, [statement]), summary: `Add a statement that allows ${action}.` }] : [];
}

/** `statement 2 (Sid "Reading")`, counted from 1, as people count. */
function placeOf({ compiled: { source } }: BoundStatement): string {
  return `statement ${source.index + 1}${source.sid ? ` (Sid "${source.sid.value}")` : ''}`;
}

/** Adds what the request gave to what a condition wants. */
function proposeValue(text: string, node: JsonObject, { compiled, slot }: BoundCondition, context: BoundContext): Proposal[] {
  const { source, name } = compiled;
  const family = name.operator?.family;
  const value = context.values[slot.index];
  if (value === undefined || family === undefined || family === 'Null' || family === 'Binary') return [];
  const given = isList(value) ? value.map((one) => one.text) : [value.text];
  // A wildcard or a variable would ask for more than what was given.
  if (given.some((one) => /[*?]|\$\{/.test(one))) return [];
  const block = (one: string): string => (family === 'IPAddress' ? `${one}/${one.includes(':') ? 128 : 32}` : one);
  const added = given.map(block).filter((one) => !source.values.some((known) => known.value === one));
  const list = memberOf(memberOf(memberOf(node, 'Condition'), source.operator.source), source.key.value);
  if (list === undefined || added.length === 0) return [];
  const summary = `Add ${added.join(', ')} to the values of ${source.operator.source} ${source.key.value}.`;
  return [{ edit: addItems(text, list, added), summary }];
}

function memberOf(node: JsonNode | undefined, name: string): JsonNode | undefined {
  return node?.type === 'object' ? findMember(node, name)?.value : undefined;
}

function proposeItem(text: string, node: JsonObject, element: string, item: string, summary: string): Proposal[] {
  const list = memberOf(node, element);
  return list ? [{ edit: addItems(text, list, [item]), summary }] : [];
}

/** Takes the action out of a Deny: out of Action, or, as an exception, into NotAction; or the Deny goes. */
function proposeFewerActions(
  text: string,
  { list, items }: StatementNodes,
  node: JsonObject,
  statement: BoundStatement,
  wish: Wish,
): Proposal[] {
  const { action } = wish;
  const { index, action: element } = statement.compiled.source;
  const place = placeOf(statement);
  const summary = `Take ${action} out of ${place}, which denies it.`;
  if (element.isNegated) return proposeItem(text, node, 'NotAction', action, `Except ${action} from ${place}, which denies it.`);
  const remaining = narrow(
    element.values.map(({ value }) => value),
    wish,
  );
  if (remaining === undefined) return [];
  if (remaining === 'everything else') return present(replaceMember(node, 'Action', 'NotAction', action), summary);
  if (remaining.length > 0) return present(narrowEdit(node, remaining), summary);
  if (items.length > 1)
    return present(list.type === 'array' ? removeItem(list.items, index) : undefined, `Remove ${place}, which denies ${action}.`);
  return [
    { edit: 'withdraw', summary: `Remove the policy: all it does is to deny ${action}.` },
    ...present(replaceMember(node, 'Effect', 'Effect', 'Allow'), `Let ${place} allow ${action} instead of denying it.`),
  ];
}

/** Removes just the one item where that is all; otherwise writes the list anew. */
function narrowEdit(node: JsonObject, remaining: readonly string[]): Edit | undefined {
  const list = memberOf(node, 'Action');
  const items = list?.type === 'array' ? list.items : [];
  const gone = items.findIndex((item) => item.type === 'string' && !remaining.includes(item.value));
  const others = items.filter((_, at) => at !== gone).map((item) => (item.type === 'string' ? item.value : ''));
  if (gone !== -1 && others.length === remaining.length && others.every((value) => remaining.includes(value)))
    return removeItem(items, gone);
  return replaceMember(node, 'Action', 'Action', remaining.length === 1 ? remaining[0] : remaining);
}

/** Action patterns without the action; undefined when they cannot be told without knowing every action there is. */
function narrow(patterns: readonly string[], wish: Wish): readonly string[] | 'everything else' | undefined {
  if (patterns.includes('*')) return 'everything else';
  const remaining: string[] = [];
  for (const pattern of patterns) {
    const glob = compileGlob(pattern.toLowerCase());
    if (!spellingsOf(wish).some((spelling) => matchesPattern(glob, spelling))) remaining.push(pattern);
    else if (/[*?]/.test(pattern)) {
      const service = pattern.slice(0, pattern.indexOf(':')).toLowerCase();
      // Of a service whose actions are not listed, nobody can say what else the wildcard covers.
      if (!wish.catalogue.actions.some((known) => known.service === service)) return undefined;
      remaining.push(...wish.others.filter((other) => matchesPattern(glob, other.toLowerCase())));
    }
  }
  return [...new Set(remaining)];
}

/** Takes the action out of the exceptions of an Allow. */
function proposeFewerExceptions(node: JsonObject, statement: BoundStatement, wish: Wish): Proposal[] {
  const list = memberOf(node, 'NotAction');
  const items = list?.type === 'array' ? list.items : [];
  const index = items.findIndex((item) => item.type === 'string' && spellingsOf(wish).includes(item.value.toLowerCase()));
  const edit = items.length > 1 ? removeItem(items, index) : undefined;
  return present(edit, `Take ${wish.action} out of the exceptions of ${placeOf(statement)}.`);
}

function spellingsOf({ catalogue, action }: Wish): readonly string[] {
  return listSpellings(catalogue).get(action.toLowerCase()) ?? [action.toLowerCase()];
}

function present(edit: Edit | undefined, summary: string): Proposal[] {
  return edit ? [{ edit, summary }] : [];
}
