interface Text {
  readonly subject: string;
  readonly body: string;
}

const ignoreIt = 'If this was not you, ignore this message: nothing happens until somebody opens the link.';

/** Confirms that whoever registers reads this mailbox. */
export function registrationMail(token: string, lifetimeMinutes: number): Text {
  return {
    subject: 'Confirm your registration',
    body: letter(
      'Somebody, hopefully you, wants to register with this address on Carillon.',
      `Finish the registration within ${lifetimeMinutes} minutes:`,
      `/register/${token}`,
      ignoreIt,
    ),
  };
}

/** Answers a registration with an address that has a login: the page cannot say so without telling strangers who has one. */
export function alreadyRegisteredMail(): Text {
  return {
    subject: 'You are registered already',
    body: letter(
      'Somebody, hopefully you, wants to register with this address on Carillon. It has a login already.',
      'Sign in, or have a new password or a sign-in link mailed, here:',
      '/signin',
      'If this was not you, ignore this message: nothing has changed.',
    ),
  };
}

/** Signs in once. */
export function signInLinkMail(token: string, lifetimeMinutes: number): Text {
  return {
    subject: 'Your sign-in link',
    body: letter(
      'Somebody, hopefully you, wants to sign in to Carillon with this address.',
      `Sign in within ${lifetimeMinutes} minutes; the link works once:`,
      `/signin/link/${token}`,
      ignoreIt,
    ),
  };
}

/** Leads to a new password. */
export function passwordResetMail(token: string, lifetimeMinutes: number): Text {
  return {
    subject: 'Choose a new password',
    body: letter(
      'Somebody, hopefully you, has forgotten the password of this address on Carillon.',
      `Choose a new one within ${lifetimeMinutes} minutes; the link works once:`,
      `/password/${token}`,
      ignoreIt,
    ),
  };
}

function letter(...paragraphs: readonly [occasion: string, request: string, path: string, otherwise: string]): string {
  const [occasion, request, path, otherwise] = paragraphs;
  return [occasion, '', request, path, '', otherwise, ''].join('\n');
}
