import { changeName, changePassword, readProfile, resetPin, signOut, signOutElsewhere, type Profile } from '../../signin/profile.ts';
import { setCookie } from '../../signin/cookies.ts';
import type { SessionRow, SignedIn } from '../../store/sessions.ts';
import { html, type Html } from '../html.ts';
import { orAgain } from './again.ts';
import type { Answer, Page, PageRequest, Portal, Route } from './answer.ts';
import { ownPage } from './own-page.ts';
import { field, form, hidden, newPassword, problem, time } from './parts.ts';

/** What a person sees and changes of themself. */
export const meRoutes: readonly Route[] = [
  signedInRoute('GET', '/me', async (portal, request, signedIn) => show(portal, request, signedIn, noticeOf(request.query('done')))),
  signedInRoute('POST', '/me/name', (portal, request, signedIn) =>
    changing(portal, request, signedIn, 'name', () => changeName(portal.site, request.visit, signedIn, request.field('name'))),
  ),
  signedInRoute('POST', '/me/password', (portal, request, signedIn) =>
    changing(portal, request, signedIn, 'password', () =>
      changePassword(portal.site, request.visit, signedIn, { current: request.field('password'), wanted: request.field('new-password') }),
    ),
  ),
  signedInRoute('POST', '/me/pin', (portal, request, signedIn) =>
    changing(portal, request, signedIn, 'pin', () => resetPin(portal.site, request.visit, signedIn)),
  ),
  signedInRoute('POST', '/me/sign-out', async ({ site }, { visit }, signedIn) => {
    await signOut(site, visit, signedIn, signedIn.session.id);
    return { kind: 'redirect', location: '/signin', cookies: [setCookie(visit, 'session', '', 0)] };
  }),
  signedInRoute('POST', '/me/devices/sign-out', async ({ site }, request, signedIn) => {
    await signOut(site, request.visit, signedIn, request.field('session'));
    return { kind: 'redirect', location: '/me?done=device' };
  }),
  signedInRoute('POST', '/me/devices/sign-out-others', async ({ site }, { visit }, signedIn) => {
    await signOutElsewhere(site, visit, signedIn);
    return { kind: 'redirect', location: '/me?done=devices' };
  }),
];

type SignedInAnswer = (portal: Portal, request: PageRequest, signedIn: SignedIn) => Promise<Answer>;

/** Whoever is not signed in (any more) goes to the sign-in page, and comes back afterwards. */
export function signedInRoute(method: Route['method'], path: string, answer: SignedInAnswer): Route {
  return {
    method,
    path,
    async answer(portal, request) {
      const signedIn = await request.whoIs();
      return signedIn ? answer(portal, request, signedIn) : { kind: 'redirect', location: '/signin' };
    },
  };
}

const notices = new Map([
  ['pin', 'Your personal PIN is a new one. The old one works no more, and nobody else is ever given it.'],
  ['name', 'Your name is changed.'],
  ['password', 'Your password is changed, and your other devices are signed out.'],
  ['device', 'The device is signed out.'],
  ['devices', 'Your other devices are signed out.'],
]);

function noticeOf(done: string): Html | undefined {
  const text = notices.get(done);
  return text === undefined ? undefined : html`<p class="note good" role="status">${text}</p>`;
}

async function changing(
  portal: Portal,
  request: PageRequest,
  signedIn: SignedIn,
  what: string,
  change: () => Promise<void>,
): Promise<Answer> {
  const profile = await readProfile(portal.site, request.visit, signedIn);
  return orAgain(
    async () => {
      await change();
      return { kind: 'redirect', location: `/me?done=${what}` };
    },
    (message) => profilePage(request, profile, problem(message)),
  );
}

async function show({ site }: Portal, request: PageRequest, signedIn: SignedIn, notice: Html | undefined): Promise<Answer> {
  return profilePage(request, await readProfile(site, request.visit, signedIn), notice);
}

function profilePage(request: PageRequest, profile: Profile, notice: Html | undefined): Page {
  const { user } = profile.signedIn;
  const name = user.display_name ?? '';
  const body = html`<h1>${user.display_name ?? user.primary_email}</h1>
    ${notice}
    <div class="grid">${pinCard(request, user.pin)}${details(profile)}</div>
    ${devices(request, profile)}
    <div class="grid">
      ${user.managed_by === 'carillon' && nameCard(request, name)}${profile.hasPassword && passwordCard(request, user.primary_email)}
    </div>`;
  return ownPage(request, profile.signedIn, { title: 'My profile', path: '/me', body });
}

/** Opened by whoever wants another one: a button that is pressed by mistake would cost a number that others know. */
function pinCard(request: PageRequest, pin: string): Html {
  return html`<section class="card" aria-labelledby="pin">
    <h2 id="pin">Personal PIN</h2>
    <p class="pin">${groupPin(pin)}</p>
    <p class="soft">The number of your own meetings. It stays the same until you reset it.</p>
    <details>
      <summary>Reset my PIN</summary>
      <p>You get another number, and the old one is never given to anybody again. Tell those who use it.</p>
      ${form(request, '/me/pin', html`<button>Give me another PIN</button>`)}
    </details>
  </section>`;
}

function details({ signedIn: { user }, account }: Profile): Html {
  return html`<section class="card" aria-labelledby="profile">
    <h2 id="profile">Profile</h2>
    <dl>
      <dt>Mail address</dt>
      <dd>${user.primary_email}</dd>
      <dt>Account</dt>
      <dd>${account?.name ?? 'None: you are a free user'}</dd>
      <dt>License</dt>
      <dd>${user.license_type}</dd>
      ${
        user.registered_on !== null &&
        html`<dt>Registered</dt>
          <dd>${time(user.registered_on)}</dd>`
      }
    </dl>
  </section>`;
}

/** As people read numbers to each other. */
function groupPin(pin: string): string {
  return pin.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3');
}

function devices(request: PageRequest, { sessions, signedIn }: Profile): Html {
  const thisFirst = sessions.toSorted((a, b) => Number(b.id === signedIn.session.id) - Number(a.id === signedIn.session.id));
  const others =
    sessions.length > 1 && form(request, '/me/devices/sign-out-others', html`<button class="quiet">Sign out all other devices</button>`);
  return html`<section class="card" aria-labelledby="devices">
    <h2 id="devices">Devices</h2>
    <ul class="devices">
      ${thisFirst.map((session) => device(request, session, session.id === signedIn.session.id))}
    </ul>
    ${others !== false && html`<div class="end">${others}</div>`}
  </section>`;
}

const computer = html`<svg class="icon" aria-hidden="true" viewBox="0 0 24 24">
  <rect x="3" y="4" width="18" height="12" rx="2" />
  <path d="M9 20h6M12 16v4" />
</svg>`;
const phone = html`<svg class="icon" aria-hidden="true" viewBox="0 0 24 24">
  <rect x="7" y="2.5" width="10" height="19" rx="2" />
  <path d="M11 18.5h2" />
</svg>`;

const methods = { carillon: 'password', directory: 'directory', oidc: 'identity provider' } as const;

function device(request: PageRequest, { id, device, created_at, last_seen_at, method }: SessionRow, isThis: boolean): Html {
  const signOutButton = html`${hidden('session', id)}<button class="quiet" aria-label="Sign out ${device}">Sign out</button>`;
  return html`<li>
    ${/iPhone|iPad|Android/.test(device) ? phone : computer}
    <span
      ><strong>${device}</strong><small>Last used ${time(last_seen_at)}</small
      ><small>Signed in by ${methods[method]}, ${time(created_at)}</small></span
    >
    ${isThis ? html`<span class="tag">This device</span>` : form(request, '/me/devices/sign-out', signOutButton)}
  </li>`;
}

function nameCard(request: PageRequest, name: string): Html {
  const fields = html`<div class="row">
    ${field({ name: 'name', label: 'Your name', type: 'text', autocomplete: 'name', value: name })}<button>Change name</button>
  </div>`;
  return html`<section class="card" aria-labelledby="name-title">
    <h2 id="name-title">Name</h2>
    ${form(request, '/me/name', fields)}
  </section>`;
}

function passwordCard(request: PageRequest, email: string): Html {
  const current = field({ name: 'password', label: 'Current password', type: 'password', autocomplete: 'current-password' });
  const fields = html`<input
      type="hidden"
      name="email"
      value="${email}"
      autocomplete="username"
    />${current}${newPassword('New password')}<button>Change password</button>`;
  return html`<section class="card" aria-labelledby="password-title">
    <h2 id="password-title">Password</h2>
    ${form(request, '/me/password', fields)}
  </section>`;
}
