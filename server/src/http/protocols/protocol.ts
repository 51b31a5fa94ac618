import type { Answer, Bound } from '../../dispatch.ts';
import type { WireError } from '../../errors.ts';
import { JsonText } from '../../shapes/json-text.ts';

/** A verified request, as the protocols read it. */
export interface Call {
  readonly method: string;
  /** The path that was verified: normalised, still percent-escaped. */
  readonly path: string;
  /** Decoded, without the signature's own parameters. */
  readonly query: readonly { readonly name: string; readonly value: string }[];
  readonly body: Uint8Array;
  /** The last value of a header, undefined if absent. @param name in lower case */
  header(name: string): string | undefined;
}

/** An HTTP answer. */
export interface Outgoing {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Length of the body in UTF-8, where it is known. */
  readonly bytes?: number | undefined;
  /** The body in UTF-8, where it is at hand. */
  readonly encoded?: Uint8Array | undefined;
}

/** One way of putting operations on the wire. */
export interface Protocol {
  /** Throws UnknownOperationException, or the protocol's error for what it cannot read. */
  bind(call: Call): Bound;
  encode(answer: Answer, requestId: string): Outgoing;
}

/** The header that asks for a rehearsal of a write, and that marks the answer as one. */
export const dryRunHeader = 'x-carillon-dry-run';

/** The headers that an error has in every protocol. */
export function errorHeaders({ retryAfterSeconds, authorizationId }: WireError): Record<string, string> {
  return {
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    ...(authorizationId !== undefined && { 'x-carillon-authorization-id': authorizationId }),
  };
}

/** The body of a success in the protocols that speak JSON. */
export function jsonBody(output: Record<string, unknown> | JsonText): Pick<Outgoing, 'body' | 'bytes' | 'encoded'> {
  if (!(output instanceof JsonText)) return { body: JSON.stringify(output) };
  const { text, bytes, encoded } = output;
  return { body: text, bytes, encoded };
}

/** A table that a browser saves rather than shows. */
export const csvHeaders = { 'content-type': 'text/csv; charset=utf-8; header=present', 'content-disposition': 'attachment' } as const;

/** Where a table has no room for the token of the next page. */
export const nextTokenHeader = 'x-carillon-next-token';

/** Whether the first of the types that the caller takes is a table. */
export function asksForCsv(call: Call): boolean {
  return call.header('accept')?.split(',')[0]?.split(';')[0]?.trim().toLowerCase() === 'text/csv';
}

/** `true` in any letter case. */
export function asksForDryRun(call: Call): boolean {
  return call.header(dryRunHeader)?.trim().toLowerCase() === 'true';
}
