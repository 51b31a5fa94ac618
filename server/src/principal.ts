/** Who makes a request, as established by its signature. */
export type Principal = Holder | RoleSession | WebIdentity;

/** The root of an AWS account or one of its users, with a key of their own or with temporary credentials. */
export interface Holder extends Common {
  readonly kind: 'root' | 'user';
}

/** Somebody who has assumed a role. */
export interface RoleSession extends Common {
  readonly kind: 'role-session';
  readonly role: { readonly id: string; readonly name: string; readonly arn: string };
  /** Chosen by whoever assumed the role. */
  readonly sessionName: string;
  readonly session: Session;
}

/** Somebody without credentials of ours, who brings the token of an identity provider. They can do nothing but assume a role. */
export interface WebIdentity extends Common {
  readonly kind: 'web-identity';
  readonly sourceIp: string;
  /** What the provider says of them; undefined = the token has not been verified. */
  readonly vouched?: Vouched | undefined;
}

/** What the verified token of an identity provider says about its owner. */
export interface Vouched {
  /** ARN of the provider. */
  readonly provider: string;
  readonly subject: string;
  /** The client id for which the token was made. */
  readonly audience: string;
  /** The claims as condition keys, such as `idp.example.com/staff:sub`. */
  readonly conditions: ConditionKeys;
  /** Those of them that the requests of the session carry as well. */
  readonly lastingConditions: ConditionKeys;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity: string | undefined;
}

type ConditionKeys = Readonly<Record<string, string | readonly string[]>>;

interface Common {
  /** The 12-digit AWS account (tenant) the caller belongs to. */
  readonly awsAccountId: string;
  /** `arn:aws:iam::{awsAccountId}:root`, `…:user/{path}{name}`, or `arn:aws:sts::{awsAccountId}:assumed-role/{role}/{session}`. */
  readonly arn: string;
  /** `aws:userid`: the account id for root, `AIDA…` for a user, `AROA…:{session}` for a role session; the provider's ARN, audience and subject for a web identity. */
  readonly principalId: string;
  /** Absent for root and for role sessions. */
  readonly userName: string | undefined;
  /** The key that signed the request; '' for a web identity. */
  readonly accessKeyId: string;
  /** Tags of the user, or of the role and its session, as `aws:PrincipalTag/…`. */
  readonly tags: Readonly<Record<string, string>>;
  /** Of temporary credentials only. */
  readonly session?: Session | undefined;
  /** The second factor the caller has shown; still enabled when this was read. */
  readonly mfa?: SecondFactor | undefined;
  /** Where the AWS account stands in the organisation, if it belongs to one. */
  readonly organization?: { readonly id: string; readonly path: string } | undefined;
}

/** How temporary credentials came about. Times are epoch milliseconds. */
export interface Session {
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Who stands behind a role session, once set the same along a chain of roles. */
  readonly sourceIdentity: string | undefined;
  /** The identity provider that vouched for the caller, and what policies may ask of its token. */
  readonly federatedProvider: string | undefined;
  readonly federatedConditions?: ConditionKeys | undefined;
  /** Tags that the next role of a chain inherits. */
  readonly transitiveTags: Readonly<Record<string, string>>;
}

/** A device that gave a right code. */
export interface SecondFactor {
  readonly serialNumber: string;
  /** When it did, epoch milliseconds. */
  readonly at: number;
}

/** The id that outlives a rename: the user's, the role's, or the account's for its root. */
export function entityIdOf(principal: Principal): string {
  return principal.kind === 'role-session' ? principal.role.id : principal.principalId;
}
