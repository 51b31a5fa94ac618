import { acceptInvitation, viewInvitation, type OpenInvitation } from '../../signin/invitations.ts';
import { html, type Html } from '../html.ts';
import { orAgain } from './again.ts';
import { page, type Page, type PageRequest, type Portal, type Route } from './answer.ts';
import { field, fixedAddress, form, nameField, newPassword, problem } from './parts.ts';

/** Where the link of an invitation leads. */
export const invitationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/invitations/:token',
    answer: async (portal, request) => show(request, await read(portal, request)),
  },
  {
    method: 'POST',
    path: '/invitations/:token',
    async answer(portal, request) {
      const { invitation, isProven } = await read(portal, request);
      const acceptance = {
        token: request.param('token'),
        name: request.field('name'),
        password: request.field(invitation.hasLogin ? 'password' : 'new-password'),
      };
      return orAgain(
        async () => {
          const { cookies } = await acceptInvitation(portal.site, request.visit, acceptance, await request.whoIs());
          return { kind: 'redirect', location: '/me', cookies };
        },
        (message) => show(request, { invitation, isProven }, message),
      );
    },
  },
];

interface Read {
  readonly invitation: OpenInvitation;
  /** The invited person is signed in on this browser. */
  readonly isProven: boolean;
}

async function read({ site }: Portal, request: PageRequest): Promise<Read> {
  const invitation = await viewInvitation(site, request.visit, request.param('token'));
  const signedIn = await request.whoIs();
  return { invitation, isProven: signedIn?.user.primary_email === invitation.invite.email };
}

function show(request: PageRequest, { invitation, isProven }: Read, message?: string): Page {
  const { account, invite, hasLogin } = invitation;
  const title = `Join ${account.name}`;
  const fields = html`${fixedAddress(invite.email)}${isProven ? undefined : hasLogin ? knownPassword() : html`${nameField(request)}${newPassword('Choose a password')}`}
    <button>Accept the invitation</button>`;
  return page(
    title,
    html`<div class="card">
      <h1>${title}</h1>
      <p>You are invited to be a user of ${account.name} on Carillon.</p>
      ${problem(message)} ${form(request, `/invitations/${request.param('token')}`, fields, { isMain: true })}
      ${
        hasLogin &&
        !isProven &&
        html`<div class="more">
          <span>Forgotten your password? <a href="/password">Choose a new one</a>, then open the invitation again.</span>
        </div>`
      }
    </div>`,
  );
}

function knownPassword(): Html {
  const hint = 'The password you sign in with already.';
  return field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', hint, isFocused: true });
}
