import type { Catalogue } from '@carillon/iam';
import type { ServiceConnections } from './connections.ts';
import { invariant, ServiceFailureException, WireError } from './errors.ts';
import type { Ctx, Operation, RequiredAction } from './operation.ts';
import { JsonText } from './shapes/json-text.ts';
import { appendAuditEvents } from './store/audit.ts';
import { asTenant, type Database, type Tx } from './store/database.ts';
import { answerOnce } from './pipeline/answer-once.ts';
import type { AuditTrail } from './pipeline/audit.ts';
import type { Answers } from './pipeline/answers.ts';
import type { Authorise, Caller, Origin } from './pipeline/authorise.ts';
import type { Build } from './support/diagnostics.ts';
import { checkInput, checkOutput } from './pipeline/check.ts';
import { deny } from './pipeline/deny.ts';
import type { Identities } from './pipeline/identities.ts';
import type { LastAdministrator } from './pipeline/last-administrator.ts';
import type { SecondFactors } from './pipeline/second-factor.ts';
import { goOutside } from './pipeline/outside.ts';
import type { Throttle } from './pipeline/throttle.ts';
import type { WebIdentities } from './pipeline/web-identities.ts';

/** A request as a protocol presents it: the pipeline decides when each of its steps happens. */
export interface Arrival {
  /** Answered as `x-amzn-requestid`; the id of the audit event. */
  readonly requestId: string;
  readonly origin: Origin;
  /** Establishes who asks. Throws the protocol's own front-door errors. */
  identify(now: number): Caller | Promise<Caller>;
  /** Finds the operation and its raw input. Throws UnknownOperationException, or the protocol's error for a malformed body. */
  bind(): Bound;
}

/** The operation a request asks for, before its input is checked. */
export interface Bound {
  readonly operation: Operation;
  readonly input: unknown;
  /** The caller asked for a rehearsal; only writes have one. */
  readonly dryRun: boolean;
  /** The caller asked for a table, and the operation has one. */
  readonly inCsv?: boolean;
}

/** What the protocol encodes. */
export type Answer =
  | { readonly operation: Operation; readonly output: Output; readonly dryRun: boolean; readonly inCsv: boolean }
  | { readonly operation: Operation | undefined; readonly error: WireError; readonly dryRun: boolean };

/** What a success answers: members, or for views their JSON. */
type Output = Record<string, unknown> | JsonText;

/** What the pipeline needs from its surroundings; main composes it once. */
export interface Services {
  readonly database: Database;
  readonly identities: Identities;
  readonly secondFactors: SecondFactors;
  readonly webIdentities: WebIdentities;
  readonly lastAdministrator: LastAdministrator;
  readonly throttle: Throttle;
  readonly authorise: Authorise;
  readonly answers: Answers;
  readonly trail: AuditTrail;
  /** What policies may name. */
  readonly catalogue: Catalogue;
  /** Where the console explains refusals; undefined = there is none. */
  readonly consoleUrl: string | undefined;
  readonly connections: ServiceConnections;
  readonly build: Build;
  findOperation(service: string, name: string): Operation | undefined;
  /** Where people reach this installation, without a slash at the end. */
  publicUrl(): string;
  /** Whether a mail server is configured. */
  readonly sendsMail: boolean;
  now(): number;
  newId(): string;
  random(bytes: number): Uint8Array;
  nudge(job: string): void;
  /** Tells the operator's log of a fault of this program. */
  fault(error: unknown, requestId: string): void;
  /** Tests and development check each output against its schema, and refuse errors an operation does not declare. */
  readonly strict: boolean;
}

/** THE pipeline: every request of every protocol passes these steps in this order, and there is no other way in. */
export async function dispatch(services: Services, arrival: Arrival): Promise<Answer> {
  const now = services.now();
  let caller: Caller | undefined;
  let bound: Bound | undefined;
  let input: Record<string, unknown> | undefined;
  let admitted: Admitted | undefined;
  try {
    // What is known at once, as mostly, is not waited for: each `await` is a turn of the microtask queue.
    const identified = arrival.identify(now);
    caller = identified instanceof Promise ? await identified : identified;
    services.throttle.admit(caller.principal, now);
    bound = arrival.bind();
    services.trail.noteUse(caller, { service: bound.operation.service, region: arrival.origin.region, at: now });
    input = checkInput(bound.operation, bound.input);
    if (bound.operation.takesMfa || bound.operation.takesWebIdentity) {
      caller = await introduce(services, bound, input, { caller, origin: arrival.origin, now });
    }
    const prepared = prepare(services, bound.operation, input, caller);
    const asking = prepared instanceof Promise ? await prepared : prepared;
    const question = { operation: bound.operation, input, caller: asking, origin: arrival.origin, now };
    const decided = services.authorise(question);
    const { required, refusal } = decided instanceof Promise ? await decided : decided;
    if (refusal) throw deny(services, { refusal, caller: asking, operation: bound.operation, requestId: arrival.requestId, now });
    // Most operations have nothing to do outside, and no turn of the event loop to spend on it.
    const { ask, act } = bound.operation;
    const { origin, requestId } = arrival;
    const found =
      ask || act
        ? await goOutside(services, { ...bound, written: bound.input, input, caller, origin, requestId, required, now })
        : { asked: undefined, required };
    admitted = { arrival, caller, bound, input, now, ...found, concerned: undefined };
    const output = await (bound.operation.mutates ? write : read)(services, admitted);
    return { operation: bound.operation, output, dryRun: bound.dryRun, inCsv: bound.inCsv ?? false };
  } catch (thrown) {
    const error = toWireError(services, thrown, bound?.operation, arrival.requestId);
    if (caller && bound) {
      await services.trail.record({ arrival, caller, bound, input, now, error, concerned: admitted?.concerned });
    }
    return { operation: bound?.operation, error, dryRun: bound?.dryRun ?? false };
  }
}

/** A request that was identified, checked and authorised. */
interface Admitted {
  readonly arrival: Arrival;
  readonly caller: Caller;
  readonly bound: Bound;
  readonly input: Record<string, unknown>;
  readonly now: number;
  readonly required: readonly RequiredAction[];
  /** What the operation found out, and did outside, before its transaction began. */
  readonly asked: unknown;
  /** Other AWS accounts whose shared things the handler has come to; set when it starts. */
  concerned: ReadonlySet<string> | undefined;
}

/** The caller with the second factor or the identity provider's token that the request brings, where an operation takes one. */
async function introduce(
  { secondFactors, webIdentities }: Services,
  { operation, dryRun }: Bound,
  input: Record<string, unknown>,
  { caller, origin, now }: { caller: Caller; origin: Origin; now: number },
): Promise<Caller> {
  if (operation.takesWebIdentity) return webIdentities.show(input, origin.sourceIp, now);
  return operation.takesMfa ? secondFactors.show(caller, input, { dryRun, now }) : caller;
}

/** The caller as the decisions see it: for some, the trust policy of a role takes part. */
function prepare({ identities }: Services, operation: Operation, input: Record<string, unknown>, caller: Caller): Caller | Promise<Caller> {
  const roleArn = operation.action?.trustedBy?.(input);
  return roleArn === undefined ? caller : identities.trusting(caller, roleArn);
}

async function read(services: Services, request: Admitted): Promise<Output> {
  const { awsAccountId } = request.caller.principal;
  const { operation } = request.bound;
  const make = () =>
    services.database.read(awsAccountId, async (tx) => {
      const output = await handle(services, request, tx, services.nudge);
      return { output, concerned: tx.concerned };
    });
  const made = operation.isView ? services.answers.find(awsAccountId, operation, request.input, make) : make();
  const { output, concerned } = made instanceof Promise ? await made : made;
  request.concerned = concerned;
  const stored = services.trail.record(request);
  if (stored) await stored;
  return output;
}

async function write(services: Services, request: Admitted): Promise<Output> {
  const { bound, caller } = request;
  const { awsAccountId } = caller.principal;
  const nudged = new Set<string>();
  const run = bound.dryRun ? services.database.rehearse : services.database.write;
  const { lastAdministrator } = services;
  const mustKeepOne = bound.operation.service === 'iam' && (await services.database.read(awsAccountId, lastAdministrator.exists));
  const output = await run(awsAccountId, async (tx) => {
    nudged.clear();
    const answer = await answerOnce(tx, request, async () => {
      const members = await handle(services, request, tx, (job) => nudged.add(job));
      invariant(!(members instanceof JsonText), 'Only reads are views, which write their JSON themselves.');
      return members;
    });
    if (mustKeepOne) await lastAdministrator.require(tx);
    for (const { awsAccountId: recipient, record } of services.trail.events({ ...request, output: answer })) {
      await appendAuditEvents(recipient === awsAccountId ? tx : asTenant(tx, recipient), [record]);
    }
    return answer;
  });
  if (bound.dryRun) return output;
  if (bound.operation.service === 'iam') services.identities.forgetAll();
  for (const job of nudged) services.nudge(job);
  return output;
}

async function handle(services: Services, request: Admitted, tx: Tx, nudge: Ctx['nudge']): Promise<Output> {
  const { bound, caller, input, now, asked } = request;
  const { operation } = bound;
  request.concerned = tx.concerned;
  const { newId, random, catalogue, build, sendsMail } = services;
  const publicUrl = services.publicUrl();
  const ctx = Object.freeze({ principal: caller.principal, tx, now, newId, random, publicUrl, sendsMail, catalogue, build, nudge });
  const output = await operation.handler(ctx, input, asked);
  if (services.strict) checkOutput(operation, output instanceof JsonText ? JSON.parse(output.text) : output);
  return output;
}

/** A thrown wire error is the answer; anything else is a fault: its cause goes to the log and a 500 to the caller. */
function toWireError(services: Services, thrown: unknown, operation: Operation | undefined, requestId: string): WireError {
  if (thrown instanceof WireError) {
    const undeclared = services.strict && operation && thrown.status < 500 && !pipelineErrors.has(thrown.code);
    if (!undeclared || operation.errors.some((declared) => thrown instanceof declared)) {
      if (thrown.cause !== undefined) services.fault(thrown, requestId);
      return thrown;
    }
  }
  services.fault(thrown, requestId);
  return new ServiceFailureException(
    `An internal error occurred. Nothing was changed. Give the request id ${requestId} to your operator.`,
    { cause: thrown },
  );
}

/** Errors that the pipeline itself throws for any operation. */
const pipelineErrors = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'BadRequestException',
  'ThrottledClientException',
  'Throttling',
  'UnknownOperationException',
  'UnmodifiableEntity',
  'ValidationError',
]);
