import { BadRequestException, UnknownOperationException, messageOf } from '../../errors.ts';
import type { Operation } from '../../operation.ts';
import { asksForDryRun, dryRunHeader, errorHeaders, jsonBody, type Call, type Protocol } from './protocol.ts';

/** What `X-Amz-Target` begins with, by service; clients may write the package of the service before it. */
const targetPrefixes = { cloudtrail: 'CloudTrail_20131101' } as const;

/** What the pipeline calls an error, in the words of AWS JSON. */
const jsonCodes = new Map([
  ['BadRequestException', 'ValidationException'],
  ['ThrottledClientException', 'ThrottlingException'],
  ['ServiceFailureException', 'InternalFailure'],
]);

const contentType = 'application/x-amz-json-1.1';

/** AWS JSON 1.1 of one service: the operation in the header `X-Amz-Target`, its input as the JSON body of a POST. */
export function createJsonService(service: keyof typeof targetPrefixes, operations: readonly Operation[]): Protocol {
  const byName = new Map(operations.filter((operation) => operation.service === service).map((operation) => [operation.name, operation]));
  const prefix = targetPrefixes[service];
  return {
    bind(call) {
      const target = call.header('x-amz-target') ?? '';
      const [name = '', named = ''] = target.split('.').toReversed();
      const operation = named === prefix ? byName.get(name) : undefined;
      if (!operation || call.method !== 'POST') {
        throw new UnknownOperationException(
          `The header X-Amz-Target names no operation of this server: ${target.slice(0, 128) || 'it is absent'}.`,
        );
      }
      return { operation, input: readBody(call), dryRun: operation.mutates && asksForDryRun(call) };
    },
    encode(answer, requestId) {
      const headers = { 'content-type': contentType, 'x-amzn-requestid': requestId, ...(answer.dryRun && { [dryRunHeader]: 'true' }) };
      if (!('error' in answer)) return { status: 200, headers, ...jsonBody(answer.output) };
      const { status, code, message } = answer.error;
      return {
        status,
        headers: { ...headers, ...errorHeaders(answer.error) },
        body: JSON.stringify({ __type: jsonCodes.get(code) ?? code, message }),
      };
    },
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function readBody(call: Call): unknown {
  if (call.body.length === 0) return {};
  let body: unknown;
  try {
    body = JSON.parse(utf8.decode(call.body));
  } catch (error) {
    // Without a cause: a caller's slip is no fault of this program, and does not belong in its log.
    throw new BadRequestException(`The body is not JSON in UTF-8: ${messageOf(error)}`);
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new BadRequestException('The body must be a JSON object.');
  // An explicit null is an absent member, as AWS reads it.
  const members = Object.entries(body).filter(([, value]) => value !== null);
  return Object.assign(Object.create(null), Object.fromEntries(members));
}
