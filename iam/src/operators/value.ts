import { findArnColons, type ArnColons } from '../arn.ts';
import { decodeBase64 } from './binary.ts';
import { parseInstant } from './date.ts';
import { parseAddress, type Address } from './ip.ts';
import { parseDecimal, type Decimal } from './numeric.ts';

/** The readings of a request value that operators need. Each is made once per request, not once per condition. */
export type Facet = 'folded' | 'decimal' | 'instant' | 'address' | 'colons' | 'bytes';

/** One value of a request, with the readings asked for; undefined where it cannot be read that way, or nobody asked. */
export interface ContextValue {
  readonly text: string;
  /** In lower case; the empty string if not asked for. */
  readonly folded: string;
  readonly decimal: Decimal | undefined;
  /** Milliseconds since 1970. */
  readonly instant: number | undefined;
  readonly address: Address | undefined;
  readonly colons: ArnColons | undefined;
  readonly bytes: string | undefined;
}

/** Which readings are needed. */
export type Facets = Readonly<Record<Facet, boolean>>;

/** Reads a request value in the ways asked for. */
export function createContextValue(text: string, facets: Facets): ContextValue {
  return {
    text,
    folded: facets.folded ? text.toLowerCase() : '',
    decimal: facets.decimal ? parseDecimal(text) : undefined,
    instant: facets.instant ? parseInstant(text) : undefined,
    address: facets.address ? parseAddress(text) : undefined,
    colons: facets.colons ? findArnColons(text) : undefined,
    bytes: facets.bytes ? decodeBase64(text) : undefined,
  };
}
