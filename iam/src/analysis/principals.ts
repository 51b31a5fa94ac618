import type { BoundStatement } from '../bind.ts';
import { principalGrant, type RequestPrincipal } from '../principal.ts';
import { distinctChoices, type Domain } from './formula.ts';

/** Who may ask, as far as trust policies tell callers apart: everyone they name, and a stranger of each kind. */
export interface PrincipalSpace {
  readonly domain: Domain;
  readonly principals: ReadonlyMap<string, RequestPrincipal>;
  /** The atom of a statement's Principal element. */
  readonly atoms: ReadonlyMap<BoundStatement, number>;
}

/** Prepares it for some statements, whose atoms are numbered from `from`. */
export function createPrincipals(statements: readonly BoundStatement[], from: number): PrincipalSpace {
  const trusting = statements.filter(({ principal }) => principal !== undefined);
  const atoms = new Map(trusting.map((statement, index) => [statement, from + index]));
  const named = trusting.flatMap(({ principal }) => (principal?.entries ?? []).map(({ type, value }) => toCaller(type, value)));
  const callers = [...named, ...strangers].filter((caller) => caller !== undefined);
  const principals = new Map(callers.map((caller) => [nameOf(caller), caller]));
  const choices = [...principals].map(([value, caller]) => ({
    value,
    truths: new Map(
      [...atoms].map(([{ principal }, atom]) => [atom, principal !== undefined && principalGrant(principal, caller) !== 'none']),
    ),
  }));
  return {
    domain: { singles: trusting.length === 0 ? [{ value: undefined, truths: new Map() }] : distinctChoices(choices), several: undefined },
    principals,
    atoms,
  };
}

/** Somebody whom no policy names, whose account none names either. */
const strangers: readonly RequestPrincipal[] = [
  { arns: ['arn:aws:iam::000000000000:user/anyone'], account: '000000000000' },
  { arns: [], service: 'any.service' },
  { arns: [], federated: 'any.identity.provider' },
];

function toCaller(type: string, value: string): RequestPrincipal | undefined {
  if (type === 'Service') return { arns: [], service: value };
  if (type === 'Federated') return { arns: [], federated: value };
  if (type !== 'AWS' || value === '*') return undefined;
  const account = /^(\d{12})$|^arn:[^:]+:(?:iam|sts)::(\d{12}):/.exec(value);
  const number = account?.[1] ?? account?.[2];
  if (number === undefined) return undefined;
  // An account, or its root, stands for everyone in it.
  const isAccount = value === number || value.endsWith(`::${number}:root`);
  return { arns: [isAccount ? `arn:aws:iam::${number}:user/anyone` : value], account: number };
}

function nameOf({ arns, service, federated }: RequestPrincipal): string {
  return arns[0] ?? service ?? federated ?? '';
}
