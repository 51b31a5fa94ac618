import type { BoundLayers } from './bind.ts';
import { parseInstant } from './operators/date.ts';
import { listVariables, tokensText, resolveTemplate } from './variables.ts';

/**
 * The instants, ascending in milliseconds since 1970, at which answers about a key that holds a time may change: between two
 * of them, not counting them, all answers stay the same. Undefined if the policies look at the key in any other way than by
 * comparing it with fixed times. @param key in lower case
 */
export function listTurningPoints({ conditions, groups, slotsByKey }: BoundLayers, key: string): readonly number[] | undefined {
  if (!slotsByKey.has(key)) return [];
  const own = conditions.filter(({ slot }) => slot.key === key);
  if (own.some(({ compiled }) => compiled.name.operator?.family !== 'Date')) return undefined;
  const inConditions = conditions.flatMap(({ compiled }) => compiled.values);
  const inResources = groups.flatMap(({ statements }) => statements.flatMap(({ resource }) => resource?.templates ?? []));
  if ([...inConditions, ...inResources].flatMap(listVariables).some((variable) => variable.key === key)) return undefined;
  const texts = own.flatMap(({ compiled }) => compiled.values.map((value) => tokensText(resolveTemplate(value, noVariables) ?? [])));
  const instants = texts.map(parseInstant).filter((instant) => instant !== undefined);
  return [...new Set(instants)].toSorted((a, b) => a - b);
}

/** Date operators take none. */
function noVariables(): undefined {
  return undefined;
}
