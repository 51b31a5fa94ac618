import { answerByLink, answerSignedIn, commentMax, listMeetingsToRate, readSurveyToken, type SurveyAnswer } from '../../meetings/survey.ts';
import type { RateableMeeting } from '../../store/meeting-surveys.ts';
import type { SignedIn } from '../../store/sessions.ts';
import { html, type Html } from '../html.ts';
import { page, type Answer, type Page, type PageRequest, type Portal, type Route } from './answer.ts';
import { ownPage } from './own-page.ts';
import { form, hidden, time } from './parts.ts';

/** How a meeting was: asked by a link, or on the page of somebody who is signed in. */
export const surveyRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/survey',
    async answer({ site }, request) {
      const link = request.query('link');
      readSurveyToken(site.database.vault, link, request.visit.now);
      return ask(request, link);
    },
  },
  {
    method: 'POST',
    path: '/survey',
    async answer({ site }, request) {
      const { now } = request.visit;
      const link = request.field('link');
      const invitation = readSurveyToken(site.database.vault, link, now);
      const answer = readAnswer(request);
      if (!answer) return ask(request, link);
      const isNew = await site.database.write('', (tx) => answerByLink(tx, invitation, answer, now));
      return thank(isNew ? 'Thank you for your answer.' : 'You have answered already. Thank you.');
    },
  },
  {
    method: 'GET',
    path: '/me/meetings',
    answer: async (portal, request) => whenSignedIn(request, (signedIn) => show(portal, request, signedIn)),
  },
  {
    method: 'POST',
    path: '/me/meetings',
    answer: async (portal, request) =>
      whenSignedIn(request, async (signedIn) => {
        const answer = readAnswer(request);
        const { now } = request.visit;
        const { account_id: accountId, id: userId } = signedIn.user;
        const rating = { accountId, userId, conferenceId: request.field('conference') };
        if (answer) await portal.site.database.write('', (tx) => answerSignedIn(tx, rating, answer, now));
        return { kind: 'redirect', location: '/me/meetings' };
      }),
  },
];

async function whenSignedIn(request: PageRequest, answer: (signedIn: SignedIn) => Promise<Answer>): Promise<Answer> {
  const signedIn = await request.whoIs();
  return signedIn ? answer(signedIn) : { kind: 'redirect', location: '/signin' };
}

/** undefined = no button of ours was pressed. */
function readAnswer(request: PageRequest): SurveyAnswer | undefined {
  const answer = request.field('answer');
  if (answer !== 'good' && answer !== 'bad') return undefined;
  return { positive: answer === 'good', comment: request.field('comment').trim() };
}

function ask(request: PageRequest, link: string): Page {
  const title = 'How was the meeting?';
  const fields = html`${hidden('link', link)}${questions('comment')}`;
  return page(
    title,
    html`<div class="card">
      <h1>${title}</h1>
      ${form(request, '/survey', fields, { isMain: true })}
    </div>`,
  );
}

function thank(words: string): Page {
  return page(
    'Thank you',
    html`<div class="card">
      <h1>Thank you</h1>
      <p role="status">${words}</p>
    </div>`,
  );
}

function questions(id: string): Html {
  return html`<div class="field">
      <label for="${id}">What should we know? You may leave this empty.</label>
      <input id="${id}" name="comment" type="text" maxlength="${commentMax}" autocomplete="off" />
    </div>
    <div class="buttons">
      <button name="answer" value="good">It was good</button> <button class="quiet" name="answer" value="bad">It was not</button>
    </div>`;
}

async function show({ site }: Portal, request: PageRequest, { user }: SignedIn): Promise<Page> {
  const meetings = await site.database.read('', (tx) => listMeetingsToRate(tx, user.account_id, user.id, request.visit.now));
  const none = html`<div class="card">
    <p class="soft">There is no meeting of the last 30 days that you have not answered about.</p>
  </div>`;
  const body = html`<h1>My meetings</h1>
    ${meetings.length === 0 ? none : meetings.map((meeting, index) => card(request, meeting, index))}`;
  return ownPage(request, { user }, { title: 'My meetings', path: '/me/meetings', body });
}

function card(request: PageRequest, { conference_id: id, started_at: startedAt, ended_at: endedAt }: RateableMeeting, index: number): Html {
  return html`<section class="card" aria-labelledby="meeting-${index}">
    <h2 id="meeting-${index}">How was the meeting of ${time(startedAt ?? endedAt)}?</h2>
    ${form(request, '/me/meetings', html`${hidden('conference', id)}${questions(`comment-${index}`)}`)}
  </section>`;
}
