import { describe, expect, test } from 'vitest';
import { parseCredential } from '../src/http/sigv4/authorization.ts';
import { remembering } from '../src/http/sigv4/remembering.ts';

describe('what is read of a text again', () => {
  test('is what was read of it first, without another look', () => {
    const looks: string[] = [];
    const read = remembering(100, (text) => (looks.push(text), { text }));
    expect([read('a'), read('b'), read('a'), read('b')]).toEqual([{ text: 'a' }, { text: 'b' }, { text: 'a' }, { text: 'b' }]);
    expect(looks).toEqual(['a', 'b']);
  });

  test('is refused again where it was refused', () => {
    const read = remembering(100, (text): object => {
      throw new Error(`not ${text}`);
    });
    expect(() => read('a')).toThrow('not a');
    expect(() => read('a')).toThrow('not a');
  });

  test('is looked for again where others have taken its room', () => {
    let looks = 0;
    const read = remembering(100, (text) => ({ text, look: ++looks }));
    for (let number = 0; number < 1_000; number++) read(`text ${number}`);
    expect(read('text 0')).toEqual({ text: 'text 0', look: 1_001 });
  });
});

test('a credential that was right is still judged by the day and the services of each request', () => {
  const credential = 'AKIAANA0000000000000/20260101/us-east-1/chime/aws4_request';
  const parse = (services: readonly string[], amzDate: string) => parseCredential(credential, services, amzDate);
  for (let time = 0; time < 2; time++) {
    expect(parse(['chime', 'iam'], '20260101T120000Z')).toMatchObject({ date: '20260101', region: 'us-east-1', service: 'chime' });
    expect(() => parse(['chime', 'iam'], '20260102T000000Z')).toThrow('Date in Credential scope does not match');
    expect(() => parse(['iam'], '20260101T120000Z')).toThrow("Credential should be scoped to correct service: 'iam'");
  }
});

test('a credential that was wrong is refused again in the same words', () => {
  for (const [credential, words] of [
    ['AKIA/20260101/us-east-1/chime', 'exactly 5 slash-delimited elements'],
    ['AKIA/20260101/US EAST/chime/aws4_request', 'valid region'],
    ['AKIA/20260101/us-east-1/chime/aws5_request', 'valid terminator'],
    ['no-key/20260101/us-east-1/chime/aws4_request', 'security token'],
  ] as const) {
    for (let time = 0; time < 2; time++) expect(() => parseCredential(credential, ['chime'], '20260101T120000Z')).toThrow(words);
  }
});
