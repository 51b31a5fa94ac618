import { describe, expect, test } from 'vitest';
import { bindLayers, compilePolicy, listTurningPoints } from '../src/index.ts';

const now = 'aws:currenttime';

/** The turning points of a policy with one statement for each condition. */
function pointsOf(...conditions: readonly object[]): readonly number[] | undefined {
  const statements = conditions.map((Condition) => ({ Effect: 'Allow', Action: 's3:*', Resource: '*', Condition }));
  const text = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  return listTurningPoints(bindLayers({ scp: [], identity: [compilePolicy(text, { kind: 'identity' })] }), now);
}

describe('the turning points of a key that holds a time', () => {
  test('are the times that policies compare it with, ascending, each once', () => {
    expect(
      pointsOf(
        { DateLessThan: { 'aws:CurrentTime': ['1970-01-01T00:00:05Z', '1970-01-01T00:00:01.5Z'] } },
        { DateGreaterThanIfExists: { 'aws:currenttime': '5' }, Bool: { 'aws:SecureTransport': 'true' } },
        { 'ForAllValues:DateNotEquals': { 'AWS:CurrentTime': '1970-01-01T01:00:00+01:00' } },
      ),
    ).toEqual([0, 1_500, 5_000]);
  });

  test('are none where no policy looks at it, or compares it with what is no time', () => {
    expect(pointsOf({ DateLessThan: { 'aws:TokenIssueTime': '2030-01-01T00:00:00Z' } })).toEqual([]);
    expect(pointsOf({ DateLessThan: { 'aws:CurrentTime': 'tomorrow' } })).toEqual([]);
  });

  test.each([
    ['its text', { StringLike: { 'aws:CurrentTime': '2026-*' } }],
    ['its number', { NumericLessThan: { 'aws:CurrentTime': '5' } }],
    ['whether it is there', { Null: { 'aws:CurrentTime': 'false' } }],
    ['it through a variable', { StringEquals: { 'aws:UserAgent': '${aws:CurrentTime}' } }],
  ])('are not known where a policy looks at %s', (_, condition) => {
    expect(pointsOf({ DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } }, condition)).toBeUndefined();
  });

  test('are not known where a resource has it as a variable', () => {
    const statement = { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::logs/${aws:CurrentTime}' };
    const policy = compilePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statement }), { kind: 'identity' });
    expect(listTurningPoints(bindLayers({ scp: [], identity: [policy] }), now)).toBeUndefined();
  });
});
