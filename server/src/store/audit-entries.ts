import { z } from 'zod';

/** What an event can be looked up by, in the words of CloudTrail's LookupEvents. */
export type AuditAttribute =
  | 'AccessKeyId'
  | 'EventId'
  | 'EventName'
  | 'EventSource'
  | 'ReadOnly'
  | 'ResourceName'
  | 'ResourceType'
  | 'Username';

/** Something an event is about. */
export interface AuditResource {
  /** As CloudFormation and CloudTrail call it: `AWS::IAM::User`. */
  readonly type: string;
  readonly name: string;
}

export interface AuditEntry {
  readonly attribute: AuditAttribute;
  readonly value: string;
}

/** Longer values are not looked up by: an index has its limits. */
const valueLengthMax = 1_000;

/** Everything but its id that an event can be looked up by, each once. Follows from the event alone, which the hash chain protects. */
export function entriesOf(event: string): AuditEntry[] {
  const { data } = Event.safeParse(JSON.parse(event));
  if (!data) return [];
  const { eventName, eventSource, readOnly, userIdentity } = data;
  const resources = resourcesIn(data);
  const single: [AuditAttribute, string | undefined][] = [
    ['EventName', eventName],
    ['EventSource', eventSource],
    ['ReadOnly', String(readOnly)],
    // Sessions of a role go by the name of the session: `AROA…:name`.
    ['Username', userIdentity.userName ?? userIdentity.principalId?.split(':')[1]],
    ['AccessKeyId', userIdentity.accessKeyId],
  ];
  const names = new Set(resources.map(({ name }) => name));
  const types = new Set(resources.map(({ type }) => type));
  return [
    ...single.flatMap(([attribute, value]) => (value === undefined ? [] : [{ attribute, value }])),
    ...[...names].map((value) => ({ attribute: 'ResourceName', value }) as const),
    ...[...types].map((value) => ({ attribute: 'ResourceType', value }) as const),
  ].filter(({ value }) => value.length <= valueLengthMax);
}

/** The resources that an event names, or that its answer says were made. */
export function resourcesOf(event: string): AuditResource[] {
  const { data } = Event.safeParse(JSON.parse(event));
  return data ? resourcesIn(data) : [];
}

const Event = z.object({
  eventName: z.string(),
  eventSource: z.string(),
  readOnly: z.boolean(),
  userIdentity: z.object({ userName: z.string().optional(), principalId: z.string().optional(), accessKeyId: z.string().optional() }),
  requestParameters: z.unknown(),
  responseElements: z.unknown(),
});

/** Members that name a resource, by source. Assumed: the types of Chime, for which AWS has no name. */
const types = new Map<string, Readonly<Record<string, string>>>([
  [
    'chime.amazonaws.com',
    { AccountId: 'AWS::Chime::Account', UserId: 'AWS::Chime::User', UserIdList: 'AWS::Chime::User', DomainName: 'AWS::Chime::Domain' },
  ],
  [
    'iam.amazonaws.com',
    {
      UserName: 'AWS::IAM::User',
      GroupName: 'AWS::IAM::Group',
      RoleName: 'AWS::IAM::Role',
      PolicyArn: 'AWS::IAM::Policy',
      AccessKeyId: 'AWS::IAM::AccessKey',
    },
  ],
  ['sts.amazonaws.com', { RoleArn: 'AWS::IAM::Role' }],
]);

/** More are not listed with one event. */
const resourcesMax = 50;

/** Members of the input, and of the answer to a write, and of what is right in them. */
function resourcesIn({ eventSource, requestParameters, responseElements, readOnly }: z.output<typeof Event>): AuditResource[] {
  const known = types.get(eventSource);
  if (!known) return [];
  const found = new Map<string, AuditResource>();
  // What a read answers is a list of everything there is, not what the event is about.
  for (const [member, value] of [requestParameters, readOnly ? undefined : responseElements].flatMap(membersOf)) {
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
