import type { CallName, Input } from '../../api/calls.ts';
import type { Client } from '../../api/client.ts';
import { codeCall, type CodeCall } from '../../ui/code.ts';

/** The queries that what somebody may do depends on. */
export const holderStale = ['iam-user', 'iam-group', 'iam-role'];

export type HolderKind = 'user' | 'group' | 'role';

/** Somebody who has policies. */
export interface Holder {
  readonly kind: HolderKind;
  readonly name: string;
}

/** A policy that somebody has: a managed one by its ARN, or one of theirs alone. */
export type Held = { readonly name: string; readonly arn: string | undefined };

interface HolderCalls {
  readonly list: (signal: AbortSignal) => Promise<Held[]>;
  readonly read: (policyName: string) => Promise<string>;
  readonly attach: (policyArn: string) => HolderCall;
  readonly detach: (policyArn: string) => HolderCall;
  readonly put: (policyName: string, document: string) => HolderCall;
  readonly remove: (policyName: string) => HolderCall;
  /** Ends the holder. */
  readonly erase: () => HolderCall;
  readonly names: { readonly attach: CallName; readonly detach: CallName; readonly put: CallName; readonly remove: CallName };
}

/** A write, to be made, rehearsed or shown as code. */
export interface HolderCall {
  run(options?: { readonly dryRun?: boolean }): Promise<unknown>;
  readonly code: CodeCall;
}

function toCall<Name extends CallName>(client: Client, name: Name, input: Input<Name>): HolderCall {
  return { run: (options) => client.call(name, input, options), code: codeCall(name, input) };
}

/** The calls about somebody's policies: IAM has its own set for each kind of holder. */
export function holderCalls(client: Client, { kind, name }: Holder): HolderCalls {
  const call = <Name extends CallName>(operation: Name, input: Input<Name>) => toCall(client, operation, input);
  switch (kind) {
    case 'user':
      return {
        list: async (signal) =>
          toHeld(
            await client.call('iam:ListAttachedUserPolicies', { UserName: name }, { signal }),
            await client.call('iam:ListUserPolicies', { UserName: name }, { signal }),
          ),
        read: async (PolicyName) =>
          decodeURIComponent((await client.call('iam:GetUserPolicy', { UserName: name, PolicyName })).PolicyDocument),
        attach: (PolicyArn) => call('iam:AttachUserPolicy', { UserName: name, PolicyArn }),
        detach: (PolicyArn) => call('iam:DetachUserPolicy', { UserName: name, PolicyArn }),
        put: (PolicyName, PolicyDocument) => call('iam:PutUserPolicy', { UserName: name, PolicyName, PolicyDocument }),
        remove: (PolicyName) => call('iam:DeleteUserPolicy', { UserName: name, PolicyName }),
        erase: () => call('iam:DeleteUser', { UserName: name }),
        names: { attach: 'iam:AttachUserPolicy', detach: 'iam:DetachUserPolicy', put: 'iam:PutUserPolicy', remove: 'iam:DeleteUserPolicy' },
      };
    case 'group':
      return {
        list: async (signal) =>
          toHeld(
            await client.call('iam:ListAttachedGroupPolicies', { GroupName: name }, { signal }),
            await client.call('iam:ListGroupPolicies', { GroupName: name }, { signal }),
          ),
        read: async (PolicyName) =>
          decodeURIComponent((await client.call('iam:GetGroupPolicy', { GroupName: name, PolicyName })).PolicyDocument),
        attach: (PolicyArn) => call('iam:AttachGroupPolicy', { GroupName: name, PolicyArn }),
        detach: (PolicyArn) => call('iam:DetachGroupPolicy', { GroupName: name, PolicyArn }),
        put: (PolicyName, PolicyDocument) => call('iam:PutGroupPolicy', { GroupName: name, PolicyName, PolicyDocument }),
        remove: (PolicyName) => call('iam:DeleteGroupPolicy', { GroupName: name, PolicyName }),
        erase: () => call('iam:DeleteGroup', { GroupName: name }),
        names: {
          attach: 'iam:AttachGroupPolicy',
          detach: 'iam:DetachGroupPolicy',
          put: 'iam:PutGroupPolicy',
          remove: 'iam:DeleteGroupPolicy',
        },
      };
    case 'role':
      return {
        list: async (signal) =>
          toHeld(
            await client.call('iam:ListAttachedRolePolicies', { RoleName: name }, { signal }),
            await client.call('iam:ListRolePolicies', { RoleName: name }, { signal }),
          ),
        read: async (PolicyName) =>
          decodeURIComponent((await client.call('iam:GetRolePolicy', { RoleName: name, PolicyName })).PolicyDocument),
        attach: (PolicyArn) => call('iam:AttachRolePolicy', { RoleName: name, PolicyArn }),
        detach: (PolicyArn) => call('iam:DetachRolePolicy', { RoleName: name, PolicyArn }),
        put: (PolicyName, PolicyDocument) => call('iam:PutRolePolicy', { RoleName: name, PolicyName, PolicyDocument }),
        remove: (PolicyName) => call('iam:DeleteRolePolicy', { RoleName: name, PolicyName }),
        erase: () => call('iam:DeleteRole', { RoleName: name }),
        names: { attach: 'iam:AttachRolePolicy', detach: 'iam:DetachRolePolicy', put: 'iam:PutRolePolicy', remove: 'iam:DeleteRolePolicy' },
      };
  }
}

function toHeld(
  {
    AttachedPolicies = [],
  }: {
    readonly AttachedPolicies?:
      | readonly { readonly PolicyName?: string | undefined; readonly PolicyArn?: string | undefined }[]
      | undefined;
  },
  { PolicyNames }: { readonly PolicyNames: readonly string[] },
): Held[] {
  return [
    ...AttachedPolicies.map(({ PolicyName = '', PolicyArn = '' }) => ({ name: PolicyName, arn: PolicyArn })),
    ...PolicyNames.map((name) => ({ name, arn: undefined })),
  ];
}
