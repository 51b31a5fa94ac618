import { IAMClient, ListUserPoliciesCommand } from '@aws-sdk/client-iam';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ValidationError } from '../../src/errors.ts';
import { decodeQueryInput, encodeQueryError, encodeQueryOutput } from '../../src/http/protocols/query.ts';
import { DeleteUser } from '../../src/operations/iam/DeleteUser.ts';
import { GetUser } from '../../src/operations/iam/GetUser.ts';
import { ListUserPolicies } from '../../src/operations/iam/ListUserPolicies.ts';
import { GetCallerIdentity } from '../../src/operations/sts/GetCallerIdentity.ts';
import { encodeCall } from '../support/call.ts';

const schema = z.object({
  Name: z.string().optional(),
  Size: z.int().optional(),
  Strict: z.boolean().optional(),
  Keys: z.array(z.string()).max(5).optional(),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string().optional(), Levels: z.array(z.int()).optional() })).optional(),
  Inner: z.object({ Name: z.string().optional(), Parts: z.array(z.boolean()).optional() }).optional(),
});

const decode = (...form: [string, string][]) => decodeQueryInput(schema, form);

describe('a form is read', () => {
  const text = fc.string({ unit: 'binary' });
  const input = fc.record(
    {
      Name: text,
      Size: fc.integer(),
      Strict: fc.boolean(),
      Keys: fc.array(text, { minLength: 1 }),
      Tags: fc.array(fc.record({ Key: text, Value: text, Levels: fc.array(fc.integer(), { minLength: 1 }) }, { requiredKeys: ['Key'] }), {
        minLength: 1,
      }),
      Inner: fc.record({ Name: text, Parts: fc.array(fc.boolean(), { minLength: 1 }) }, { requiredKeys: ['Name'] }),
    },
    { requiredKeys: [] },
  );

  test('as clients write it, whatever the values', () => {
    fc.assert(
      fc.property(input, (value) => {
        const form = new URLSearchParams(encodeCall({ ...DeleteUser, input: schema }, value).body);
        // Compared as JSON: the decoded objects have no prototype.
        expect(JSON.parse(JSON.stringify(decodeQueryInput(schema, form)))).toEqual(JSON.parse(JSON.stringify(wellFormed(value))));
      }),
    );
  });

  test('without ever failing otherwise than with a ValidationError, and without touching a prototype', () => {
    const part = fc.constantFrom(
      'Name',
      'Tags',
      'Keys',
      'Inner',
      'member',
      '1',
      '2',
      '0',
      '-1',
      '1001',
      '1e3',
      'Key',
      '__proto__',
      'constructor',
      'toString',
      '',
    );
    const name = fc.array(part, { minLength: 1, maxLength: 20 }).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string())), (form) => {
        try {
          const decoded = decodeQueryInput(schema, form);
          expect(Object.getPrototypeOf(decoded)).toBeNull();
          schema.safeParse(decoded);
        } catch (error) {
          expect(error).toBeInstanceOf(ValidationError);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
    );
  });

  test('so that text stays what it is where no number or boolean can be read', () => {
    expect(decode(['Size', '12'], ['Strict', 'false'], ['Name', '12'])).toEqual({ Size: 12, Strict: false, Name: '12' });
    expect(decode(['Size', '1e3'], ['Strict', 'False'])).toEqual({ Size: '1e3', Strict: 'False' });
    expect(decode(['Keys', 'text'])).toEqual({ Keys: 'text' });
  });

  test('with list members in the order of their numbers, gaps closed', () => {
    expect(decode(['Keys.member.10', 'c'], ['Keys.member.9', 'b'], ['Keys.member.1', 'a'])).toEqual({ Keys: ['a', 'b', 'c'] });
  });

  test('with an empty list where only its name is given', () => {
    expect(decode(['Keys', ''])).toEqual({ Keys: [] });
  });

  test('up to list member 1,000 and no further', () => {
    expect(decode(['Keys.member.1000', 'a'])).toEqual({ Keys: ['a'] });
    for (const number of ['0', '01', '1001', '99999999999999999999', '-1', 'x', '']) {
      expect(() => decode([`Keys.member.${number}`, 'a']), number).toThrow(ValidationError);
    }
  });

  test('unless a parameter is given twice', () => {
    expect(() => decode(['Name', 'a'], ['Name', 'b'])).toThrow(ValidationError);
    expect(() => decode(['Tags.member.1.Key', 'a'], ['Tags.member.1.Key', 'b'])).toThrow(ValidationError);
  });

  test('unless a name goes too deep', () => {
    expect(() => decode([`Name${'.x'.repeat(100_000)}`, 'a'])).toThrow(ValidationError);
  });

  test('without what the schema does not know', () => {
    expect(decode(['Action', 'X'], ['Version', '1'], ['__proto__', 'x'], ['constructor', 'x'], ['Tags.member.1.Unknown', 'x'])).toEqual({
      Tags: [{}],
    });
  });
});

describe('an answer is written', () => {
  test('with its result, its lists as members and its request id', () => {
    const output = { PolicyNames: ['a', 'b'], IsTruncated: true, Marker: 'm' };
    expect(encodeQueryOutput(ListUserPolicies, output, 'id-1')).toBe(
      '<ListUserPoliciesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListUserPoliciesResult>' +
        '<PolicyNames><member>a</member><member>b</member></PolicyNames><IsTruncated>true</IsTruncated><Marker>m</Marker>' +
        '</ListUserPoliciesResult><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></ListUserPoliciesResponse>',
    );
  });

  test('in the namespace of its service', () => {
    expect(encodeQueryOutput(GetCallerIdentity, { Account: '1' }, 'id')).toContain('xmlns="https://sts.amazonaws.com/doc/2011-06-15/"');
    expect(encodeQueryError({ code: 'X', message: '', status: 400 }, 'id', 'sts')).toContain(
      'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"',
    );
  });

  test('without a result where the operation has no output members', () => {
    expect(encodeQueryOutput(DeleteUser, {}, 'id')).toBe(
      '<DeleteUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></DeleteUserResponse>',
    );
  });

  test('without members that are absent, or that the operation does not declare', () => {
    const xml = encodeQueryOutput(GetUser, { User: { UserId: 'u', Path: undefined, Secret: 's' }, Other: 'o' }, 'id');
    expect(xml).toContain('<GetUserResult><User><UserId>u</UserId></User></GetUserResult>');
  });

  test('as an error of the sender below 500, and of the receiver from there on', () => {
    expect(encodeQueryError({ code: 'NoSuchEntity', message: '<none>', status: 404 }, 'id', 'iam')).toBe(
      '<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>NoSuchEntity</Code>' +
        '<Message>&lt;none&gt;</Message></Error><RequestId>id</RequestId></ErrorResponse>',
    );
    expect(encodeQueryError({ code: 'ServiceFailure', message: 'm', status: 500 }, 'id', 'iam')).toContain('<Type>Receiver</Type>');
  });

  test('so that the AWS SDK reads any text as it was, except for what XML cannot hold', async () => {
    const texts = fc.array(
      fc.string({ unit: 'binary', minLength: 1 }).filter((text) => text.trim() !== ''),
      { minLength: 1, maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(texts, async (names) => {
        expect(await readBySdk(encodeQueryOutput(ListUserPolicies, { PolicyNames: names, IsTruncated: false }, 'id'))).toEqual(
          // oxlint-disable-next-line eslint/no-control-regex -- these are what XML 1.0 leaves out
          names.map((name) => name.toWellFormed().replace(/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/g, '\uFFFD')),
        );
      }),
    );
  });
});

async function readBySdk(xml: string): Promise<string[] | undefined> {
  const client = new IAMClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    requestHandler: {
      handle: async () => ({ response: { statusCode: 200, headers: { 'content-type': 'text/xml' }, body: new TextEncoder().encode(xml) } }),
    },
  });
  return (await client.send(new ListUserPoliciesCommand({ UserName: 'bo' }))).PolicyNames;
}

/** What is left of text on its way through UTF-8. */
function wellFormed(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) => (typeof inner === 'string' ? inner.toWellFormed() : inner));
}
