import type { License } from '../../src/store/schema.ts';

/** Everything the model knows: what a careful reader of the documentation would keep in a notebook. */
export interface State {
  readonly tenants: readonly Tenant[];
}

export interface Tenant {
  readonly awsAccountId: string;
  /** Of the administrator whom nobody touches. */
  readonly administrator: Key;
  readonly accounts: Account[];
  readonly people: IamUser[];
  /** By ClientRequestToken: what was asked, when, and the answer that repeats get; '' until it is known. */
  readonly tokens: Map<string, { readonly input: string; readonly at: number; answer: string }>;
}

export interface Account {
  id: string;
  name: string;
  type: 'Team' | 'EnterpriseLWA';
  defaultLicense: License;
  supported: License[];
  remoteControlOff: boolean;
  dialOut: boolean;
  readonly createdAt: number;
  users: User[];
}

export interface User {
  id: string;
  readonly email: string;
  license: License;
  type: 'PrivateUser' | 'SharedDevice';
  status: 'Unregistered' | 'Registered' | 'Suspended';
  invitation: 'Pending' | 'Accepted';
  invitedOn: number;
  registeredOn: number | undefined;
  pin: string;
}

export interface IamUser {
  readonly name: string;
  readonly keys: Key[];
  /** Names of AWS managed policies. */
  readonly attached: Set<string>;
  /** Index into `documents`, by policy name. */
  readonly inline: Map<string, number>;
}

export interface Key {
  id: string;
  secret: string;
  active: boolean;
}

/** What the model says a call is answered. */
export interface Expected {
  readonly status: number;
  /** Of an error. */
  readonly code?: string;
  readonly body?: unknown;
}

/** A refusal by the model's own rules. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

/** Stands in an expected body for what only the server can choose; the model takes it over. */
export class Chosen {
  readonly pattern: RegExp;
  readonly learn: (value: string) => void;
  constructor(pattern: RegExp, learn: (value: string) => void) {
    this.pattern = pattern;
    this.learn = learn;
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export function chosenId(owner: { id: string }): Chosen | string {
  return owner.id === '' ? new Chosen(uuid, (id) => (owner.id = id)) : owner.id;
}

export function chosenPin(user: { pin: string }): Chosen | string {
  return user.pin === '' ? new Chosen(/^[1-9][0-9]{9}$/, (pin) => (user.pin = pin)) : user.pin;
}

/** Where expected and actual differ; undefined = nowhere. Learns what the server chose. */
export function findDifference(expected: unknown, actual: unknown, path = 'body'): string | undefined {
  if (expected instanceof Chosen) {
    if (typeof actual !== 'string' || !expected.pattern.test(actual))
      return `${path}: ${JSON.stringify(actual)} is not like ${expected.pattern}`;
    expected.learn(actual);
    return undefined;
  }
  if (typeof expected !== 'object' || expected === null || typeof actual !== 'object' || actual === null) {
    return Object.is(expected, actual) ? undefined : `${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
  }
  const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  for (const name of names) {
    const difference = findDifference(Reflect.get(expected, name), Reflect.get(actual, name), `${path}.${name}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}
