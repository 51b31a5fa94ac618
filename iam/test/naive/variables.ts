import { isMultivalued, valuesOf, type Context } from './context.ts';
import { literalSteps, type Step } from './glob.ts';

/** How a policy string is to be read. */
export interface Reading {
  /** Whether `*` and `?` are wildcards; otherwise they are ordinary characters. */
  readonly wildcards: boolean;
  /** The context that variables take their values from; without one `${` is ordinary text. */
  readonly variables: Context | undefined;
}

/**
 * The steps of a policy string, or undefined when it names a variable that the request cannot fill.
 * What a variable brings in is literal text, whatever characters it has.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function readPattern(text: string, { wildcards, variables }: Reading): Step[] | undefined {
  const steps: Step[] = [];
  let rest = text;
  while (rest !== '') {
    const variable = variables === undefined ? undefined : variableAt(rest);
    if (variables !== undefined && variable !== undefined) {
      const value = fill(variable, variables);
      if (value === undefined) return undefined;
      steps.push(...literalSteps(value));
      rest = rest.slice(variable.length);
    } else {
      const [character = ''] = rest;
      steps.push(wildcards && character === '*' ? 'any' : wildcards && character === '?' ? 'one' : { character });
      rest = rest.slice(character.length);
    }
  }
  return steps;
}

interface Variable {
  readonly name: string;
  readonly fallback: string | undefined;
  /** How much of the text it takes, from the dollar sign to the closing brace. */
  readonly length: number;
}

/** The variable that a text begins with: `${name}` or `${name, 'default'}`. Without a closing brace there is none. */
function variableAt(text: string): Variable | undefined {
  const close = text.indexOf('}');
  if (!text.startsWith('${') || close < 0) return undefined;
  const whole = { name: text.slice(2, close), fallback: undefined, length: close + 1 };
  if (!whole.name.includes(',')) return whole;
  const comma = text.indexOf(',');
  const quoted = text.slice(comma + 1).trimStart();
  const fallback = quoted.slice(1, quoted.indexOf("'", 1));
  // A default that is not well written leaves a name that no request can fill.
  if (!quoted.startsWith(`'${fallback}'}`)) return whole;
  return { name: text.slice(2, comma), fallback, length: text.length - quoted.length + fallback.length + 3 };
}

function fill({ name, fallback }: Variable, context: Context): string | undefined {
  if (name === '*' || name === '?' || name === '$') return name;
  const values = valuesOf(context, name);
  if (values === undefined) return fallback;
  return isMultivalued(name) || values.length !== 1 ? undefined : values[0];
}
