/** ARN of the AWS-managed policy that lets people look around. */
export const chimeReadOnly = 'arn:aws:iam::aws:policy/AmazonChimeReadOnly';

/** The text of a policy that allows an action. */
export function allow(action: string, resource = '*'): string {
  return document({ Effect: 'Allow', Action: action, Resource: resource });
}

/** The text of a policy of these statements. */
export function document(...statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** A trust policy: these AWS principals may assume the role. */
export function trust(principals: string | readonly string[], more: object = {}): string {
  return document({
    Effect: 'Allow',
    Principal: { AWS: principals },
    Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
    ...more,
  });
}
