import { AndFilter, EqualityFilter, ExtensibleFilter, NotFilter, OrFilter, PresenceFilter, type Filter } from 'ldapts';

/** LDAP_MATCHING_RULE_IN_CHAIN: follows links from group to group. Source: [MS-ADTS] 3.1.1.3.4.4.3. */
const inChain = '1.2.840.113556.1.4.1941';

/** Every entry there is. */
export const anything: Filter = new PresenceFilter({ attribute: 'objectClass' });

/** People, and not the computers that Active Directory counts among the users. */
export const isPerson: Filter = all(equal('objectCategory', 'person'), equal('objectClass', 'user'));

export const isGroup: Filter = equal('objectClass', 'group');

/** Whatever is under watch for changes. Deleted entries keep their class and nothing of their category. */
export const isWatched: Filter = all(any(equal('objectClass', 'user'), isGroup), not(equal('objectClass', 'computer')));

/** The entries of these objectGUIDs. */
export function hasGuid(guids: readonly Buffer[]): Filter {
  return any(...guids.map((guid) => equal('objectGUID', guid)));
}

/** Everything that belongs to the group, by whatever detour. */
export function belongsTo(groupDn: string): Filter {
  return new ExtensibleFilter({ matchType: 'memberOf', rule: inChain, value: groupDn });
}

export function equal(attribute: string, value: string | Buffer): Filter {
  return new EqualityFilter({ attribute, value });
}

export function all(...filters: Filter[]): Filter {
  return new AndFilter({ filters });
}

export function any(...filters: Filter[]): Filter {
  return new OrFilter({ filters });
}

function not(filter: Filter): Filter {
  return new NotFilter({ filter });
}
