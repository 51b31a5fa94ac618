/** Mutants that no test can tell from the engine, for one reason. */
interface Equivalents {
  readonly why: string;
  readonly mutants: readonly EquivalentMutant[];
}

/**
 * The file below iam/src, what was done, part of the line with ¦ before the place and, where several changes begin at that place, part of the
 * mutated file.
 */
export type EquivalentMutant = readonly [file: string, what: string, source: string, becomes?: string];

/** Survivors that were looked at, each with the reason why it decides as the engine does. */
export const equivalents: readonly Equivalents[] = [
  {
    why: 'Fifteen digits are then compared digit by digit instead of as doubles, with the same result.',
    mutants: [['operators/numeric.ts', '<= → <', 'fraction.length ¦<= 15']],
  },
  {
    why: 'A document is absent only where there are faults, and those are thrown before it is looked at.',
    mutants: [
      ['compile.ts', "'' → 'x'", 'text: ¦'],
      ['compile.ts', '0 → +1', 'span: { start: ¦0'],
    ],
  },
  {
    why: 'Only the compiler asks: a pattern has as many components as are counted.',
    mutants: [['arn.ts', 'false → true', 'if (component === undefined) return ¦false;']],
  },
  {
    why: 'The carry into the first word reaches a state from which what is left of the text is too short, or the first state, which no step leads to.',
    mutants: [['automaton.ts', '0 → +1', 'let carry = ¦0;']],
  },
  {
    why: 'Texts are told apart by the lengths before them, whatever stands between.',
    mutants: [['compile.ts', "'' → 'x'", ".join(¦'')"]],
  },
  {
    why: 'Each condition is then asked every time instead of once, with the same answer.',
    mutants: [['condition.ts', '!== → ===', 'answer ¦!== undefined']],
  },
  {
    why: 'The fault has been noted, and is all that comes out.',
    mutants: [['parse.ts', 'false → true', 'return ¦false;']],
  },
  {
    why: 'Statements with a principal have no resource, so none is found and all Allows are asked, with the same result.',
    mutants: [['plan.ts', '=== → !==', 'principal ¦=== undefined']],
  },
  {
    why: 'What is neither the account nor the caller is not looked at further.',
    mutants: [
      ['principal.ts', "'none' → ''", "'account' : ¦'none'"],
      ['principal.ts', "'none' → ''", "'itself' : ¦'none'"],
      ['principal.ts', "'none' → ''", "principal.account === undefined ? ¦'none'"],
    ],
  },
  {
    why: 'A text with at most one colon has no fifth, wherever the search for the fourth begins.',
    mutants: [['arn.ts', '1 → +1', 'const third = second === -1 ? -¦1']],
  },
  {
    why: 'Only spares work: words of states from which the end is out of reach are then reckoned as well.',
    mutants: [
      ['automaton.ts', '- → +', 'stateMax - (end ¦- at)'],
      ['automaton.ts', 'max → min', 'Math.¦max(0, stateMax'],
    ],
  },
  {
    why: 'Four parts of eight bits push the bit out of the word.',
    mutants: [['operators/ip.ts', '0 → +1', 'let word = ¦0;']],
  },
  {
    why: 'Only the compiler asks: there is a first piece always.',
    mutants: [['pattern.ts', "'' → 'x'", "const [head = ¦''"]],
  },
  {
    why: 'Only the compiler asks for the look at what is not there.',
    mutants: [
      ['condition.ts', '< → <=', 'index ¦< value.length', 'index <= value.length; index += 1) {\n    const item'],

      ['statement.ts', '< → <=', 'index ¦< resource.patterns.length'],
      ['statement.ts', '< → <=', 'index ¦< conditions.length'],
      ['evaluate.ts', '< → <=', 'index ¦< plan.denies.length'],
      ['evaluate.ts', '< → <=', 'index ¦< plan.groups.length'],
      ['evaluate.ts', '< → <=', 'index ¦< statements.length'],
    ],
  },
  {
    why: 'The kinds of values are only told apart, whatever they are called.',
    mutants: [
      ['grammar/conditions.ts', "'string' → ''", "type: ¦'string'"],
      ['grammar/conditions.ts', "'number' → ''", "type: ¦'number'"],
      ['grammar/conditions.ts', "'boolean' → ''", "type: ¦'boolean'"],
    ],
  },
  {
    why: 'A text without a colon has no further ones, wherever the search for them begins.',
    mutants: [
      ['arn.ts', '1 → +1', 'const second = first === -1 ? -¦1'],
      ['arn.ts', '1 → +1', 'second = first === -¦1'],
    ],
  },
  {
    why: 'Only the colons before a variable are counted.',
    mutants: [['compile.ts', "'' → 'x'", "resource.replaceAll(/\\$\\{[*?$]\\}/g, ¦''"]],
  },
  {
    why: 'A matcher with variables is then made for each request anew, instead of once.',
    mutants: [
      [
        'condition.ts',
        '?? → left',
        'return ¦condition.compiled.matcher ??',
        'return condition.compiled.matcher ?? resolveMatcher(condition, context);',
      ],
    ],
  },
  {
    why: 'Only the sign of the difference is looked at.',
    mutants: [
      ['operators/numeric.ts', '1 → +1', 'a < b ? -¦1 : 1'],
      ['operators/numeric.ts', '1 → +1', 'a.isNegative ? -¦1 : 1'],
      ['operators/numeric.ts', '1 → +1', 'a.isNegative ? -1 : ¦1'],
      ['operators/numeric.ts', '1 → +1', 'a < b ? -1 : ¦1'],
    ],
  },
  {
    why: 'Without the facet nobody reads it.',
    mutants: [['operators/value.ts', "'' → 'x'", "text.toLowerCase() : ¦''"]],
  },
  {
    why: 'A malformed variable matches nothing whatever follows it, and two characters more, which cannot open a variable, have no faults.',
    mutants: [['variables.ts', '+ → -', "fault: 'MISSING_QUOTE_IN_VARIABLE', end: close ¦+ 1"]],
  },
  {
    why: 'The search that begins anew finds the only colon, and none after it: there is no fifth either way.',
    mutants: [['arn.ts', '1 → +1', 'third = second === -¦1']],
  },
  {
    why: 'Only spares work: a text with fewer characters than the pattern has steps does not reach the last state.',
    mutants: [['automaton.ts', '- → +', 'if (end ¦- start < stateMax)']],
  },
  {
    why: 'With two slashes what is before the last is no address, and what is after the first no prefix.',
    mutants: [['operators/ip.ts', 'indexOf → lastIndexOf', 'const slash = text.¦indexOf']],
  },
  {
    why: 'What is no pattern has no literal text that a resource could begin with, and matches nothing either.',
    mutants: [['statement.ts', "'none' → ''", "tokens === undefined ? ¦'none'"]],
  },
  {
    why: 'Of a negated element only whether it covers the caller is looked at, and whether by name.',
    mutants: [['principal.ts', "'account' → ''", "grant === 'none' ? ¦'account'"]],
  },
  {
    why: 'Without the case there is no answer at all, which covers nobody either.',
    mutants: [['principal.ts', "'CanonicalUser' → ''", "case ¦'CanonicalUser'"]],
  },
  {
    why: 'Only spares work: words of states that cannot be reached yet are then reckoned as well, and stay empty.',
    mutants: [['automaton.ts', '- → +', 'at ¦- start + 1']],
  },
  {
    why: 'Only spares work: a key that is not found as it is spelled is looked up in lower case.',
    mutants: [['bind.ts', 'call removed', '¦slotsByKey.set(compiled.source.key.value, slot);']],
  },
  {
    why: 'The character after 9 is the colon, and no text with a colon comes here.',
    mutants: [['operators/ip.ts', '9 → +1', 'zeroCode + ¦9 && part !== 0']],
  },
  {
    why: 'Only spares work: the value is then read in a way that no operator asks for.',
    mutants: [
      ['bind.ts', 'false → true', 'folded: ¦false'],
      ['bind.ts', 'false → true', 'decimal: ¦false'],
      ['bind.ts', 'false → true', 'instant: ¦false'],
      ['bind.ts', 'false → true', 'address: ¦false'],
      ['bind.ts', 'false → true', 'colons: ¦false'],
      ['bind.ts', 'false → true', 'bytes: ¦false'],
    ],
  },
  {
    why: 'The first digits push the bit beyond the eight that are read.',
    mutants: [['operators/binary.ts', '0 → +1', 'let bits = ¦0;']],
  },
  {
    why: 'Only the compiler asks: where no value could be read there is a fault, and that comes out.',
    mutants: [
      ['parse.ts', '0 → +1', "'The policy is empty.', span: { start: ¦0"],
      ['parse.ts', '0 → +1', "'The policy is empty.', span: { start: 0, end: ¦0"],
    ],
  },
  {
    why: 'Only the compiler asks for what is not there, which is zero on both sides.',
    mutants: [['operators/ip.ts', '< → <=', 'index ¦< address.length; index += 1']],
  },
  {
    why: 'An operator that nobody knows is answered before a matcher is asked for.',
    mutants: [['condition.ts', 'false → true', '(() => ¦false)']],
  },
  {
    why: 'Only the compiler asks: there is a piece always.',
    mutants: [['pattern.ts', "'' → 'x'", "pieces.pop() ?? ¦''"]],
  },
  {
    why: 'Only spares work: all Allows are then asked, with the same result.',
    mutants: [['plan.ts', "'all' → ''", "includes(¦'all')"]],
  },
  {
    why: 'Only spares work: the Allows are then asked in another order, and one is enough.',
    mutants: [['plan.ts', '- → +', 'a.conditions.length ¦- b.conditions.length']],
  },
  {
    why: 'Each digit is in the alphabet once.',
    mutants: [['operators/binary.ts', 'indexOf → lastIndexOf', 'alphabet.¦indexOf(digit)']],
  },
];
