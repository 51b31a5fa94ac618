/** What is wrong with an identity provider or with what it says; fit for whoever configures it or signs in. `cause` is for the log. */
export class OpenIdError extends Error {
  override readonly name = 'OpenIdError';
}
