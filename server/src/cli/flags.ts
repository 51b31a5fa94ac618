import { isSwitch } from '../config.ts';
import { OperatorError } from '../errors.ts';

/** A command's own arguments, and the settings that follow them. */
export interface Arguments {
  readonly positional: readonly string[];
  readonly own: ReadonlyMap<string, string>;
  /** Flags that are not the command's own, for `readConfig`. */
  readonly settings: readonly string[];
}

/**
 * Splits a command's arguments. @param names the command's own flags, without dashes; each takes a value.
 * @param switches own flags that are on once they are named
 * Throws OperatorError when a flag has no value or the number of positional arguments is not `count` (`some`: at least one).
 */
export function readArguments(
  args: readonly string[],
  names: readonly string[],
  usage: string,
  count: number | 'some',
  switches: readonly string[] = [],
): Arguments {
  const positional: string[] = [];
  const own = new Map<string, string>();
  const settings: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? '';
    if (!argument.startsWith('--')) {
      positional.push(argument);
      continue;
    }
    const [flag = '', inline] = argument.slice(2).split(/=(.*)/s);
    const value = inline ?? (isSwitch(flag) || switches.includes(flag) ? 'true' : args[++index]);
    if (value === undefined) throw new OperatorError(`--${flag} needs a value. Usage: carillon ${usage}`);
    if (names.includes(flag) || switches.includes(flag)) own.set(flag, value);
    else settings.push(`--${flag}=${value}`);
  }
  if (count === 'some' ? positional.length === 0 : positional.length !== count) throw new OperatorError(`Usage: carillon ${usage}`);
  return { positional, own, settings };
}
