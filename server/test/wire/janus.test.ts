import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Operation } from '../../src/operation.ts';
import { CreateAccount } from '../../src/operations/chime/CreateAccount.ts';
import { GetMeetingDetail } from '../../src/operations/chime/GetMeetingDetail.ts';
import { ListMeetingsReportData } from '../../src/operations/chime/ListMeetingsReportData.ts';
import { encodeCall } from '../support/call.ts';
import { canStartJanus, startJanus, type Janus } from '../support/janus.ts';
import { present } from '../support/members.ts';
import { carillon, createHome, readFirstRun, startServer, type Home, type RunningServer } from '../support/server.ts';
import { sign } from '../support/sign.ts';

/** Far beyond what Janus waits between two deliveries on a busy machine. */
const patienceMs = 60_000;
const password = 'a-password-for-the-event-handler';

describe.runIf(canStartJanus())('a real Janus, whose event handler delivers here', { timeout: 3 * patienceMs }, () => {
  let home: Home;
  let server: RunningServer;
  let janus: Janus;
  let AccountId: string;

  beforeAll(async () => {
    home = await createHome();
    server = await startServer(home);
    ({ AccountId } = present(CreateAccount.output.parse(await call(CreateAccount, { Name: 'Janus' })).Account));
    const folder = mkdtempSync(join(tmpdir(), 'carillon-janus-secret-'));
    writeFileSync(join(folder, 'secret'), password);
    const added = await carillon(home, [
      'meeting',
      'source',
      'add',
      'janus',
      '--account',
      AccountId,
      '--secret-file',
      join(folder, 'secret'),
    ]);
    rmSync(folder, { recursive: true });
    const path = present(/\/ingest\/\S+/.exec(added.stdout)?.[0]);
    janus = await startJanus(`${server.url}${path}`, 'carillon', password);
  }, 2 * patienceMs);
  afterAll(async () => {
    await janus?.stop();
    await server?.stop();
    home?.remove();
  });

  const call = async (operation: Operation, input: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const { method, target, headers, body } = encodeCall(operation, input);
    const url = `${server.url}${target}`;
    const signed = sign({ ...readFirstRun(home), method, url, headers, body, date: Date.now() });
    const response = await fetch(url, { method, headers: { ...headers, ...signed }, ...(method !== 'GET' && { body: Buffer.from(body) }) });
    return response.json();
  };

  const meetings = async () => {
    const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
    const range = { StartDate: day(Date.now() - 86_400_000), EndDate: day(Date.now() + 86_400_000) };
    return ListMeetingsReportData.output.parse(await call(ListMeetingsReportData, { AccountId, ...range })).Meetings;
  };

  test('people join, leave, are kicked, and the room is destroyed: the report has them all', async () => {
    const [host, ada, bob] = [await janus.attach(), await janus.attach(), await janus.attach()];
    await host.ask({ request: 'create', room: 77, secret: 'key' });
    await ada.ask({ request: 'join', ptype: 'publisher', room: 77, id: 1, display: 'Ada' });
    await bob.ask({ request: 'join', ptype: 'publisher', room: 77, id: 2, display: 'Bob' });
    await host.ask({ request: 'kick', room: 77, secret: 'key', id: 2 });
    const cy = await janus.attach();
    await cy.ask({ request: 'join', ptype: 'publisher', room: 77, id: 3, display: 'Cy' });
    await ada.ask({ request: 'leave' });
    await host.ask({ request: 'destroy', room: 77, secret: 'key' });
    await expect.poll(async () => (await meetings()).length, { timeout: patienceMs }).toBe(1);
    const { ConferenceId } = present((await meetings())[0]);
    const { Meeting, Attendees } = GetMeetingDetail.output.parse(await call(GetMeetingDetail, { AccountId, ConferenceId }));
    expect(Meeting).toMatchObject({ NumberOfAttendees: 3 });
    expect(
      Attendees.map(({ DisplayName, Connections }) => [DisplayName, Connections.map(({ Exit }) => Exit)]).toSorted(
        ([one = ''], [other = '']) => String(one).localeCompare(String(other)),
      ),
    ).toEqual([
      ['<Ada>', ['Left']],
      ['<Bob>', ['Removed']],
      ['<Cy>', ['Ended']],
    ]);
  });
});
