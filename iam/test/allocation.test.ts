import { expect, test } from 'vitest';
import { measureAllocation } from '../bench/heap.ts';
import { createWorkload } from '../bench/workload.ts';
import { bindContext, bindLayers, compilePolicy, decide } from '../src/index.ts';
import { policyText } from './support/decide.ts';

test('a decision with a bound context allocates nothing, whatever the operators', () => {
  const { policyTexts, requests } = createWorkload(10, 512);
  const names = ['StringLike', 'StringNotEqualsIgnoreCase', 'ArnNotLike', 'NumericGreaterThan', 'DateEquals', 'BinaryEquals', 'Null'];
  const uses = [...names, 'StringLikeIfExists', 'ForAllValues:StringNotLike', 'ForAnyValue:NumericLessThan'];
  const more = uses.map((operator) => {
    const Condition = { [operator]: { 'aws:userid': ['a*b*c', '${aws:username}'], 'aws:TagKeys': ['a', 'true'] } };
    return policyText({ Effect: 'Deny', Action: 'chime:*', Resource: ['*', 'arn:aws:s3:::${aws:username}/*'], Condition });
  });
  const bound = bindLayers({ scp: [], identity: [...policyTexts, ...more].map((text) => compilePolicy(text, { kind: 'identity' })) });
  const prepared = requests.map(({ action, context }) => ({
    action,
    context: bindContext(bound, { ...context, 'aws:userid': '1', 'aws:TagKeys': ['a', 'b'] }),
  }));
  const decideAll = (turns: number): void => {
    for (let turn = 0; turn < turns; turn += 1) {
      for (const { action, context } of prepared) {
        context.answers.fill(0);
        decide(context, action, '*');
      }
    }
  };
  // The best of a few: until the compiler of JavaScript is content, code that makes no garbage may still box its numbers.
  const attempts = Array.from({ length: 6 }, () => {
    decideAll(200);
    return measureAllocation(() => decideAll(200)) / (200 * prepared.length);
  });
  // An object per decision would be 16 bytes or more; the sampler itself accounts for the little that is let pass.
  expect(Math.min(...attempts)).toBeLessThan(1);
});
