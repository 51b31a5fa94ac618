// ARNs of users, groups and managed policies.

/** What an entity's ARN is made of besides its kind. */
interface Named {
  /** `/` or `/…/`. */
  readonly path: string;
  readonly name: string;
}

export function userArn(awsAccountId: string, { path, name }: Named): string {
  return `arn:aws:iam::${awsAccountId}:user${path}${name}`;
}

export function roleArn(awsAccountId: string, { path, name }: Named): string {
  return `arn:aws:iam::${awsAccountId}:role${path}${name}`;
}

/** The parts of a role's ARN; undefined if it is none. */
export function parseRoleArn(arn: string): (Named & { readonly awsAccountId: string }) | undefined {
  const [, awsAccountId, path, name] = /^arn:aws:iam::(\d{12}):role(\/|\/[\u0021-\u007F]+\/)([\w+=,.@-]+)$/.exec(arn) ?? [];
  return awsAccountId !== undefined && path !== undefined && name !== undefined ? { awsAccountId, path, name } : undefined;
}

/** Who acts once a role is assumed. */
export function assumedRoleArn(awsAccountId: string, roleName: string, sessionName: string): string {
  return `arn:aws:sts::${awsAccountId}:assumed-role/${roleName}/${sessionName}`;
}

/** The serial number of a virtual MFA device. */
export function mfaArn(awsAccountId: string, { path, name }: Named): string {
  return `arn:aws:iam::${awsAccountId}:mfa${path}${name}`;
}

/** @param url the issuer without `https://` */
export function openIdProviderArn(awsAccountId: string, url: string): string {
  return `arn:aws:iam::${awsAccountId}:oidc-provider/${url}`;
}

/** The parts of an OpenID Connect provider's ARN; undefined if it is none. */
export function parseOpenIdProviderArn(arn: string): { readonly awsAccountId: string; readonly url: string } | undefined {
  const [, awsAccountId, url] = /^arn:aws:iam::(\d{12}):oidc-provider\/([\u0021-\u007E]+)$/.exec(arn) ?? [];
  return awsAccountId !== undefined && url !== undefined ? { awsAccountId, url } : undefined;
}

export function groupArn(awsAccountId: string, { path, name }: Named): string {
  return `arn:aws:iam::${awsAccountId}:group${path}${name}`;
}

/** @param awsAccountId `aws` for the policies that exist from the start */
export function policyArn(awsAccountId: string, { path, name }: Named): string {
  return `arn:aws:iam::${awsAccountId}:policy${path}${name}`;
}

/** The parts of a managed policy's ARN; undefined if it is none. */
export function parsePolicyArn(arn: string): (Named & { readonly awsAccountId: string }) | undefined {
  const parts = /^arn:aws:iam::(aws|\d{12}):policy(\/|\/.+\/)([\w+=,.@-]+)$/.exec(arn);
  const [, awsAccountId, path, name] = parts ?? [];
  return awsAccountId !== undefined && path !== undefined && name !== undefined ? { awsAccountId, path, name } : undefined;
}

/** The resource of an operation on a managed policy. */
export function policyResource({ PolicyArn }: { readonly PolicyArn: string }): string {
  return PolicyArn;
}

/** The resource of an operation on an OpenID Connect provider. */
export function openIdProviderResource({ OpenIDConnectProviderArn }: { readonly OpenIDConnectProviderArn: string }): string {
  return OpenIDConnectProviderArn;
}
