import type { PolicyKind, PrincipalElement, PrincipalEntry, PrincipalType } from '../document.ts';
import type { Report } from '../findings.ts';
import type { JsonMember, JsonObject } from '../parse.ts';
import { findMember, readString } from './nodes.ts';

/** Reads Principal or NotPrincipal: required in a trust policy, forbidden in every other kind. */
export function readPrincipal(statement: JsonObject, kind: PolicyKind, report: Report): PrincipalElement | undefined {
  const plain = findMember(statement, 'Principal');
  const negated = findMember(statement, 'NotPrincipal');
  const member = plain ?? negated;
  if (kind !== 'trust') {
    if (member !== undefined) report(kind === 'scp' ? 'SCP_SYNTAX_ERROR_PRINCIPAL' : 'UNSUPPORTED_PRINCIPAL', member.key);
    return undefined;
  }
  if (member === undefined) {
    report('MISSING_PRINCIPAL', statement);
    return undefined;
  }
  if (plain !== undefined && negated !== undefined) {
    report('UNSUPPORTED_ELEMENT_COMBINATION', negated.key, 'Principal', 'NotPrincipal');
  }
  const entries = readEntries(member, report);
  return entries && { isNegated: plain === undefined, entries, span: member.value };
}

function readEntries({ value: node }: JsonMember, report: Report): PrincipalEntry[] | undefined {
  if (node.type === 'string' && node.value === '*') return [{ type: 'AWS', value: '*', span: node }];
  if (node.type !== 'object') {
    report('INVALID_PRINCIPAL_FORMAT', node);
    return undefined;
  }
  return node.members.flatMap((member) => readPrincipalsOfType(member, report));
}

function readPrincipalsOfType({ key, value }: JsonMember, report: Report): PrincipalEntry[] {
  const type = principalTypes.find((known) => known === key.value);
  if (type === undefined) {
    report('INVALID_PRINCIPAL_KEY', key, key.value);
    return [];
  }
  const nodes = value.type === 'array' ? value.items : [value];
  return nodes
    .map((node) => readString(node, report))
    .filter((name) => name !== undefined)
    .map((name) => ({ type, ...name }));
}

const principalTypes: readonly PrincipalType[] = ['AWS', 'Service', 'Federated', 'CanonicalUser'];
