import Button, { type ButtonProps } from '@cloudscape-design/components/button';
import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { operations } from '../api/derived.ts';
import type { ReactNode } from 'react';
import { getOperation, type Client } from '../api/client.ts';
import type { CallName, Output } from '../api/calls.ts';
import { useClient, useSession } from '../session.tsx';

/** What one call may ask for. Source: `GetCallerPermissions`. */
const actionsPerCall = 300;
/** A permission that was taken away meanwhile is noticed at the next call in any case. */
const freshMs = 60_000;

type Permission = Output<'iam:GetCallerPermissions'>['Permissions'][number];
type Permissions = ReadonlyMap<string, Permission>;

const everyAction = [...new Set(operations.filter(({ service }) => service !== 'sts').flatMap(({ actions }) => actions))];

async function readPermissions(client: Client, signal: AbortSignal): Promise<Permissions> {
  const parts = Array.from({ length: Math.ceil(everyAction.length / actionsPerCall) }, (_, index) =>
    everyAction.slice(index * actionsPerCall, (index + 1) * actionsPerCall),
  );
  const answers = await Promise.all(parts.map((ActionNames) => client.call('iam:GetCallerPermissions', { ActionNames }, { signal })));
  return new Map(answers.flatMap(({ Permissions }) => Permissions).map((permission) => [permission.Action, permission]));
}

const layers: Readonly<Record<string, string>> = {
  ServiceControlPolicy: 'a policy of your organisation',
  IdentityPolicy: 'a policy of yours',
  PermissionsBoundary: 'your permissions boundary',
  SessionPolicy: 'the policy of your session',
  RoleTrustPolicy: 'the trust policy of the role',
};

/** Why the caller may not make these calls; undefined = they may, or it is not known yet and the server will say. */
export type WhyNot = (...names: readonly CallName[]) => string | undefined;

export function usePermissions(): WhyNot {
  const { data } = usePermissionQuery();
  return (...names) => whyNot(data, names);
}

/** For a part of a page that only some may read: whether to ask at all. undefined = not known yet; what cannot be known is tried. */
export function usePermission(name: CallName): { readonly reason: string | undefined } | undefined {
  const { data, isError } = usePermissionQuery();
  return data || isError ? { reason: whyNot(data, [name]) } : undefined;
}

function usePermissionQuery() {
  return useQuery(permissionQuery(useClient(), useSession().Arn));
}

/** Reads what whoever acts as this identity may do. */
export function permissionQuery(client: Client, arn: string) {
  return queryOptions({ queryKey: ['permissions', arn], queryFn: ({ signal }) => readPermissions(client, signal), staleTime: freshMs });
}

function whyNot(permissions: Permissions | undefined, names: readonly CallName[]): string | undefined {
  for (const action of names.flatMap((name) => getOperation(name).actions)) {
    const permission = permissions?.get(action);
    if (permission && permission.Decision !== 'allowed') return explain(permission);
  }
  return undefined;
}

/** @param on the resource that the action is decided on, where it matters */
function explain({ Action, Decision, PolicyType = 'IdentityPolicy' }: Permission, on?: string): string {
  const layer = layers[PolicyType] ?? 'a policy';
  const what = on === undefined ? Action : `${Action} on ${on}`;
  if (Decision === 'explicitDeny') return `You may not do this: ${layer} denies ${what}.`;
  return PolicyType === 'IdentityPolicy'
    ? `You may not do this: no policy of yours allows ${what}.`
    : `You may not do this: ${layer} does not allow ${what}.`;
}

/** An action, and the ARN that it is decided on. */
export interface Need {
  readonly action: string;
  readonly resource: string;
}

/** For each need why the caller lacks it: undefined = not known yet, '' = they have it. */
export function useReasons(needs: readonly Need[]): readonly (string | undefined)[] {
  const client = useClient();
  const { Arn } = useSession();
  const resources = [...new Set(needs.map(({ resource }) => resource))];
  const answers = useQueries({
    queries: resources.map((Resource) => {
      const ActionNames = [...new Set(needs.filter(({ resource }) => resource === Resource).map(({ action }) => action))];
      return queryOptions({
        queryKey: ['permissions', Arn, Resource, ActionNames],
        queryFn: async ({ signal }) => (await client.call('iam:GetCallerPermissions', { ActionNames, Resource }, { signal })).Permissions,
        staleTime: freshMs,
      });
    }),
  });
  return needs.map(({ action, resource }) => {
    const found = answers[resources.indexOf(resource)]?.data?.find(({ Action }) => Action === action);
    return found && (found.Decision === 'allowed' ? '' : explain(found, resource === '*' ? undefined : resource));
  });
}

/** A button that stays visible and says which action is missing, for callers who may not use it. */
export function ActionButton({
  needs,
  disabledReason,
  ...button
}: Omit<ButtonProps, 'disabledReason'> & {
  readonly needs: CallName | readonly CallName[];
  /** Why it cannot be used right now, whatever the caller may do. */
  readonly disabledReason?: string | undefined;
  readonly children: ReactNode;
}): ReactNode {
  const explained = usePermissions();
  const reason = explained(...(typeof needs === 'string' ? [needs] : needs)) ?? disabledReason;
  if (reason === undefined) return <Button {...button} />;
  return <Button {...button} disabled disabledReason={reason} />;
}
