/**
 * What a deployment knows: its actions and condition keys. The engine itself knows no service; everything that is particular
 * to one comes in here. Decisions use only the aliases and the arity of keys, the linter uses all of it.
 */
export interface Catalogue {
  readonly actions: readonly CatalogueAction[];
  /** Prefixes of services that exist but whose actions are not listed; the linter leaves their actions alone. */
  readonly services?: readonly string[] | undefined;
  /**
   * ARNs of resources, for the linter: a pattern for each kind of resource of a service, whose only wildcards are whole fields
   * and the end. A field is empty where ARNs of that kind have none: `arn:*:iam::*:user/*`. Services without a pattern are not checked.
   */
  readonly resourceArns?: readonly string[] | undefined;
  /** Prefixes of services none of whose requests carry tags of a resource (`aws:ResourceTag/…`). */
  readonly untaggedServices?: readonly string[] | undefined;
  /** Condition keys besides the global ones (`aws:…`), which the engine knows. */
  readonly conditionKeys?: readonly CatalogueKey[] | undefined;
}

/** One action, such as `chime:GetAccount`. */
export interface CatalogueAction {
  /** The service prefix in lower case: `chime`. */
  readonly service: string;
  /** The name as the table of actions spells it: `GetAccount`. */
  readonly name: string;
  readonly access: string;
  /** Other spellings of the name that policies may use, honoured as the same permission. */
  readonly aliases?: readonly string[] | undefined;
  /** Actions that the caller needs as well, with their prefix: `s3:CreateBucket`. */
  readonly dependsOn?: readonly string[] | undefined;
  /** Patterns of the ARNs the action may be used on. Empty: only `*`. Absent: not known, so not checked. */
  readonly resources?: readonly string[] | undefined;
}

/** A condition key. A name that ends in `/` is a family, such as `aws:RequestTag/`: what follows is chosen by the user. */
export interface CatalogueKey {
  readonly name: string;
  readonly type: KeyType;
  readonly isMultivalued?: boolean | undefined;
}

/** The type of a condition key's value. Epoch is a time that numeric operators may compare as well. */
export type KeyType = 'String' | 'Numeric' | 'Date' | 'Epoch' | 'Bool' | 'Binary' | 'IPAddress' | 'ARN';

/** What is known of a condition key, or undefined for a key in neither list. The name ignores case. */
export function findKey(name: string, catalogue: Catalogue | undefined): CatalogueKey | undefined {
  const folded = name.toLowerCase();
  const slash = folded.indexOf('/');
  // A family by itself, `aws:RequestTag/`, is no key.
  if (slash === folded.length - 1) return undefined;
  const listed = slash === -1 ? folded : folded.slice(0, slash + 1);
  return globalKeysByName.get(listed) ?? catalogue?.conditionKeys?.find((key) => key.name.toLowerCase() === listed);
}

/** Whether the part of a key after `/` is the user's own, as a tag key is. */
export function isUserDefinedKey(name: string): boolean {
  return name.includes('/');
}

/** Names separated by space, as keys of one type. */
function keysOf(type: KeyType, names: string, isMultivalued = false): CatalogueKey[] {
  return names.split(' ').map((name) => ({ name: `aws:${name}`, type, isMultivalued }));
}

/** The global condition keys. Source: IAM User Guide, "AWS global condition context keys". */
export const globalKeys: readonly CatalogueKey[] = [
  ...keysOf('String', 'PrincipalAccount PrincipalOrgID PrincipalTag/ PrincipalServiceName PrincipalType userid username'),
  ...keysOf('String', 'FederatedProvider Ec2InstanceSourceVpc SourceIdentity SourceVpc SourceVpce VpceAccount VpceOrgID'),
  ...keysOf('String', 'ResourceAccount ResourceOrgID ResourceTag/ CalledViaFirst CalledViaLast referer RequestedRegion RequestTag/'),
  ...keysOf('String', 'SourceAccount SourceOrgID UserAgent'),
  ...keysOf('String', 'CalledVia PrincipalOrgPaths PrincipalServiceNamesList ResourceOrgPaths SourceOrgPaths TagKeys VpceOrgPaths', true),
  ...keysOf('ARN', 'ChatbotSourceArn PrincipalArn SignInSessionArn SourceArn SourceVpcArn'),
  ...keysOf('Bool', 'AssumedRoot MultiFactorAuthPresent PrincipalIsAWSService SecureTransport ViaAWSService'),
  ...keysOf('Numeric', 'MultiFactorAuthAge'),
  ...keysOf('Date', 'CurrentTime TokenIssueTime'),
  ...keysOf('Epoch', 'EpochTime'),
  ...keysOf('IPAddress', 'Ec2InstanceSourcePrivateIPv4 SourceIp VpcSourceIp'),
];

const globalKeysByName: ReadonlyMap<string, CatalogueKey> = new Map(globalKeys.map((key) => [key.name.toLowerCase(), key]));
