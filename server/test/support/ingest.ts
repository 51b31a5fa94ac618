import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { meetingSourceAdd } from '../../src/cli/meeting-source-add.ts';
import { GetMeetingDetail } from '../../src/operations/chime/GetMeetingDetail.ts';
import { ListMeetingsReportData } from '../../src/operations/chime/ListMeetingsReportData.ts';
import { runCommand } from './command.ts';
import type { Listening } from './listening.ts';
import { present } from './members.ts';
import type { World } from './world.ts';

export const secret = 'a-secret-of-thirty-two-characters';
export const liveKitKey = 'APIcarillon';

/** A source of an account's meetings, registered as an operator does; answers its path. */
export async function addSource(world: World, accountId: string, kind: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-source-'));
  const file = join(folder, 'secret');
  writeFileSync(file, secret);
  const key = kind === 'livekit' ? ['--key', liveKitKey] : [];
  const lines = await runCommand(world, meetingSourceAdd, [kind, '--account', accountId, '--secret-file', file, ...key]);
  rmSync(folder, { recursive: true });
  return present(/\/ingest\/\S+/.exec(lines.join('\n'))?.[0]);
}

const Answer = z.looseObject({ recorded: z.number().optional(), duplicates: z.number().optional(), message: z.string().optional() });

/** Delivers a body as it is; answers what the source is told. */
export async function post(
  listening: Listening,
  path: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>>,
): Promise<z.output<typeof Answer> & { status: number }> {
  const rawHeaders = Object.entries({ host: listening.host, 'content-type': 'application/json', ...headers }).flat();
  const reply = await listening.send({ method: 'POST', target: path, rawHeaders, body: Buffer.from(body) });
  return { status: reply.status, ...Answer.parse(JSON.parse(reply.body)) };
}

export const basic = (password = secret): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`carillon:${password}`).toString('base64')}`,
});
export const bearer = (token = secret): Record<string, string> => ({ authorization: `Bearer ${token}` });

/** The meetings of the account that ended lately, with the attendees of each, as the reports show them. */
export async function reportOf({ ana, clock }: World, AccountId: string) {
  const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
  const range = { StartDate: day(clock.now() - 3 * 86_400_000), EndDate: day(clock.now() + 86_400_000) };
  const { Meetings } = await ana.call(ListMeetingsReportData, { AccountId, ...range });
  const details = [];
  for (const { ConferenceId } of Meetings) details.push(await ana.call(GetMeetingDetail, { AccountId, ConferenceId }));
  return details.map(({ Meeting, Attendees }) => ({ Meeting, Attendees }));
}
