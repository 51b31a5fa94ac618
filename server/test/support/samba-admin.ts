import { Attribute, Change, Client } from 'ldapts';
import { domainDn, passwords, type SambaPeer } from './samba.ts';

/** Somebody who changes the domain, as its administrators do. */
export interface SambaAdmin {
  replace(dn: string, attribute: string, ...values: string[]): Promise<void>;
  add(dn: string, attributes: Readonly<Record<string, string | string[]>>): Promise<void>;
  addMember(groupDn: string, dn: string): Promise<void>;
  removeMember(groupDn: string, dn: string): Promise<void>;
  rename(dn: string, newDn: string): Promise<void>;
  remove(dn: string): Promise<void>;
  close(): Promise<void>;
}

/** userAccountControl of an account that works, and of one that is disabled. */
export const enabled = '544';
export const disabled = '546';

export async function administer({ url, authority }: SambaPeer): Promise<SambaAdmin> {
  const client = new Client({ url, tlsOptions: { ca: authority.certificate } });
  await client.bind(`CN=Administrator,CN=Users,${domainDn}`, passwords.Administrator);
  const change = async (dn: string, operation: 'add' | 'delete' | 'replace', type: string, values: string[]): Promise<void> =>
    client.modify(dn, new Change({ operation, modification: new Attribute({ type, values }) }));
  return {
    replace: (dn, attribute, ...values) => change(dn, 'replace', attribute, values),
    add: (dn, attributes) => client.add(dn, { ...attributes }),
    addMember: (groupDn, dn) => change(groupDn, 'add', 'member', [dn]),
    removeMember: (groupDn, dn) => change(groupDn, 'delete', 'member', [dn]),
    rename: (dn, newDn) => client.modifyDN(dn, newDn),
    remove: (dn) => client.del(dn),
    close: () => client.unbind(),
  };
}
