import { z } from 'zod';
import { ValidationError } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { GroupDetail, ManagedPolicyDetail, RoleDetail, UserDetail } from '../../shapes/iam-details.ts';
import { pagePosition, paging } from '../../shapes/iam.ts';
import {
  describeGroup,
  describePolicy,
  describeRole,
  describeUser,
  detailKinds,
  listDetailed,
} from '../../store/iam-authorization-details.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';

export const GetAccountAuthorizationDetails = queryOperation('iam', {
  action: {
    name: 'GetAccountAuthorizationDetails',
    access: 'Read',
    summary:
      'Grants permission to retrieve information about all IAM users, groups, roles, and policies in your AWS account, including their relationships to one another',
    dependsOn: [],
  },
  input: z.object({ Filter: z.array(z.enum(detailKinds)).optional(), ...paging }),
  output: z.object({
    UserDetailList: z.array(UserDetail).optional(),
    GroupDetailList: z.array(GroupDetail).optional(),
    RoleDetailList: z.array(RoleDetail).optional(),
    Policies: z.array(ManagedPolicyDetail).optional(),
    ...pagePosition,
  }),
  errors: [ValidationError],
  example: { Filter: ['User', 'Role'], MaxItems: 50 },
  async handler({ tx }, { Filter = [], ...page }) {
    const kinds = detailKinds.filter((kind) => Filter.length === 0 || Filter.includes(kind));
    const find = (after: string, limit: number) => listDetailed(tx, kinds, after, limit);
    const list = ['GetAccountAuthorizationDetails', kinds];
    const { rows, position } = await readMarkedPage(tx, list, page, find, ({ key }) => key);
    const users: z.input<typeof UserDetail>[] = [];
    const groups: z.input<typeof GroupDetail>[] = [];
    const roles: z.input<typeof RoleDetail>[] = [];
    const policies: z.input<typeof ManagedPolicyDetail>[] = [];
    for (const { kind, entity } of rows) {
      if (kind === 'User') users.push(await describeUser(tx, entity));
      else if (kind === 'Group') groups.push(await describeGroup(tx, entity));
      else if (kind === 'Role') roles.push(await describeRole(tx, entity));
      else policies.push(await describePolicy(tx, entity));
    }
    return { UserDetailList: users, GroupDetailList: groups, RoleDetailList: roles, Policies: policies, ...position };
  },
});
