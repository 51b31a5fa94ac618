import { UnknownOperationException, ValidationError } from '../../errors.ts';
import type { Operation } from '../../operation.ts';
import { asksForDryRun, dryRunHeader, errorHeaders, type Call, type Protocol } from './protocol.ts';
import { decodeQueryInput, encodeQueryError, encodeQueryOutput } from './query.ts';

/** API versions a client may name, by service. */
const versions = { iam: '2010-05-08', sts: '2011-06-15' } as const;

/** What the pipeline calls an error, in the words of the Query protocol. */
const queryCodes = new Map([
  ['ThrottledClientException', { code: 'Throttling', status: 400 }],
  ['ServiceFailureException', { code: 'ServiceFailure', status: 500 }],
  ['ServiceUnavailableException', { code: 'ServiceUnavailable', status: 503 }],
  ['UnknownOperationException', { code: 'InvalidAction', status: 400 }],
  ['UnrecognizedClientException', { code: 'InvalidClientTokenId', status: 403 }],
]);

/** The Query protocol of one service: `Action` and `Version` in a form or query string, XML out. */
export function createQueryService(service: keyof typeof versions, operations: readonly Operation[]): Protocol {
  const byName = new Map(operations.filter((operation) => operation.service === service).map((operation) => [operation.name, operation]));
  return {
    bind(call) {
      const form = readForm(call);
      const action = form.find(([name]) => name === 'Action')?.[1] ?? '';
      const version = form.find(([name]) => name === 'Version')?.[1] ?? versions[service];
      const operation = byName.get(action);
      if (!operation || version !== versions[service]) {
        throw new UnknownOperationException(`Could not find operation ${action.slice(0, 128)} for version ${version.slice(0, 32)}`);
      }
      return { operation, input: decodeQueryInput(operation.input, form), dryRun: operation.mutates && asksForDryRun(call) };
    },
    encode(answer, requestId) {
      const headers: Record<string, string> = { 'content-type': 'text/xml', 'x-amzn-requestid': requestId };
      if (answer.dryRun) headers[dryRunHeader] = 'true';
      if (!('error' in answer)) return { status: 200, headers, body: encodeQueryOutput(answer.operation, answer.output, requestId) };
      const { error } = answer;
      const { code, status } = queryCodes.get(error.code) ?? error;
      return {
        status,
        headers: { ...headers, ...errorHeaders(error) },
        body: encodeQueryError({ code, status, message: error.message }, requestId, service),
      };
    },
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function readForm(call: Call): (readonly [string, string])[] {
  const inQuery = call.query.map(({ name, value }) => [name, value] as const);
  if (call.body.length === 0) return inQuery;
  try {
    return [...inQuery, ...new URLSearchParams(utf8.decode(call.body))];
  } catch {
    // Without a cause: a caller's slip is no fault of this program, and does not belong in its log.
    throw new ValidationError('The form is not UTF-8.');
  }
}
