import type { Catalogue, Decision } from '@carillon/iam';
import type { z } from 'zod';
import type { Calls } from './calls.ts';
import type { ServiceConnections } from './connections.ts';
import type { WireErrorClass } from './errors.ts';
import type { Principal } from './principal.ts';
import type { CsvTable } from './shapes/csv.ts';
import type { Build } from './support/diagnostics.ts';
import type { JsonText } from './shapes/json-text.ts';
import type { Tx } from './store/database.ts';

/** What a handler may touch. Time, ids and randomness come from here, so that a request can be replayed. */
export interface Ctx {
  readonly principal: Principal;
  /** The request's transaction, scoped to what the caller's AWS account owns. */
  readonly tx: Tx;
  /** One instant per request, epoch milliseconds. */
  readonly now: number;
  /** A new UUIDv7. */
  newId(): string;
  /** Cryptographically strong random bytes. */
  random(bytes: number): Uint8Array;
  /** Where people reach this installation, without a slash at the end: `https://chime.example.com`. */
  readonly publicUrl: string;
  /** Whether a mail server is configured; without one, messages stay in the outbox. */
  readonly sendsMail: boolean;
  /** The actions and condition keys that policies may name. */
  readonly catalogue: Catalogue;
  /** What this program is and what it stores on, for diagnostics. */
  readonly build: Build;
  /** Wakes a job once this request has committed; its intent must be a row written in `tx`. */
  nudge(job: string): void;
}

/**
 * What an operation may touch before its transaction begins: there it asks others, such as name servers, and does what takes
 * long, so that no write waits for it. What it reads may have changed by the time the handler runs, and the handler must look again.
 */
export interface Outside extends Calls {
  readonly principal: Principal;
  /** The request's instant, epoch milliseconds. */
  readonly now: number;
  readonly connections: ServiceConnections;
  /** Cryptographically strong random bytes. */
  random(bytes: number): Uint8Array;
  /** The input as it came, members that the schema does not know included: to tell of them, never to act on. */
  readonly written: unknown;
  /** Reads as the handler would: scoped to what the caller's AWS account owns. */
  read<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value>;
  /** How the caller's policies would decide these in the circumstances of this request: for telling, never for allowing. */
  decide(attempts: readonly RequiredAction[]): readonly Decision[];
}

/** What an operation may touch that acts on what is outside before its transaction begins. */
export interface Acting extends Outside {
  /** Commits at once, whatever becomes of the request: for notes of what is about to happen outside. */
  write<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value>;
}

/** Access levels of AWS's service authorization reference. */
export type AccessLevel = 'List' | 'Read' | 'Write' | 'Tagging' | 'Permissions management';

/** Another service's action that the caller also needs, with the resource it is decided on. */
export interface DependentAction<Input> {
  /** `service:Action`. */
  readonly action: string;
  resource(input: Input, principal: Principal, tx: Tx): string | Promise<string>;
  /** Absent = for every input. */
  when?(input: Input, principal: Principal): boolean;
}

/** One IAM action, declared once, by the operation of its name. */
export interface Action<Input> {
  readonly name: string;
  readonly access: AccessLevel;
  /** The description of AWS's service authorization reference, word for word. */
  readonly summary: string;
  /** Other spellings, from Amazon's own guides, that policies may use for the same permission. */
  readonly aliases?: readonly string[];
  readonly dependsOn: readonly DependentAction<Input>[];
  /**
   * The resource the action is decided on; absent = `*`, as for every chime action. It may look up what the ARN is made
   * of (`tx` reads), and must answer the same whether or not the caller may know that the resource exists.
   */
  resource?(input: Input, principal: Principal, tx: Tx): string | Promise<string>;
  /** Condition keys of this action: what the input brings, such as `sts:ExternalId`, and what its target has. */
  context?(
    input: Input,
    principal: Principal,
    tx: Tx,
  ): Readonly<Record<string, string | readonly string[]>> | Promise<Readonly<Record<string, string | readonly string[]>>>;
  /** The ARN of the role whose trust policy takes part in the decision. */
  trustedBy?(input: Input): string;
}

/** One decision a request needs. */
export interface RequiredAction {
  /** `service:Action`. */
  readonly action: string;
  readonly resource: string;
}

/** For an operation without an action of its own: the actions it may need, and which of them this input needs. */
export interface Needs<Input> {
  /** Names without service prefix, of actions other operations declare. */
  readonly actions: readonly string[];
  /** Absent = all of `actions`, whatever the input. */
  from?(input: Input): readonly string[];
  /** Other services' actions that it needs besides. */
  readonly dependsOn?: readonly DependentAction<Input>[];
}

/** How a request reaches the operation. */
export type Binding =
  | {
      readonly protocol: 'rest-json';
      readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
      /** Path template; each `{Label}` is an input member. */
      readonly path: string;
      /** Literal of the `operation` query parameter that tells apart operations of one method and path. */
      readonly operation: string | undefined;
      /** Status of a success. 204 answers without a body. */
      readonly status: 200 | 201 | 202 | 204;
      /** Members that travel in the query string under their own names, although there is a body. */
      readonly inQuery?: readonly string[];
    }
  | { readonly protocol: 'query' }
  | { readonly protocol: 'json' };

export type ServiceName = 'access-analyzer' | 'chime' | 'cloudtrail' | 'iam' | 'sts';

/** An operation as everything else sees it: routes, authorisation, dry run, audit, models, reference, tests. */
export interface Operation<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject = z.ZodObject, A = unknown> {
  readonly service: ServiceName;
  readonly name: string;
  readonly action: Action<z.output<I>> | undefined;
  readonly needs: Needs<z.output<I>> | undefined;
  /** One sentence for references and help; the action's own summary where there is one. */
  readonly summary: string;
  readonly binding: Binding;
  /** Name of the published SDK operation that shares this binding and handler. */
  readonly sdkAlias: string | undefined;
  /** What every call must be allowed, where neither that nor the condition keys follow from the input; undefined = they do. */
  readonly alwaysRequires: readonly RequiredAction[] | undefined;
  /** The input may bring `SerialNumber` and `TokenCode`, which are checked before anything is decided. */
  readonly takesMfa: boolean;
  /** The call is not signed: the token of an identity provider in its input says who asks. */
  readonly takesWebIdentity: boolean;
  /** A write runs in a write transaction, carries its audit row and can be rehearsed. */
  readonly mutates: boolean;
  readonly input: I;
  readonly output: O;
  readonly errors: readonly WireErrorClass[];
  /** A valid input, for documentation and for the derived tests. */
  readonly example: z.input<I>;
  /** Runs after authorisation and before the transaction begins, on a dry run too; writes nothing anywhere. */
  ask?(outside: Outside, input: z.output<I>): Promise<A>;
  /**
   * Runs after `ask` and before the transaction, never on a dry run: acts on what is outside, so that what commits has happened
   * there. The transaction may still fail, so it must be safe to repeat. The handler is given its answer in the place of `ask`'s.
   */
  act?(acting: Acting, input: z.output<I>, asked: A): Promise<A>;
  /** Does the work, once that is authorised. `asked` is what `ask`, or `act`, answered. */
  handler(ctx: Ctx, input: z.output<I>, asked: A): Promise<z.input<O> | JsonText>;
  /** The output as a table, for whoever asks for `text/csv`; absent = it has no such form. */
  csv?(output: Readonly<Record<string, unknown>>): CsvTable;
  /** Its answers follow from the input and from what is stored alone, so they are remembered until something is stored. */
  readonly isView: boolean;
}

type Labels<Path extends string> = Path extends `${string}{${infer Label}}${infer Rest}` ? Label | Labels<Rest> : never;

type Declaration<I extends z.ZodObject, O extends z.ZodObject, A = undefined> = Declared<I, O, A> & Work<I, O, A>;

interface Declared<I extends z.ZodObject, O extends z.ZodObject, A> {
  input: I;
  output: O;
  errors: readonly WireErrorClass[];
  example: z.input<I>;
  takesMfa?: true;
  takesWebIdentity?: true;
  ask?(outside: Outside, input: z.output<I>): Promise<A>;
  act?(acting: Acting, input: z.output<I>, asked: A): Promise<A>;
  csv?(output: z.output<O>): CsvTable;
}

/** A handler or, for a read whose answers may be remembered, a view in its place. */
type Work<I extends z.ZodObject, O extends z.ZodObject, A> =
  | { handler(ctx: Ctx, input: z.output<I>, asked: A): Promise<z.input<O>>; view?: never }
  | { view(ctx: ViewCtx, input: z.output<I>): Promise<z.input<O> | JsonText>; handler?: never };

/** All that a view is given: what it answers can depend on nothing else, neither on who asks nor on when. */
export type ViewCtx = Pick<Ctx, 'tx'>;

/** Either an action of its own, or a name and the other operations' actions it needs. */
type Authorised<Input> =
  | { action: Action<Input>; name?: never; needs?: never; summary?: never; mutates?: true }
  | { action?: never; name: string; needs: Needs<Input>; summary: string; mutates: boolean };

/** Only reads that answer in JSON can be views. */
interface Viewless {
  view?: never;
}

interface RestBinding<Path extends string> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: Path;
  operation?: string;
  status: 200 | 201 | 202 | 204;
}

/**
 * Declares one Chime operation (REST-JSON). Members that are no path label travel in the query string of a GET or
 * DELETE, in kebab case (`MaxResults` → `max-results`), and in the JSON body of a POST or PUT.
 * A path label that is no input member is a type error.
 */
export function operation<const Path extends string, I extends z.ZodObject, O extends z.ZodObject, A = undefined>(
  declaration: Declaration<I, O, A> &
    Authorised<z.output<I>> & {
      http: RestBinding<Path> & (Labels<Path> extends keyof z.output<I> ? unknown : { path: 'a path label is no input member' });
      sdkAlias?: string;
    },
): Operation<I, O, A> {
  const { method, path, operation: literal, status } = declaration.http;
  return declared('chime', { protocol: 'rest-json', method, path, operation: literal, status }, declaration, declaration.sdkAlias);
}

/** Declares one IAM or STS operation (Query protocol: form in, XML out), of the same name as its action. */
export function queryOperation<I extends z.ZodObject, O extends z.ZodObject, A = undefined>(
  service: 'iam' | 'sts',
  declaration: Declaration<I, O, A> & Authorised<z.output<I>> & Viewless,
): Operation<I, O, A> {
  return declared(service, { protocol: 'query' }, declaration, undefined);
}

/**
 * Declares one Access Analyzer operation (REST-JSON, mostly a POST). Members in `http.query` travel in the query string under
 * their own names, all others but path labels in the JSON body.
 */
export function analyzerOperation<I extends z.ZodObject, O extends z.ZodObject>(
  declaration: Declaration<I, O> &
    Authorised<z.output<I>> &
    Viewless & { http: { method?: 'GET' | 'PUT'; path: string; query?: readonly (keyof z.output<I> & string)[] } },
): Operation<I, O> {
  const { method = 'POST', path, query = [] } = declaration.http;
  const binding = { protocol: 'rest-json', method, path, operation: undefined, status: 200, inQuery: query } as const;
  return declared('access-analyzer', binding, declaration, undefined);
}

/** Declares one CloudTrail operation (AWS JSON 1.1), of the same name as its action. */
export function jsonOperation<I extends z.ZodObject, O extends z.ZodObject>(
  service: 'cloudtrail',
  declaration: Declaration<I, O> & Authorised<z.output<I>> & Viewless,
): Operation<I, O> {
  return declared(service, { protocol: 'json' }, declaration, undefined);
}

function declared<I extends z.ZodObject, O extends z.ZodObject, A>(
  service: ServiceName,
  binding: Binding,
  declaration: Declaration<I, O, A> & Authorised<z.output<I>>,
  sdkAlias: string | undefined,
): Operation<I, O, A> {
  const { action, input, output, errors, example, ask, act, csv, view } = declaration;
  return Object.freeze({
    service,
    name: action ? action.name : declaration.name,
    action,
    needs: declaration.needs,
    alwaysRequires: requiredAlways(service, declaration),
    summary: action ? action.summary : declaration.summary,
    binding,
    sdkAlias,
    takesMfa: declaration.takesMfa ?? false,
    takesWebIdentity: declaration.takesWebIdentity ?? false,
    mutates: declaration.mutates ?? (action ? action.access !== 'Read' && action.access !== 'List' : false),
    input,
    output,
    errors,
    example,
    isView: view !== undefined,
    ...(ask && { ask }),
    ...(act && { act }),
    ...(csv && { csv: (given: Readonly<Record<string, unknown>>) => csv(output.parse(given)) }),
    handler: view ? ({ tx }: Ctx, given: z.output<I>) => view({ tx }, given) : declaration.handler,
  });
}

function requiredAlways<Input>(service: ServiceName, { action, needs }: Authorised<Input>): readonly RequiredAction[] | undefined {
  if (action ? action.resource || action.context || action.dependsOn.length > 0 : (needs.from ?? needs.dependsOn)) return undefined;
  const names = action ? [action.name] : needs.actions;
  return Object.freeze(names.map((name) => Object.freeze({ action: `${service}:${name}`, resource: '*' })));
}

/** `MaxResults` → `max-results`: the query parameter of an input member, as the published Chime model names it. */
export function queryParameter(member: string): string {
  return member.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}
