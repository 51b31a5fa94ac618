import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { ChimeClient, GetUserCommand, InviteUsersCommand, ListAccountsCommand, ListUsersCommand } from '@aws-sdk/client-chime';
import { CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseAmzDate } from '../src/http/sigv4/date.ts';
import { SignatureError, signatureFault } from '../src/http/sigv4/error.ts';
import { createSigningKeyCache } from '../src/http/sigv4/keys.ts';
import { type ParsedSignature, parseSigned } from '../src/http/sigv4/parse.ts';
import { verifySignature } from '../src/http/sigv4/verify.ts';
import { addressOf, targetOf } from './support/sign.ts';

// The signers people really use, over a real socket: what they sign, how Node hands it over, how they read a refusal.

const session = { accessKeyId: 'ASIAANA0000000000000', secretAccessKey: 'Ana/keeps+this', sessionToken: 'FwoGZXIvYXdz/EA+token==' };
const keys = createSigningKeyCache(100);
let server: Server;
let endpoint = '';
let clockOffsetMs = 0;
let seen: ParsedSignature[] = [];

beforeAll(async () => {
  server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  endpoint = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
});

beforeEach(() => {
  seen = [];
  clockOffsetMs = 0;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Verifies a request as the listener will, and answers as little as the clients can read. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const received = { method: request.method ?? '', target: request.url ?? '', rawHeaders: request.rawHeaders, body: await buffer(request) };
  const rest = !/iam|sts/.test(request.headers.authorization ?? received.target);
  response.setHeader('content-type', rest ? 'application/json' : 'text/xml');
  response.setHeader('date', new Date(Date.now() + clockOffsetMs).toUTCString());
  try {
    const parsed = parseSigned(received, { now: Date.now() + clockOffsetMs, services: ['chime', 'iam', 'sts'] });
    verifySignature(parsed, received, parsed.accessKeyId === session.accessKeyId ? session : undefined, keys);
    seen.push(parsed);
    response.end(rest ? '{}' : '<Response><CreateUserResult/><GetCallerIdentityResult/><ResponseMetadata/></Response>');
  } catch (error) {
    const { status, code, message } = signatureFault(
      error instanceof SignatureError ? error : new SignatureError('MalformedRequest', String(error)),
      rest ? 'rest-json' : 'query',
    );
    response.statusCode = status;
    if (rest) response.setHeader('x-amzn-errortype', code);
    const xml = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
    response.end(rest ? JSON.stringify({ message }) : xml);
  }
}

function options(changes: object = {}) {
  return { endpoint, region: 'eu-central-1', credentials: { ...session }, maxAttempts: 1, ...changes };
}

describe('the AWS SDK for JavaScript', () => {
  test('its requests are accepted: labels, queries and bodies with difficult characters', async () => {
    const chime = new ChimeClient(options());
    await chime.send(new ListAccountsCommand({ Name: "a&b=c d+e/é!'()*~", MaxResults: 10 }));
    await chime.send(new ListUsersCommand({ AccountId: 'acme', UserEmail: 'bo+test@example.com', NextToken: 'eyJ+/==' }));
    await chime.send(new GetUserCommand({ AccountId: "a/b c'(d)", UserId: 'é%2F..' }));
    await chime.send(new InviteUsersCommand({ AccountId: 'acme', UserEmailList: ['zoë@example.com'] }));
    expect(seen.map(({ path, service, region }) => [path, service, region])).toEqual([
      ['/accounts', 'chime', 'eu-central-1'],
      ['/accounts/acme/users', 'chime', 'eu-central-1'],
      ['/accounts/a%2Fb%20c%27%28d%29/users/%C3%A9%252F..', 'chime', 'eu-central-1'],
      ['/accounts/acme/users', 'chime', 'eu-central-1'],
    ]);
    expect(seen[0]?.query).toContainEqual(expect.objectContaining({ name: 'name', value: "a&b=c d+e/é!'()*~" }));
  });

  test('its IAM and STS requests are accepted', async () => {
    await new IAMClient(options()).send(new CreateUserCommand({ UserName: 'Bo', Path: '/a b/' }));
    await new STSClient(options()).send(new GetCallerIdentityCommand({}));
    expect(seen.map(({ service }) => service)).toEqual(['iam', 'sts']);
  });

  test('what its signer signs is accepted for any path, query and header, in the header or presigned', async () => {
    const signer = await new ChimeClient(options()).config.signer();
    const text = fc.string({ unit: 'grapheme', maxLength: 8 }).filter((value) => value.isWellFormed());
    const segment = fc.oneof(
      text.map((value) => escapeFully(value)),
      fc.constantFrom('', '.', '..'),
    );
    const asked = fc.record({
      path: fc.array(segment, { maxLength: 5 }).map((segments) => `/${segments.join('/')}`),
      query: fc.dictionary(text, fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })), { maxKeys: 4, noNullPrototype: true }),
      headers: fc.dictionary(fc.stringMatching(/^(x-amz-)?h[a-z]{0,4}$/), fc.stringMatching(/^[\t -~]{0,12}$/), {
        maxKeys: 4,
        noNullPrototype: true,
      }),
    });
    const keptKeys = createSigningKeyCache(10);
    await fc.assert(
      fc.asyncProperty(asked, fc.boolean(), async ({ path, query, headers }, presign) => {
        const request = { method: 'GET', protocol: 'http:', hostname: 'h', path, query, headers: { host: 'h', ...headers } };
        const { signed } = signedSchema.parse({ signed: await (presign ? presignerOf(signer)(request) : signer.sign(request)) });
        const target = targetOf(addressOf({ url: `http://h${path}`, query: signed.query }));
        const received = { method: 'GET', target, rawHeaders: Object.entries(signed.headers).flat(), body: Buffer.alloc(0) };
        const parsed = parseSigned(received, { now: Date.now(), services: ['chime'] });
        verifySignature(parsed, received, session, keptKeys);
        expect(parsed.presigned).toBe(presign);
      }),
      { numRuns: 300 },
    );
  });

  test('it reads a refusal under the name it knows', async () => {
    const wrong = { credentials: { ...session, secretAccessKey: 'wrong' } };
    await expect(new ChimeClient(options(wrong)).send(new ListAccountsCommand({}))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      $metadata: { httpStatusCode: 403 },
    });
    await expect(new STSClient(options(wrong)).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
    const unknown = { credentials: { ...session, accessKeyId: 'AKIABO00000000000000' } };
    await expect(new ChimeClient(options(unknown)).send(new ListAccountsCommand({}))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    await expect(new IAMClient(options(unknown)).send(new CreateUserCommand({ UserName: 'Bo' }))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    });
  });

  test('it corrects a wrong clock by our answer and is then accepted', async () => {
    clockOffsetMs = 3_600_000;
    await new ChimeClient(options({ maxAttempts: 2 })).send(new ListAccountsCommand({}));
    clockOffsetMs = -3_600_000;
    await new ChimeClient(options({ maxAttempts: 2 })).send(new ListAccountsCommand({}));
    expect(seen.map(({ amzDate }) => Math.round((parseAmzDate(amzDate).signedAt - Date.now()) / 3_600_000))).toEqual([1, -1]);
  });
});

const signedSchema = z.object({
  signed: z.object({ query: z.record(z.string(), z.union([z.string(), z.array(z.string())])), headers: z.record(z.string(), z.string()) }),
});

/** The signer also presigns, which its declared type keeps quiet about. */
function presignerOf(signer: object): (request: object) => Promise<unknown> {
  if (!('presign' in signer) || typeof signer.presign !== 'function') throw new TypeError('The signer of the SDK cannot presign.');
  const { presign } = signer;
  return (request) => Promise.resolve(Reflect.apply(presign, signer, [request]));
}

/** As the SDK escapes a label of a path. */
function escapeFully(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

describe('botocore, of the AWS CLI and boto3', () => {
  const python = '/usr/bin/python3';
  let installed = false;
  beforeAll(async () => {
    installed = await promisify(execFile)(python, ['-c', 'import botocore']).then(
      () => true,
      () => false,
    );
    if (installed) return;
    const missing = `${python} has no botocore (Debian: python3-botocore)`;
    if (process.env['CI']) throw new Error(`CI must run the check against botocore, but ${missing}.`);
    console.warn(`The check against botocore is skipped: ${missing}.`);
  });

  test('its requests are accepted, its presigned ones too', { timeout: 60_000 }, async ({ skip }) => {
    skip(!installed);
    const { stdout } = await promisify(execFile)(python, ['-c', script, endpoint, JSON.stringify(session)], {
      env: {
        PATH: process.env['PATH'],
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        HOME: '/nonexistent',
      },
    });
    expect(JSON.parse(stdout)).toEqual({
      refusals: { chime: 'InvalidSignatureException', iam: 'SignatureDoesNotMatch', sts: 'InvalidClientTokenId' },
      presignedStatus: 200,
    });
    expect(seen.map(({ service, path, presigned }) => `${service} ${path}${presigned ? ' presigned' : ''}`)).toEqual([
      'chime /accounts',
      'chime /accounts/a%2Fb%20c%27%28d%29/users/%C3%A9%252F..',
      'chime /accounts/acme/users',
      'iam /',
      'sts /',
      'sts / presigned',
      'chime /odd/%2E%2E/path/',
    ]);
  });

  const script = `
import sys, json, urllib.request
import botocore.session
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
endpoint, key = sys.argv[1], json.loads(sys.argv[2])
config = Config(retries={'max_attempts': 0})
def client(service, id=key['accessKeyId'], secret=key['secretAccessKey']):
    session = botocore.session.Session()
    session.set_credentials(id, secret, key['sessionToken'])
    return session.create_client(service, region_name='ap-southeast-2', endpoint_url=endpoint, config=config)
chime = client('chime')
chime.list_accounts(Name="a&b=c d+e/é!'()*~", MaxResults=10)
chime.get_user(AccountId="a/b c'(d)", UserId='é%2F..')
chime.invite_users(AccountId='acme', UserEmailList=['zoë@example.com'])
client('iam').create_user(UserName='Bo', Path='/a b/')
sts = client('sts')
sts.get_caller_identity()
with urllib.request.urlopen(sts.generate_presigned_url('get_caller_identity', ExpiresIn=60, HttpMethod='GET')) as answer:
    presigned = answer.status
odd = AWSRequest('GET', endpoint + '//odd/./x/../%2E%2E//path/?b=2&a=%20&a=', headers={'X-Tag': ' a   b '})
SigV4Auth(Credentials(key['accessKeyId'], key['secretAccessKey'], key['sessionToken']), 'chime', 'us-east-1').add_auth(odd)
urllib.request.urlopen(urllib.request.Request(odd.url, headers=dict(odd.headers))).close()
def refusal(call):
    try: call()
    except ClientError as error: return error.response['Error']['Code']
print(json.dumps({'presignedStatus': presigned, 'refusals': {
    'chime': refusal(lambda: client('chime', secret='wrong').list_accounts()),
    'iam': refusal(lambda: client('iam', secret='wrong').create_user(UserName='Bo')),
    'sts': refusal(lambda: client('sts', id='AKIABO00000000000000').get_caller_identity())}}))
`;
});
