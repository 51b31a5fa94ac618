import { afterAll, expect, test } from 'vitest';
import { meetingSurvey } from '../../src/cli/meeting-survey.ts';
import type { MeetingEvent } from '../../src/meetings/event.ts';
import { GetMeetingDetail } from '../../src/operations/chime/GetMeetingDetail.ts';
import { ListAccountUsageReportData } from '../../src/operations/chime/ListAccountUsageReportData.ts';
import { openBrowser } from '../support/browser.ts';
import { runCommand } from '../support/command.ts';
import { listen } from '../support/listening.ts';
import { deliver } from '../support/meetings.ts';
import { createTeam, inviteUser } from '../support/members.ts';
import { acceptIn } from '../support/portal.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const listening = await listen(world);
afterAll(async () => {
  await listening.close();
  await world.close();
});

const AccountId = await createTeam(world.ana, 'Surveyed');
const begin = world.clock.now() - 3_600_000;
const at = (minutes: number): number => begin + minutes * 60_000;

/** A meeting of Ida, who is a user, and Jane, who is a guest. */
async function hold(conferenceId: string): Promise<void> {
  const of = (attendeeSessionId: string) => ({ conferenceId, attendeeSessionId });
  const events: MeetingEvent[] = [
    { type: 'attendee.joined', id: `${conferenceId}1`, time: at(0), ...of('ida'), email: 'ida@survey.example', data: {} },
    { type: 'attendee.joined', id: `${conferenceId}2`, time: at(1), ...of('jane'), displayName: 'Jane', data: {} },
    { type: 'meeting.ended', id: `${conferenceId}3`, time: at(30), conferenceId, data: { reason: 'Ended' } },
  ];
  await deliver(world.database, AccountId, events, world.clock.now());
}

const linkOf = async (conference: string, attendee: string): Promise<string> =>
  (await runCommand(world, meetingSurvey, [AccountId, conference, attendee])).join('').replace(/^https:\/\/…/, '');

const feedbackOf = async (ConferenceId: string) =>
  (await world.ana.call(GetMeetingDetail, { AccountId, ConferenceId })).Attendees.map(({ Feedback }) => Feedback?.Positive);

test('a guest answers by a link once: looking uses nothing up, and a second answer changes nothing', async () => {
  await hold('by-link');
  const link = await linkOf('by-link', 'jane');
  const browser = openBrowser(listening);
  for (let looks = 0; looks < 2; looks++) expect((await browser.open(link)).text).toContain('How was the meeting?');
  expect((await browser.submit('/survey', { answer: 'bad', comment: 'Echo <b>everywhere</b>' })).text).toContain(
    'Thank you for your answer.',
  );
  await browser.open(link);
  expect((await browser.submit('/survey', { answer: 'good', comment: '' })).text).toContain('You have answered already.');
  expect(await feedbackOf('by-link')).toEqual([undefined, false]);
});

test('a user is asked about the meetings attended, once each, and not about others’', async () => {
  await inviteUser(world.ana, AccountId, 'ida@survey.example');
  const browser = openBrowser(listening);
  await acceptIn(browser, world, 'ida@survey.example');
  await hold('mine');
  await hold('mine-too');
  const shown = await browser.open('/me/meetings');
  expect(shown.text.match(/How was the meeting of/g)).toHaveLength(2);
  expect((await browser.submit('/me/meetings', { answer: 'good', comment: '', conference: 'mine' })).text).toContain(
    'How was the meeting of',
  );
  await browser.submit('/me/meetings', { answer: 'good', comment: '', conference: 'mine-too' });
  expect((await browser.open('/me/meetings')).text).toContain('There is no meeting of the last 30 days');
  expect(await feedbackOf('mine')).toEqual([true, undefined]);
  // By the link it is the same person, who has answered.
  const link = await linkOf('mine', 'ida');
  await browser.open(link);
  expect((await browser.submit('/survey', { answer: 'bad', comment: '' })).text).toContain('You have answered already.');
  const day = new Date(begin).toISOString().slice(0, 10);
  expect(await world.ana.call(ListAccountUsageReportData, { AccountId, StartDate: day, EndDate: day })).toMatchObject({
    Totals: { MeetingSatisfaction: expect.closeTo(2 / 3) },
  });
});

test('a link that was changed, or has expired, or an attendee that nobody knows, leads nowhere', async () => {
  await hold('late');
  const link = await linkOf('late', 'jane');
  const browser = openBrowser(listening);
  for (const wrong of [
    `${link}x`,
    link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
    '/survey/nothing',
    '/survey/.',
    `/survey/${'a'.repeat(5_000)}`,
  ]) {
    expect((await browser.open(wrong)).status, wrong).toBeGreaterThanOrEqual(400);
  }
  // As many characters as a signature has, and more bytes.
  expect((await browser.open(link.replace(/[^.]*$/, encodeURIComponent('é'.repeat(43))))).status).toBe(404);
  world.clock.advance(30 * 86_400_000);
  expect(await browser.open(link)).toMatchObject({ status: 404, text: expect.stringContaining('expired') });
  await expect(linkOf('late', 'nobody')).rejects.toThrow('knows of no attendee nobody');
  expect((await openBrowser(listening).open('/me/meetings')).path).toMatch(/^\/signin/);
});
