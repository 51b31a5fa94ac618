import type { Layer } from './bind.ts';
import type { Decision } from './evaluate.ts';

/** Who was refused what. */
export interface DeniedRequest {
  readonly principalArn: string;
  readonly action: string;
  readonly resource: string;
}

/**
 * The message of a denial, worded as AWS words it. Source: IAM User Guide, "Troubleshoot access denied error messages".
 * The name of the policy follows an explicit deny where it is known.
 */
export function denialMessage({ decision, layer, policy }: Decision, { principalArn, action, resource }: DeniedRequest): string {
  const refused = `User: ${principalArn} is not authorized to perform: ${action} on resource: ${resource}`;
  const words = layerWords[layer ?? 'identity'];
  if (decision !== 'explicitDeny') return `${refused} because no ${words.name} allows the ${action} action`;
  return `${refused} with an explicit deny in ${words.article} ${words.name}${policy === undefined ? '' : `: ${policy}`}`;
}

const layerWords: Readonly<Record<Layer, { readonly article: string; readonly name: string }>> = {
  scp: { article: 'a', name: 'service control policy' },
  identity: { article: 'an', name: 'identity-based policy' },
  boundary: { article: 'a', name: 'permissions boundary' },
  session: { article: 'a', name: 'session policy' },
  trust: { article: 'the', name: 'role trust policy' },
};
