import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { BrokenPage, FailedRoute, LostPage, RootPage } from './pages/root.tsx';
import { SetUpPage } from './pages/door.tsx';
import { texts } from './search.ts';

const root = createRootRoute({
  component: RootPage,
  notFoundComponent: LostPage,
  errorComponent: ({ error, reset }) => <BrokenPage error={error} onRetry={reset} />,
});
const page = { getParentRoute: () => root };

export const home = createRoute({
  ...page,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/accounts' });
  },
});
export const setUp = createRoute({ ...page, path: '/setup', component: SetUpPage });
export const accounts = createRoute({
  ...page,
  path: '/accounts',
  validateSearch: texts('name', 'email'),
  component: lazyRouteComponent(() => import('./pages/accounts.tsx'), 'AccountsPage'),
});
export const users = createRoute({
  ...page,
  path: '/accounts/$accountId/users',
  validateSearch: texts('q', 'status', 'license', 'type'),
  component: lazyRouteComponent(() => import('./pages/account/users.tsx'), 'UsersPage'),
});
const account = createRoute({
  ...page,
  path: '/accounts/$accountId',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/accounts/$accountId/users', params });
  },
});
const user = createRoute({
  ...page,
  path: '/accounts/$accountId/users/$userId',
  validateSearch: texts('last', 'from', 'to'),
  component: lazyRouteComponent(() => import('./pages/account/user.tsx'), 'UserPage'),
});
const identity = createRoute({
  ...page,
  path: '/accounts/$accountId/identity',
  component: lazyRouteComponent(() => import('./pages/account/identity.tsx'), 'IdentityPage'),
});
const domains = createRoute({
  ...page,
  path: '/accounts/$accountId/domains',
  component: lazyRouteComponent(() => import('./pages/account/domains.tsx'), 'DomainsPage'),
});
const domain = createRoute({
  ...page,
  path: '/accounts/$accountId/domains/$domainName',
  component: lazyRouteComponent(() => import('./pages/account/domain.tsx'), 'DomainPage'),
});
const directory = createRoute({
  ...page,
  path: '/accounts/$accountId/directory',
  component: lazyRouteComponent(() => import('./pages/account/directory.tsx'), 'DirectoryPage'),
});
const singleSignOn = createRoute({
  ...page,
  path: '/accounts/$accountId/single-sign-on',
  component: lazyRouteComponent(() => import('./pages/account/single-sign-on.tsx'), 'SingleSignOnPage'),
});
const scimKeys = createRoute({
  ...page,
  path: '/accounts/$accountId/scim-keys',
  component: lazyRouteComponent(() => import('./pages/account/scim-keys.tsx'), 'ScimKeysPage'),
});
const scimLog = createRoute({
  ...page,
  path: '/accounts/$accountId/scim-log',
  validateSearch: texts('outcome', 'subject', 'key'),
  component: lazyRouteComponent(() => import('./pages/account/scim-log.tsx'), 'ScimLogPage'),
});
const groups = createRoute({
  ...page,
  path: '/accounts/$accountId/groups',
  component: lazyRouteComponent(() => import('./pages/account/groups.tsx'), 'GroupsPage'),
});
const reports = createRoute({
  ...page,
  path: '/accounts/$accountId/reports',
  validateSearch: texts('last', 'from', 'to'),
  component: lazyRouteComponent(() => import('./pages/reports/dashboard.tsx'), 'DashboardPage'),
});
const meetingList = createRoute({
  ...page,
  path: '/accounts/$accountId/reports/meetings',
  validateSearch: texts('last', 'from', 'to', 'organizer', 'type'),
  component: lazyRouteComponent(() => import('./pages/reports/meetings.tsx'), 'MeetingListPage'),
});
const meeting = createRoute({
  ...page,
  path: '/accounts/$accountId/reports/meetings/$conferenceId',
  validateSearch: texts('tab'),
  component: lazyRouteComponent(() => import('./pages/reports/meeting.tsx'), 'MeetingPage'),
});
const settings = createRoute({
  ...page,
  path: '/accounts/$accountId/settings',
  component: lazyRouteComponent(() => import('./pages/account/settings.tsx'), 'SettingsPage'),
});
const meetings = createRoute({
  ...page,
  path: '/accounts/$accountId/meetings',
  component: lazyRouteComponent(() => import('./pages/account/settings.tsx'), 'MeetingsPage'),
});
const licenses = createRoute({
  ...page,
  path: '/accounts/$accountId/licenses',
  component: lazyRouteComponent(() => import('./pages/account/licenses.tsx'), 'LicensesPage'),
});
const resource = createRoute({
  ...page,
  path: '/accounts/$accountId/resource',
  component: lazyRouteComponent(() => import('./pages/account/resource.tsx'), 'ResourcePage'),
});
const delegates = createRoute({
  ...page,
  path: '/accounts/$accountId/delegates',
  component: lazyRouteComponent(() => import('./pages/account/delegates.tsx'), 'DelegatesPage'),
});
const outbox = createRoute({
  ...page,
  path: '/accounts/$accountId/outbox',
  component: lazyRouteComponent(() => import('./pages/account/outbox.tsx'), 'OutboxPage'),
});
const callDetailRecords = createRoute({
  ...page,
  path: '/call-detail-records',
  component: lazyRouteComponent(() => import('./pages/global/cdr-buckets.tsx'), 'CallDetailRecordsPage'),
});
const callDetailBucket = createRoute({
  ...page,
  path: '/call-detail-records/$bucketName',
  component: lazyRouteComponent(() => import('./pages/global/cdr-bucket.tsx'), 'CallDetailBucketPage'),
});
const dataExports = createRoute({
  ...page,
  path: '/data-exports',
  validateSearch: texts('account'),
  component: lazyRouteComponent(() => import('./pages/global/data-exports.tsx'), 'DataExportsPage'),
});
const supportRequests = createRoute({
  ...page,
  path: '/support-requests',
  component: lazyRouteComponent(() => import('./pages/global/support-requests.tsx'), 'SupportRequestsPage'),
});
const supportRequest = createRoute({
  ...page,
  path: '/support-requests/new',
  validateSearch: texts('account', 'conference'),
  component: lazyRouteComponent(() => import('./pages/global/support-request.tsx'), 'SupportRequestPage'),
});
const why = createRoute({
  ...page,
  path: '/why',
  component: lazyRouteComponent(() => import('./pages/access/why.tsx'), 'WhyPage'),
});
const whyOne = createRoute({
  ...page,
  path: '/why/$authorizationId',
  component: lazyRouteComponent(() => import('./pages/access/why.tsx'), 'WhyPage'),
});
const identities = createRoute({
  ...page,
  path: '/access/identities',
  validateSearch: texts('kind'),
  component: lazyRouteComponent(() => import('./pages/access/identities.tsx'), 'IdentitiesPage'),
});
const identityUser = createRoute({
  ...page,
  path: '/access/identities/user/$userName',
  component: lazyRouteComponent(() => import('./pages/access/identity-user.tsx'), 'IdentityUserPage'),
});
const identityGroup = createRoute({
  ...page,
  path: '/access/identities/group/$groupName',
  component: lazyRouteComponent(() => import('./pages/access/identity-group.tsx'), 'IdentityGroupPage'),
});
const identityRole = createRoute({
  ...page,
  path: '/access/identities/role/$roleName',
  component: lazyRouteComponent(() => import('./pages/access/identity-role.tsx'), 'IdentityRolePage'),
});
const policies = createRoute({
  ...page,
  path: '/access/policies',
  validateSearch: texts('scope'),
  component: lazyRouteComponent(() => import('./pages/access/policies.tsx'), 'PoliciesPage'),
});
const policy = createRoute({
  ...page,
  path: '/access/policy',
  validateSearch: texts('arn'),
  component: lazyRouteComponent(() => import('./pages/access/policy.tsx'), 'PolicyPage'),
});
const simulator = createRoute({
  ...page,
  path: '/access/simulator',
  component: lazyRouteComponent(() => import('./pages/access/simulator.tsx'), 'SimulatorPage'),
});
const leastPrivilege = createRoute({
  ...page,
  path: '/access/least-privilege',
  component: lazyRouteComponent(() => import('./pages/access/least-privilege.tsx'), 'LeastPrivilegePage'),
});
export const events = createRoute({
  ...page,
  path: '/access/events',
  validateSearch: texts('by', 'value', 'from', 'to'),
  component: lazyRouteComponent(() => import('./pages/access/events.tsx'), 'EventsPage'),
});
const health = createRoute({
  ...page,
  path: '/health',
  component: lazyRouteComponent(() => import('./pages/system/health.tsx'), 'HealthPage'),
});
const jobs = createRoute({ ...page, path: '/jobs', component: lazyRouteComponent(() => import('./pages/system/jobs.tsx'), 'JobsPage') });
const about = createRoute({ ...page, path: '/about', component: lazyRouteComponent(() => import('./pages/about.tsx'), 'AboutPage') });

const routes = [
  home,
  setUp,
  accounts,
  account,
  users,
  user,
  identity,
  domains,
  domain,
  directory,
  singleSignOn,
  scimKeys,
  scimLog,
  groups,
  reports,
  meetingList,
  meeting,
  settings,
  meetings,
  licenses,
  resource,
  delegates,
  outbox,
  callDetailRecords,
  callDetailBucket,
  dataExports,
  supportRequests,
  supportRequest,
  identities,
  identityUser,
  identityGroup,
  identityRole,
  policies,
  policy,
  simulator,
  leastPrivilege,
  why,
  whyOne,
  events,
  health,
  jobs,
  about,
];

/** Which page is at which address. */
export function createConsoleRouter() {
  return createRouter({
    routeTree: root.addChildren(routes),
    basepath: '/console',
    defaultPreload: 'intent',
    defaultErrorComponent: FailedRoute,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
