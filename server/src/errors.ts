/**
 * Every error a caller can receive: one class per wire code. The message is for the caller (what, why, the next
 * step); `cause` is for the log and never reaches the wire.
 */
export abstract class WireError extends Error {
  /** HTTP status of the answer. */
  abstract readonly status: number;
  /** Error name on the wire: `x-amzn-errortype` in REST-JSON, `<Code>` in the Query protocol. */
  abstract readonly code: string;
  /** The `Code` member of Chime's error bodies, from the SDK's `ErrorCode` enumeration. */
  readonly reason: string = 'BadRequest';
  /** Seconds after which a retry makes sense; sent as `Retry-After`. */
  readonly retryAfterSeconds: number | undefined = undefined;
  /** Under which the reasons of a refusal can be read for 24 hours; sent as `x-carillon-authorization-id`. */
  readonly authorizationId: string | undefined = undefined;
}

/** The constructor of a wire error, as operations list them in `errors`. */
export type WireErrorClass = new (message: string, options?: ErrorOptions) => WireError;

// Chime (REST-JSON): names and statuses from the published model of `@aws-sdk/client-chime`.

export class BadRequestException extends WireError {
  readonly status = 400;
  readonly code = 'BadRequestException';
}

export class ResourceLimitExceededException extends WireError {
  readonly status = 400;
  readonly code = 'ResourceLimitExceededException';
  override readonly reason = 'ResourceLimitExceeded';
}

export class UnauthorizedClientException extends WireError {
  readonly status = 401;
  readonly code = 'UnauthorizedClientException';
  override readonly reason = 'Unauthorized';
}

/** Authorisation only: thrown by the pipeline, never by a handler. */
export class AccessDeniedException extends WireError {
  readonly status = 403;
  readonly code = 'AccessDeniedException';
  override readonly reason = 'AccessDenied';
  override readonly authorizationId: string | undefined;
  constructor(message: string, options?: ErrorOptions & { authorizationId?: string }) {
    super(message, options);
    this.authorizationId = options?.authorizationId;
  }
}

/** What is for somebody else to do, whatever the caller's policies allow; never a matter of state. */
export class ForbiddenException extends WireError {
  readonly status = 403;
  readonly code = 'ForbiddenException';
  override readonly reason = 'Forbidden';
}

export class NotFoundException extends WireError {
  readonly status = 404;
  readonly code = 'NotFoundException';
  override readonly reason = 'NotFound';
}

export class ConflictException extends WireError {
  readonly status = 409;
  readonly code = 'ConflictException';
  override readonly reason = 'Conflict';
}

export class UnprocessableEntityException extends WireError {
  readonly status = 422;
  readonly code = 'UnprocessableEntityException';
  override readonly reason = 'Unprocessable';
}

export class ThrottledClientException extends WireError {
  readonly status = 429;
  readonly code = 'ThrottledClientException';
  override readonly reason = 'Throttled';
  override readonly retryAfterSeconds: number;
  constructor(message: string, options?: ErrorOptions & { retryAfterSeconds?: number }) {
    super(message, options);
    this.retryAfterSeconds = options?.retryAfterSeconds ?? 1;
  }
}

export class ServiceFailureException extends WireError {
  readonly status = 500;
  readonly code = 'ServiceFailureException';
  override readonly reason = 'ServiceFailure';
}

export class ServiceUnavailableException extends WireError {
  readonly status = 503;
  readonly code = 'ServiceUnavailableException';
  override readonly reason = 'ServiceUnavailable';
  override readonly retryAfterSeconds = 1;
}

/** No operation answers this method and path, or this `Action` and `Version`. */
export class UnknownOperationException extends WireError {
  readonly status = 404;
  readonly code = 'UnknownOperationException';
  override readonly reason = 'NotFound';
}

// IAM and STS (Query protocol): codes and statuses from the published models of `aws iam` and `aws sts`.

export class ValidationError extends WireError {
  readonly status = 400;
  readonly code = 'ValidationError';
}

export class InvalidInput extends WireError {
  readonly status = 400;
  readonly code = 'InvalidInput';
}

export class MalformedPolicyDocument extends WireError {
  readonly status = 400;
  readonly code = 'MalformedPolicyDocument';
}

export class UnmodifiableEntity extends WireError {
  readonly status = 400;
  readonly code = 'UnmodifiableEntity';
}

export class EntityTemporarilyUnmodifiable extends WireError {
  readonly status = 409;
  readonly code = 'EntityTemporarilyUnmodifiable';
}

export class PasswordPolicyViolation extends WireError {
  readonly status = 400;
  readonly code = 'PasswordPolicyViolation';
}

export class InvalidUserType extends WireError {
  readonly status = 400;
  readonly code = 'InvalidUserType';
}

export class InvalidAuthenticationCode extends WireError {
  readonly status = 403;
  readonly code = 'InvalidAuthenticationCode';
}

/** STS: the identity provider's word on the token is no. */
export class IDPRejectedClaim extends WireError {
  readonly status = 403;
  readonly code = 'IDPRejectedClaim';
}

/** STS: the identity provider could not be asked for its keys. */
export class IDPCommunicationError extends WireError {
  readonly status = 400;
  readonly code = 'IDPCommunicationError';
}

export class InvalidIdentityToken extends WireError {
  readonly status = 400;
  readonly code = 'InvalidIdentityToken';
}

/** STS: the token of an identity provider, not a session of ours. */
export class ExpiredTokenException extends WireError {
  readonly status = 400;
  readonly code = 'ExpiredTokenException';
}

export class PackedPolicyTooLarge extends WireError {
  readonly status = 400;
  readonly code = 'PackedPolicyTooLarge';
}

/** Authorisation only: thrown by the pipeline, never by a handler. */
export class AccessDenied extends WireError {
  readonly status = 403;
  readonly code = 'AccessDenied';
  override readonly reason = 'AccessDenied';
  override readonly authorizationId: string | undefined;
  constructor(message: string, options?: ErrorOptions & { authorizationId?: string }) {
    super(message, options);
    this.authorizationId = options?.authorizationId;
  }
}

/** STS: what is to be decoded is no authorization message, or no longer kept. */
export class InvalidAuthorizationMessageException extends WireError {
  readonly status = 400;
  readonly code = 'InvalidAuthorizationMessageException';
}

export class NoSuchEntity extends WireError {
  readonly status = 404;
  readonly code = 'NoSuchEntity';
  override readonly reason = 'NotFound';
}

export class EntityAlreadyExists extends WireError {
  readonly status = 409;
  readonly code = 'EntityAlreadyExists';
  override readonly reason = 'Conflict';
}

export class DeleteConflict extends WireError {
  readonly status = 409;
  readonly code = 'DeleteConflict';
  override readonly reason = 'Conflict';
}

export class LimitExceeded extends WireError {
  readonly status = 409;
  readonly code = 'LimitExceeded';
  override readonly reason = 'ResourceLimitExceeded';
}

// Access Analyzer (REST-JSON): from the published model of `aws accessanalyzer`.

/** A parameter that is well-formed and cannot be used, such as a policy against the grammar. */
export class InvalidParameterException extends WireError {
  readonly status = 400;
  readonly code = 'InvalidParameterException';
}

/** More of something than an AWS account may have at once. */
export class ServiceQuotaExceededException extends WireError {
  readonly status = 402;
  readonly code = 'ServiceQuotaExceededException';
}

// CloudTrail (JSON 1.1): from the published model of `aws cloudtrail`.

export class InvalidEventCategoryException extends WireError {
  readonly status = 400;
  readonly code = 'InvalidEventCategoryException';
}

export class InvalidLookupAttributesException extends WireError {
  readonly status = 400;
  readonly code = 'InvalidLookupAttributesException';
}

export class InvalidMaxResultsException extends WireError {
  readonly status = 400;
  readonly code = 'InvalidMaxResultsException';
}

export class InvalidNextTokenException extends WireError {
  readonly status = 400;
  readonly code = 'InvalidNextTokenException';
}

export class InvalidTimeRangeException extends WireError {
  readonly status = 400;
  readonly code = 'InvalidTimeRangeException';
}

/** A refusal before any operation is known (signature, body size): status, code and message are the protocol's own. */
export class FrontDoorError extends WireError {
  readonly status: number;
  readonly code: string;
  constructor(refusal: { status: number; code: string; message: string }, options?: ErrorOptions) {
    super(refusal.message, options);
    this.status = refusal.status;
    this.code = refusal.code;
  }
}

/** A fault of this program: the request dies with a 500, the process lives. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** What went wrong, in the words of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Asserts what cannot be false. `why` says in a sentence why it cannot; it goes to the log, never to the caller. */
export function invariant(condition: unknown, why: string): asserts condition {
  if (!condition) throw new InvariantError(why);
}

/** A mistake of the operator (configuration, data folder, port): start-up prints the message and exits with 1. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}
