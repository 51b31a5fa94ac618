import { findKey, isUserDefinedKey } from '../../src/catalogue.ts';
import type { Request } from '../../src/index.ts';
import { parseBoolean } from '../../src/operators/boolean.ts';
import { decodeBase64 } from '../../src/operators/binary.ts';
import { parseInstant } from '../../src/operators/date.ts';
import { parseAddress } from '../../src/operators/ip.ts';
import { parseDecimal } from '../../src/operators/numeric.ts';

/** The request without what no real one carries: unreadable values of a known type, empty values, lists where one belongs. */
export function toAskable(asked: Request): Request {
  const context: Record<string, string | readonly string[]> = {};
  for (const [key, value] of Object.entries(asked.context)) {
    const known = findKey(key, undefined);
    const values = [value ?? []].flat();
    if (values.length === 0 || (known?.isMultivalued !== true && typeof value !== 'string')) continue;
    if (values.every((one) => isReadable(one, known?.type) && (one !== '' || isUserDefinedKey(key)))) context[key] = value ?? '';
  }
  const isStar = asked.action.toLowerCase().startsWith('chime:');
  const isReal = asked.resource === '*' || /^arn:[^:]+:[^:]+:[^:]*:[^:]*:./s.test(asked.resource);
  return { ...asked, resource: isStar || !isReal ? '*' : asked.resource, context };
}

function isReadable(value: string, type: string | undefined): boolean {
  switch (type) {
    case 'Bool':
      return parseBoolean(value) !== undefined;
    case 'Numeric':
      return parseDecimal(value) !== undefined;
    case 'Date':
    case 'Epoch':
      return parseInstant(value) !== undefined;
    case 'IPAddress':
      return parseAddress(value) !== undefined;
    case 'Binary':
      return decodeBase64(value) !== undefined;
    case 'ARN':
      return /^arn:[^:]+:[^:]+:[^:]*:[^:]*:./s.test(value);
    default:
      return true;
  }
}
