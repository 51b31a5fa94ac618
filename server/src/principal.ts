/** Who makes a request, as established by its signature. Role sessions join this union with the roles themselves. */
export interface Principal {
  readonly kind: 'root' | 'user';
  /** The 12-digit AWS account (tenant) the caller belongs to. */
  readonly awsAccountId: string;
  /** `arn:aws:iam::{awsAccountId}:root` or `arn:aws:iam::{awsAccountId}:user/{path}{name}`. */
  readonly arn: string;
  /** `aws:userid`: the account id for root, `AIDA…` for a user. */
  readonly principalId: string;
  /** Absent for root. */
  readonly userName: string | undefined;
  /** The key that signed the request. */
  readonly accessKeyId: string;
  /** Tags of the user, as `aws:PrincipalTag/…`. */
  readonly tags: Readonly<Record<string, string>>;
}
