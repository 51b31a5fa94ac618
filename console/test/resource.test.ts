import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listChanges, merge } from '../src/pages/account/resource/changes.ts';
import { checkDocument, type Schema } from '../src/pages/account/resource/check.ts';
import { completeBy } from '../src/pages/account/resource/complete.ts';
import { findPlace, readJson } from '../src/pages/account/resource/json-places.ts';
import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';

const schema: Schema = JSON.parse(readFileSync(new URL('../../generated/account-resource.schema.json', import.meta.url), 'utf8'));
const document = {
  Name: 'Acme',
  Settings: { DisableRemoteControl: false, EnableDialOut: true },
  DefaultLicense: 'Pro',
  SupportedLicenses: ['Basic', 'Pro'],
  Domains: ['acme.example', 'acme.test'],
  Groups: [{ GroupName: 'Chime Pro', LicenseType: 'Pro' }],
  SignIn: {},
};
const text = JSON.stringify(document, undefined, 2);

test('what is no JSON is told with its line, in words of our own', () => {
  const faultOf = (broken: string) => {
    const read = readJson(broken);
    return 'fault' in read ? `${read.fault.line}: ${read.fault.message}` : 'none';
  };
  expect(faultOf(text)).toBe('none');
  expect(faultOf(`${'\n'.repeat(39)}{ "Name": }`)).toMatch(/^40: A value is missing after "Name"/);
  expect(faultOf('{\n  "Name": "Acme",\n}')).toMatch(/^3: There is a comma too many before }/);
  expect(faultOf("{\n  'Name': 1\n}")).toMatch(/^2: JSON takes double quotes/);
  expect(faultOf('{\n  // a note\n  "Name": 1\n}')).toMatch(/^2: JSON has no comments/);
  expect(faultOf('{\n  "Name": 1\n')).toMatch(/ends too early/);
  expect(faultOf('')).toMatch(/^1: /);
});

test('a pointer of the server is found in the text, whatever its layout', () => {
  const read = (pointer: string) => {
    const { from, to, line } = findPlace(text, pointer);
    return [text.slice(from, to), line];
  };
  expect(read('/Name')).toEqual(['"Acme"', 2]);
  expect(read('/Domains/1')).toEqual(['"acme.test"', 14]);
  expect(read('/Groups/0/LicenseType')).toEqual(['"Pro"', 19]);
  expect(read('/Groups')).toEqual(['"Groups"', 16]);
  expect(findPlace('{"a/b":{"~":[1,[2]]}}', '/a~1b/~0/1/0')).toMatchObject({ from: 16, to: 17, line: 1 });
  expect(findPlace('{', '/Name')).toMatchObject({ line: 1 });
});

test('a document is checked by the server’s own schema: kinds, missing and unknown members, choices', () => {
  expect(checkDocument(schema, document)).toEqual([]);
  const { Name: _, ...nameless } = document;
  const wrong = { ...nameless, Settings: { EnableDialOut: 'yes' }, DefaultLicense: 'Gold', Domans: [], Groups: {} };
  expect(checkDocument(schema, wrong)).toEqual([
    { path: '', message: 'The document lacks Name.' },
    { path: '/Settings/EnableDialOut', message: 'EnableDialOut has to be true or false.' },
    { path: '/DefaultLicense', message: 'DefaultLicense has to be one of Basic, Plus, Pro, ProTrial.' },
    { path: '/Groups', message: 'Groups has to be a list: [ … ].' },
    { path: '/Domans', message: 'The document has no member Domans. Known besides those that are there: Name, CDRBucketName, Retention.' },
  ]);
  expect(checkDocument(schema, [])).toEqual([{ path: '', message: 'The document has to be an object: { … }.' }]);
});

test('of two edits each change counts that only one of us has made, and what both have made is told', () => {
  const mine = { ...document, Name: 'Acme Ltd', Domains: ['acme.example'], Settings: { ...document.Settings, EnableDialOut: false } };
  const theirs = {
    ...document,
    Name: 'Acme Inc',
    Domains: ['acme.example', 'acme.test', 'acme.org'],
    Groups: [{ GroupName: 'Chime Pro', LicenseType: 'Basic' }],
  };
  expect(merge(document, mine, theirs)).toEqual({
    document: { ...mine, Domains: ['acme.example', 'acme.org'], Groups: theirs.Groups },
    clashes: ['Name'],
  });
  expect(listChanges(document, theirs)).toEqual([
    'Name: Acme → Acme Inc',
    'Domains: with acme.org',
    'Groups: without {"GroupName":"Chime Pro","LicenseType":"Pro"}',
    'Groups: with {"GroupName":"Chime Pro","LicenseType":"Basic"}',
  ]);
});

test('an edit is not lost where nobody else has made one, whatever it is', () => {
  const list = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'));
  const some = fc.record({ Name: fc.string(), Domains: list, Settings: fc.record({ A: fc.boolean() }, { requiredKeys: [] }) });
  fc.assert(
    fc.property(some, some, (base, mine) => {
      expect(merge(base, mine, base)).toEqual({ document: mine, clashes: [] });
      expect(merge(base, base, mine)).toEqual({ document: mine, clashes: [] });
    }),
  );
});

test('the editor offers the members that are missing, and the choices of a value', () => {
  const complete = completeBy(schema);
  const offered = (written: string): readonly string[] => {
    const state = EditorState.create({ doc: written.replace('|', '') });
    return complete(new CompletionContext(state, written.indexOf('|'), true))?.options.map(({ label }) => label) ?? [];
  };
  expect(offered('{ "Name": "Acme", "Settings": {}, "D|" }')).toEqual(
    ['$schema', 'DefaultLicense', 'SupportedLicenses', 'Domains', 'Groups', 'SignIn', 'CDRBucketName', 'Retention'].map(
      (name) => `"${name}"`,
    ),
  );
  expect(offered('{ "Settings": { "EnableDialOut": | } }')).toEqual(['true', 'false']);
  expect(offered('{ "DefaultLicense": "|" }')).toEqual(['"Basic"', '"Plus"', '"Pro"', '"ProTrial"']);
  expect(offered('{ "Groups": [{ "GroupName": "x", "LicenseType": "|" }] }')).toEqual(['"Basic"', '"Pro"']);
});
