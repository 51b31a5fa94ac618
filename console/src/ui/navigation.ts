/** A page that the navigation and the palette lead to. */
export interface Place {
  readonly text: string;
  /** Path below the console. */
  readonly to: string;
  readonly section: string;
}

/** Pages that are there whichever account is open. */
export const places: readonly Place[] = [
  { section: 'Accounts', text: 'Accounts', to: '/accounts' },
  { section: 'Global', text: 'Call detail records', to: '/call-detail-records' },
  { section: 'Global', text: 'Data exports', to: '/data-exports' },
  { section: 'Global', text: 'Support requests', to: '/support-requests' },
  { section: 'Access', text: 'Users and roles', to: '/access/identities' },
  { section: 'Access', text: 'Policies', to: '/access/policies' },
  { section: 'Access', text: 'Simulator', to: '/access/simulator' },
  { section: 'Access', text: 'Why denied', to: '/why' },
  { section: 'Access', text: 'Least privilege', to: '/access/least-privilege' },
  { section: 'Access', text: 'Event history', to: '/access/events' },
  { section: 'System', text: 'Health', to: '/health' },
  { section: 'System', text: 'Jobs', to: '/jobs' },
  { section: 'System', text: 'About', to: '/about' },
];

/** Pages of one account, by the names that Amazon's console gave them. */
export function accountPlaces(accountId: string): readonly Place[] {
  const page = (section: string, text: string, path: string): Place => ({ section, text, to: `/accounts/${accountId}/${path}` });
  return [
    page('Users', 'Users', 'users'),
    page('Identity', 'Getting started', 'identity'),
    page('Identity', 'Domains', 'domains'),
    page('Identity', 'Active directory', 'directory'),
    page('Identity', 'Single sign-on', 'single-sign-on'),
    page('Identity', 'SCIM access keys', 'scim-keys'),
    page('Identity', 'Directory groups', 'groups'),
    page('Reports', 'Dashboard', 'reports'),
    page('Reports', 'Meetings', 'reports/meetings'),
    page('Identity', 'SCIM log', 'scim-log'),
    page('Settings', 'Account', 'settings'),
    page('Settings', 'Meetings', 'meetings'),
    page('Settings', 'Licenses', 'licenses'),
    page('Settings', 'Resource', 'resource'),
    page('Settings', 'Delegates', 'delegates'),
    page('Settings', 'Outbox', 'outbox'),
  ];
}
