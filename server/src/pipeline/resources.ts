import type { ServiceName } from '../operation.ts';
import type { AuditResource } from '../store/audit-lookup.ts';

/** Members that name a resource, by service. Assumed: the types of Chime, for which AWS has no name. */
const types: Readonly<Partial<Record<ServiceName, Readonly<Record<string, string>>>>> = {
  chime: { AccountId: 'AWS::Chime::Account', UserId: 'AWS::Chime::User', UserIdList: 'AWS::Chime::User', DomainName: 'AWS::Chime::Domain' },
  iam: {
    UserName: 'AWS::IAM::User',
    GroupName: 'AWS::IAM::Group',
    RoleName: 'AWS::IAM::Role',
    PolicyArn: 'AWS::IAM::Policy',
    AccessKeyId: 'AWS::IAM::AccessKey',
  },
};

/** More are not listed with one event. */
const resourcesMax = 50;

/** The resources that a call names, or that its answer says were made: members of the input, of the output, and of what is right in them. */
export function resourcesOf(service: ServiceName, input: unknown, output: unknown): AuditResource[] {
  const known = types[service];
  if (!known) return [];
  const found = new Map<string, AuditResource>();
  for (const [member, value] of [input, output].flatMap(membersOf)) {
    const type = known[member];
    if (type === undefined) continue;
    for (const name of [value].flat()) if (typeof name === 'string') found.set(`${type} ${name}`, { type, name });
  }
  return [...found.values()].slice(0, resourcesMax);
}

function membersOf(value: unknown): [string, unknown][] {
  const own = entries(value);
  return [...own, ...own.flatMap(([, inner]) => entries(inner))];
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
