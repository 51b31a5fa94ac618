/**
 * What Active Directory's refusal of a bind means for whoever must act on it. It says so in hexadecimal after `data`: error
 * codes of Windows (winerror.h).
 * @param message of the LDAP result, such as `80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data 52e, v1db1`
 * @param bindDn who wanted to bind
 */
export function refusalOf(message: string, bindDn: string): string {
  const code = /\bdata ([0-9a-f]+)\b/i.exec(message)?.[1]?.toLowerCase() ?? '';
  return (meanings.get(code) ?? 'The directory does not take this name and password for %.').replace('%', () => bindDn);
}

const meanings = new Map([
  ['525', 'The directory knows no %.'],
  ['52e', 'The directory does not take this name and password for %.'],
  ['530', 'The directory does not let % sign in at this time of day.'],
  ['531', 'The directory does not let % sign in from this machine.'],
  ['532', 'The password of % has expired. Set a new one in the directory.'],
  ['533', 'The directory has disabled %.'],
  ['701', 'The directory’s account of % has expired.'],
  ['773', 'The password of % must be changed in the directory first.'],
  ['775', 'The directory has locked % after too many wrong passwords.'],
]);
