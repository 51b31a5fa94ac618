import { isObject } from './coerce.ts';

/** A body as the log has it: undefined for none, and for one that was cut or is no object. */
export function readExchangeBody(text: string | null): Readonly<Record<string, unknown>> | undefined {
  if (text === null) return undefined;
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}
