import type { PolicyKind } from './document.ts';

/**
 * The size of a policy as its limit counts it: the characters that are not white space. Inline policies share the limit of
 * their user, role or group, so the service adds up their sizes. Source: IAM User Guide, "IAM and AWS STS quotas".
 */
export function measurePolicy(text: string): number {
  let size = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) size += 1;
  }
  return size;
}

/** The largest size of one policy of a kind, in characters that are not white space. */
export function sizeLimit(kind: PolicyKind): number {
  switch (kind) {
    case 'identity':
    case 'managed':
    case 'boundary':
      return 6_144;
    case 'inline-user':
    case 'session':
    case 'trust':
      return 2_048;
    case 'inline-role':
      return 10_240;
    case 'inline-group':
    case 'scp':
      return 5_120;
  }
}
