import { hash } from 'node:crypto';

/** Why a signed request was refused; one code per case that a caller or an operator must tell apart. */
export type SignatureErrorCode =
  | 'MissingAuthenticationToken'
  | 'IncompleteSignature'
  | 'UnknownKey'
  | 'InvalidToken'
  | 'ExpiredToken'
  | 'SignatureDoesNotMatch'
  | 'RequestExpired'
  | 'MalformedRequest';

/** How the refusal is worded on the wire. `json` is the JSON 1.1 protocol (cloudtrail). */
export type ProtocolFamily = 'rest-json' | 'json' | 'query';

/** The one error of this folder. The message is AWS's own where AWS has one, and is for the caller. */
export class SignatureError extends Error {
  override readonly name = 'SignatureError';
  readonly code: SignatureErrorCode;
  constructor(code: SignatureErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** A refusal as the protocol encoders need it: HTTP status, error code on the wire, message. */
export interface SignatureFault {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Words a refusal for one protocol family. */
export function signatureFault({ code, message }: SignatureError, family: ProtocolFamily): SignatureFault {
  const [status, name, wording = message] = faults[code][family === 'query' ? 'query' : 'rest'];
  return { status: family === 'json' ? 400 : status, code: name, message: wording };
}

/** Status, code, and the message where the family has one of its own. */
type Wording = readonly [status: number, code: string, message?: string];

/**
 * What the front door of AWS answers. Sources: the "Common Errors" pages of the Chime, IAM and Lambda API references
 * for codes and statuses (IncompleteSignature is 403 in REST-JSON services, 400 in Query services); recorded answers
 * of API Gateway and Lambda (REST-JSON), STS and IAM (Query), DynamoDB and CloudWatch Logs (JSON, where every refusal is a 400).
 */
const faults: Readonly<Record<SignatureErrorCode, { readonly rest: Wording; readonly query: Wording }>> = {
  MissingAuthenticationToken: {
    rest: [403, 'MissingAuthenticationTokenException'],
    query: [403, 'MissingAuthenticationToken', 'Request is missing Authentication Token'],
  },
  IncompleteSignature: { rest: [403, 'IncompleteSignatureException'], query: [400, 'IncompleteSignature'] },
  UnknownKey: { rest: [403, 'UnrecognizedClientException'], query: [403, 'InvalidClientTokenId'] },
  InvalidToken: { rest: [403, 'UnrecognizedClientException'], query: [403, 'InvalidClientTokenId'] },
  ExpiredToken: { rest: [403, 'ExpiredTokenException'], query: [403, 'ExpiredToken'] },
  SignatureDoesNotMatch: { rest: [403, 'InvalidSignatureException'], query: [403, 'SignatureDoesNotMatch'] },
  RequestExpired: { rest: [400, 'RequestExpired'], query: [400, 'RequestExpired'] },
  // Assumed: AWS documents 404 for MalformedQueryString, which clients would take for a missing entity.
  MalformedRequest: { rest: [400, 'BadRequestException'], query: [400, 'MalformedQueryString'] },
};

/** No signature at all, or another scheme's. */
export function missingToken(): SignatureError {
  return new SignatureError('MissingAuthenticationToken', 'Missing Authentication Token');
}

/** Unknown, disabled or impossible access key id: one answer, so that which of them it was stays a secret. */
export function unknownKey(): SignatureError {
  return new SignatureError('UnknownKey', 'The security token included in the request is invalid.');
}

/** A session token that is absent, superfluous or another one. */
export function invalidToken(): SignatureError {
  return new SignatureError('InvalidToken', 'The security token included in the request is invalid.');
}

/** A session that ended. The pipeline also throws it when a lookup finds only an expired session. */
export function expiredToken(): SignatureError {
  return new SignatureError('ExpiredToken', 'The security token included in the request is expired');
}

/** The signature is not the one this request has under this secret; which part differs is not told. */
export function signatureMismatch(): SignatureError {
  return new SignatureError(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  );
}

/** What AWS shows in place of an Authorization header, which may hold someone's bearer token. */
export function authorizationDigest(authorization: string): string {
  return hash('sha256', Buffer.from(authorization, 'latin1'), 'base64');
}

const quotedLengthMax = 128;

/** A value of the caller inside a message: bounded, and without characters that could forge a line of a log. */
export function quoted(value: string): string {
  const shown = value.length > quotedLengthMax ? `${value.slice(0, quotedLengthMax)}…` : value;
  return `'${shown.replace(/[^\u0020-\u007e…]/g, '?')}'`;
}
