/** RFC 5321, section 4.5.3.1: longer ones are not delivered everywhere. */
const addressLengthMax = 254;
const localLengthMax = 64;

const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const domainLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/**
 * Whether mail may be addressed to this text: one plain ASCII mailbox and nothing else. Quoted local parts, address
 * literals, comments and control characters are refused, because they are where one recipient becomes two.
 */
export function isMailAddress(text: string): boolean {
  if (text.length > addressLengthMax) return false;
  const [local, domain, ...more] = text.split('@');
  if (local === undefined || domain === undefined || more.length > 0) return false;
  const labels = domain.split('.');
  const topLabel = labels.at(-1) ?? '';
  return (
    local.length <= localLengthMax &&
    localPart.test(local) &&
    labels.length >= 2 &&
    labels.every((label) => domainLabel.test(label)) &&
    !/^\d+$/.test(topLabel)
  );
}
