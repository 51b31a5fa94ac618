// One process of the differential fuzz: node scripts/evidence/fuzz.ts engine|iam-simulate SEED RUNS. Prints one line of JSON.
import * as fc from 'fast-check';
import { evaluate } from '../../iam/src/index.ts';
import { bind, situation } from '../../iam/test/generators.ts';
import { decide } from '../../iam/test/naive/evaluate.ts';
import { knownBugs, simulated } from '../../iam/test/naive/iam-simulate.ts';
import { layersOf, type Situation } from '../../iam/test/naive/situation.ts';

const [peer = 'engine', seed = '1', runs = '1000'] = process.argv.slice(2);
const decisions = { allowed: 0, explicitDeny: 0, implicitDeny: 0 };
let setAside = 0;

/** Whether both come to the same decision, and name the same layer where both name one. */
function agree(drawn: Situation): boolean {
  const naive = decide(layersOf(drawn.policies), drawn.request);
  decisions[naive.decision] += 1;
  if (peer === 'engine') {
    const { decision, layer } = evaluate(bind(drawn.policies), drawn.request);
    return decision === naive.decision && layer === naive.layer;
  }
  if (knownBugs.some(({ inPlay }) => inPlay(drawn))) {
    setAside += 1;
    return true;
  }
  return simulated(drawn) === naive.decision;
}

const { failed, counterexample, numRuns } = fc.check(fc.property(situation, agree), { seed: Number(seed), numRuns: Number(runs) });
console.log(JSON.stringify({ seed: Number(seed), runs: numRuns, decisions, setAside, failed, counterexample }));
