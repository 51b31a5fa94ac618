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

/** What an event says of itself, as far as it is found by it. */
export interface Described {
  readonly id: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly readOnly: boolean;
  /** Sessions of a role go by the name of the session. */
  readonly userName: string | undefined;
  readonly accessKeyId: string | undefined;
  /** Who acted, by the id that outlives a rename. */
  readonly entityId: string;
  readonly requestParameters: unknown;
  readonly responseElements: unknown;
}

/** Reads a stored event, which the hash chain protects. undefined = it is none. */
export function describe(event: string): Described | undefined {
  const { data } = Event.safeParse(JSON.parse(event));
  if (!data) return undefined;
  const { userName, principalId, accessKeyId } = data.userIdentity;
  // `AROA…:session`, for sessions of a role.
  const [entityId = '', sessionName] = principalId?.split(':') ?? [];
  return { ...data, id: data.eventID, userName: userName ?? sessionName, accessKeyId, entityId };
}

/** Names everything but its id that an event can be looked up by; some of it more than once. */
export function visitEntries(described: Described, visit: (attribute: AuditAttribute, value: string) => void): void {
  const { eventName, eventSource, readOnly, userName, accessKeyId } = described;
  visit('EventName', eventName);
  visit('EventSource', eventSource);
  visit('ReadOnly', readOnly ? 'true' : 'false');
  if (userName !== undefined) visit('Username', userName);
  if (accessKeyId !== undefined) visit('AccessKeyId', accessKeyId);
  visitResources(described, (type, name) => {
    if (name.length <= valueLengthMax) visit('ResourceName', name);
    visit('ResourceType', type);
  });
}

/** Everything but its id that an event can be looked up by, each once. */
export function entriesOf(described: Described): AuditEntry[] {
  const entries = new Map<string, AuditEntry>();
  visitEntries(described, (attribute, value) => entries.set(`${attribute} ${value}`, { attribute, value }));
  return [...entries.values()];
}

const Event = z.object({
  eventID: z.string(),
  eventName: z.string(),
  eventSource: z.string(),
  readOnly: z.boolean(),
  userIdentity: z.object({ userName: z.string().optional(), principalId: z.string().optional(), accessKeyId: z.string().optional() }),
  requestParameters: z.unknown(),
  responseElements: z.unknown(),
});

/** Members that name a resource, by source. Assumed: the types of Chime, for which AWS has no name. */
const types = new Map<string, ReadonlyMap<string, string>>([
  [
    'chime.amazonaws.com',
    new Map([
      ['AccountId', 'AWS::Chime::Account'],
      ['UserId', 'AWS::Chime::User'],
      ['UserIdList', 'AWS::Chime::User'],
      ['DomainName', 'AWS::Chime::Domain'],
    ]),
  ],
  [
    'iam.amazonaws.com',
    new Map([
      ['UserName', 'AWS::IAM::User'],
      ['GroupName', 'AWS::IAM::Group'],
      ['RoleName', 'AWS::IAM::Role'],
      ['PolicyArn', 'AWS::IAM::Policy'],
      ['Policy.Arn', 'AWS::IAM::Policy'],
      ['AccessKeyId', 'AWS::IAM::AccessKey'],
    ]),
  ],
  ['sts.amazonaws.com', new Map([['RoleArn', 'AWS::IAM::Role']])],
]);

/** More are not listed with one event. */
const resourcesMax = 50;

/** The resources that an event names, or that its answer says were made. */
export function resourcesOf(described: Described): AuditResource[] {
  const found = new Map<string, AuditResource>();
  visitResources(described, (type, name) => found.set(`${type} ${name}`, { type, name }));
  return [...found.values()].slice(0, resourcesMax);
}

/** Resources are named by members of the input, and of the answer to a write, and of what is right in them. */
function visitResources(
  { eventSource, requestParameters, responseElements, readOnly }: Described,
  visit: (type: string, name: string) => void,
): void {
  const known = types.get(eventSource);
  if (!known) return;
  visitMembers(requestParameters, known, visit);
  // What a read answers is a list of everything there is, not what the event is about.
  if (!readOnly) visitMembers(responseElements, known, visit);
}

/** @param within the member that the value stands in; undefined = it is the outermost */
function visitMembers(
  value: unknown,
  known: ReadonlyMap<string, string>,
  visit: (type: string, name: string) => void,
  within?: string,
): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [member, names] of Object.entries(value)) {
    // What was made names itself by no more than that.
    const type = known.get(member === 'Arn' && within !== undefined ? `${within}.Arn` : member);
    if (type === undefined) continue;
    if (typeof names === 'string') visit(type, names);
    else if (Array.isArray(names)) for (const name of names) if (typeof name === 'string') visit(type, name);
  }
  if (within === undefined) for (const [member, part] of Object.entries(value)) visitMembers(part, known, visit, member);
}
