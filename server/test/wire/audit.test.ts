import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { typeAws } from '../support/aws-cli.ts';
import { startPython, type Python } from '../support/boto3.ts';
import { awsCli, boto3, clientEnvironment, isInstalled, type Credential, type Printed } from '../support/peers.ts';
import { createHome, readFirstRun, startServer, type Home, type RunningServer } from '../support/server.ts';

const AKey = z.object({ AccessKey: z.object({ AccessKeyId: z.string(), SecretAccessKey: z.string() }) });
const Events = z.object({
  Events: z.array(z.object({ EventName: z.string(), CloudTrailEvent: z.string() })),
  NextToken: z.string().optional(),
});
const Decoded = z.object({ DecodedMessage: z.string() });

let home: Home;
let server: RunningServer;
let admin: Credential;
beforeAll(async () => {
  home = await createHome();
  server = await startServer(home);
  admin = readFirstRun(home);
});
afterAll(async () => {
  await server.stop();
  home.remove();
});

describe.runIf(isInstalled(awsCli))('the AWS CLI', () => {
  let clerk: Credential;

  test('looks up who did what, by attribute and in pages', async () => {
    for (const name of ['clerk', 'carol', 'dan']) await aws(admin, 'iam', 'create-user', '--user-name', name);
    const { AccessKey } = AKey.parse(await aws(admin, 'iam', 'create-access-key', '--user-name', 'clerk'));
    clerk = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
    const lookup = ['cloudtrail', 'lookup-events', '--lookup-attributes', 'AttributeKey=EventName,AttributeValue=CreateUser'];
    const { Events: all } = Events.parse(await aws(admin, ...lookup));
    expect(
      all.map(({ CloudTrailEvent }) => z.object({ requestParameters: z.unknown() }).parse(JSON.parse(CloudTrailEvent)).requestParameters),
    ).toEqual([{ UserName: 'dan' }, { UserName: 'carol' }, { UserName: 'clerk' }]);
    const first = Events.parse(await aws(admin, ...lookup, '--max-items', '2'));
    const rest = Events.parse(await aws(admin, ...lookup, '--max-items', '2', '--starting-token', first.NextToken ?? ''));
    expect([...first.Events, ...rest.Events]).toEqual(all);
    const since = ['--start-time', '2020-01-01T00:00:00Z', '--end-time', '2020-01-02T00:00:00Z'];
    expect(await aws(admin, ...lookup, ...since)).toEqual({ Events: [] });
  });

  test('decodes why a request was refused', async () => {
    const refused = await type(clerk, 'chime', 'create-account', '--name', 'Mine', '--debug');
    expect(refused.code).toBe(254);
    const [, id = ''] = /'x-carillon-authorization-id': '([0-9a-f-]{36})'/.exec(refused.stderr) ?? [];
    await settled('CreateAccount');
    const { DecodedMessage } = Decoded.parse(await aws(admin, 'sts', 'decode-authorization-message', '--encoded-message', id));
    expect(JSON.parse(DecodedMessage)).toMatchObject({
      allowed: false,
      context: { principal: { name: 'clerk' }, action: 'chime:CreateAccount' },
    });
    const foreign = await type(clerk, 'cloudtrail', 'lookup-events');
    expect(foreign.stderr).toContain(
      'An error occurred (AccessDeniedException) when calling the LookupEvents operation: User: arn:aws:iam::',
    );
  });
});

describe.runIf(isInstalled(boto3))('boto3', () => {
  let python: Python;
  beforeAll(() => void (python = startPython(server.url, admin)));
  afterAll(() => python.stop());

  test('looks up events with its paginator, and knows the exceptions by their names', async () => {
    for (const Name of ['One', 'Two', 'Three']) await python.call('chime', 'create_account', { Name });
    const LookupAttributes = [{ AttributeKey: 'EventSource', AttributeValue: 'chime.amazonaws.com' }];
    const pages = z
      .array(Events)
      .parse(await python.pages('cloudtrail', 'lookup_events', { LookupAttributes, PaginationConfig: { PageSize: 2 } }));
    expect(pages.flatMap((page) => page.Events).filter(({ EventName }) => EventName === 'CreateAccount').length).toBeGreaterThanOrEqual(3);
    expect(pages.length).toBeGreaterThan(1);
    await expect(python.call('cloudtrail', 'lookup_events', { NextToken: 'nonsense' })).rejects.toMatchObject({
      name: 'InvalidNextTokenException',
    });
  });
});

/** Waits until the trail holds an event of that name: reads and refusals are stored a moment later. */
async function settled(name: string): Promise<void> {
  for (;;) {
    const { Events: found } = Events.parse(
      await aws(admin, 'cloudtrail', 'lookup-events', '--lookup-attributes', `AttributeKey=EventName,AttributeValue=${name}`),
    );
    if (found.length > 0) return;
  }
}

async function aws(who: Credential, ...args: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await type(who, ...args);
  if (code !== 0) throw new Error(stderr);
  return stdout === '' ? undefined : JSON.parse(stdout);
}

async function type(who: Credential, ...args: string[]): Promise<Printed> {
  return typeAws(['--endpoint-url', server.url, ...args], clientEnvironment(who));
}
