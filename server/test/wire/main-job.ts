// What the three stock clients have in common: the people of the main job, and what they must and must not do.

/** Twelve people: three pages of five. */
export const emails: readonly string[] = Array.from(
  { length: 12 },
  (_, index) => `person${String(index + 1).padStart(2, '0')}@acme.example`,
);

/** The help desk finds a person, resets a PIN and signs them out; nothing else. */
export const helpDeskPolicy: string = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['chime:ListUsers', 'chime:GetUser', 'chime:ResetPersonalPin', 'chime:LogoutUser'], Resource: '*' },
  ],
});

/** The sentence that a refused help desk reads, whatever client shows it. */
export function refusal(awsAccountId: string, action: string): string {
  return `User: arn:aws:iam::${awsAccountId}:user/helpdesk is not authorized to perform: ${action} on resource: * because no identity-based policy allows the ${action} action`;
}
