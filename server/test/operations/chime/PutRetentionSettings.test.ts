import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { ListAccountUsageReportData } from '../../../src/operations/chime/ListAccountUsageReportData.ts';
import { GetRetentionSettings } from '../../../src/operations/chime/GetRetentionSettings.ts';
import { PutRetentionSettings } from '../../../src/operations/chime/PutRetentionSettings.ts';
import { answerOf, begin, createOffice, join, sentOf, type Colleague } from '../../support/colleagues.ts';
import { dayMs } from '../../support/delegates.ts';
import { jobRun } from '../../support/jobs.ts';
import { listen } from '../../support/listening.ts';
import { createTeam } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
const server = await listen(world);
afterAll(async () => {
  await server.close();
  await world.close();
});
const AccountId = await createOffice(world, world.ana, 'Acme', 'acme.example');
const ida = await join(world, server, 'ida@acme.example', 'Ida');
const jo = await join(world, server, 'jo@acme.example', 'Jo');

const put = (room: number | undefined, conversation: number | undefined) => {
  const days = (count: number | undefined) => (count === undefined ? {} : { RetentionDays: count });
  const RetentionSettings = { RoomRetentionSettings: days(room), ConversationRetentionSettings: days(conversation) };
  return world.ana.call(PutRetentionSettings, { AccountId, RetentionSettings });
};
const dateOf = (time: number) => new Date(time).toISOString().slice(0, 10);
const say = async (who: Colleague, id: string, Content: string) => who.call('POST', `/me/conversations/${id}/messages`, { Content });
const contentsOf = async (id: string) =>
  (answerOf(await jo.call('GET', `/me/conversations/${id}/messages`)).Messages ?? []).map((message) =>
    String(Reflect.get(Object(message), 'Content')),
  );

describe('messages have their time', () => {
  beforeEach(() => put(undefined, undefined));

  test('after it they are deleted, with their files, a day after the setting at the earliest; reports still count them', async () => {
    const [direct, room] = [await begin(ida, 'Direct', [jo]), await begin(ida, 'Room', [jo], 'Launch')];
    const StartDate = dateOf(world.clock.now());
    for (const id of [direct, room]) await say(ida, id, 'old');
    const file = sentOf(await ida.send(direct, 'old.txt', 'the old file')).AttachmentId;
    world.clock.advance(dayMs + 1);
    for (const id of [direct, room]) await say(ida, id, 'new');
    const { InitiateDeletionTimestamp } = (await put(undefined, 1), await world.ana.call(GetRetentionSettings, { AccountId }));
    expect(InitiateDeletionTimestamp).toBe(new Date(world.clock.now() + dayMs).toISOString());
    expect(await jobRun(world, 'forget-messages')).toBe(0);
    world.clock.advance(dayMs);
    expect(await jobRun(world, 'forget-messages')).toBe(2);
    expect(await jobRun(world, 'forget-messages')).toBe(0);
    expect([await contentsOf(direct), await contentsOf(room)]).toEqual([['new'], ['new', 'old']]);
    expect((await jo.browser.send('GET', `/me/attachments/${file}`)).status).toBe(404);
    const usage = await world.ana.call(ListAccountUsageReportData, { AccountId, StartDate, EndDate: dateOf(world.clock.now()) });
    expect(usage).toMatchObject({ Totals: { ChatMessagesSent: 5 } });
  });

  test('rooms have a time of their own', async () => {
    const [direct, room] = [await begin(ida, 'Direct', [jo]), await begin(ida, 'Room', [jo], 'Short')];
    for (const id of [direct, room]) await say(ida, id, 'kept where it may');
    await put(1, undefined);
    world.clock.advance(dayMs + 1);
    await jobRun(world, 'forget-messages');
    expect(await contentsOf(room)).toEqual([]);
    expect(await contentsOf(direct)).toContain('kept where it may');
  });

  test('the same setting again does not put off what it began', async () => {
    await put(30, 30);
    const first = await world.ana.call(GetRetentionSettings, { AccountId });
    world.clock.advance(60_000);
    await put(30, 30);
    expect(await world.ana.call(GetRetentionSettings, { AccountId })).toEqual(first);
    await put(30, 31);
    expect(await world.ana.call(GetRetentionSettings, { AccountId })).not.toEqual(first);
  });
});

test('400 for a Team account, and for no or too many days', async () => {
  const team = await createTeam(world.ana, 'Team');
  const RetentionSettings = { RoomRetentionSettings: { RetentionDays: 1 } };
  await expect(world.ana.call(PutRetentionSettings, { AccountId: team, RetentionSettings })).rejects.toMatchObject({ status: 400 });
  for (const days of [0, 5476, 1.5]) await expect(put(days, undefined)).rejects.toMatchObject({ status: 400 });
});

test('403 for whoever may not change settings', async () => {
  await expect(world.bo.call(PutRetentionSettings, { AccountId, RetentionSettings: {} })).rejects.toMatchObject({
    status: 403,
    code: 'AccessDeniedException',
  });
});
