/** A mutant that no test can tell from the engine. */
export interface Equivalent {
  /** Below iam/src. */
  readonly file: string;
  readonly what: string;
  /** Part of its line, with ¦ before the place. */
  readonly source: string;
  /** Part of the mutated file, where several changes begin at that place. */
  readonly becomes?: string;
  readonly why: string;
}

/** Survivors that were looked at, each with the reason why it decides as the engine does. */
export const equivalents: readonly Equivalent[] = [
  {
    file: 'operators/numeric.ts',
    what: '<= → <',
    source: 'fraction.length ¦<= 15',
    why: 'Fifteen digits are then compared digit by digit instead of as doubles, with the same result.',
  },
  {
    file: 'compile.ts',
    what: "'' → 'x'",
    source: 'text: ¦',
    why: 'A document is absent only where there are faults, and those are thrown before it is looked at.',
  },
  {
    file: 'arn.ts',
    what: 'false → true',
    source: 'if (component === undefined) return ¦false;',
    why: 'Only the compiler asks: a pattern has as many components as are counted.',
  },
  {
    file: 'automaton.ts',
    what: '0 → +1',
    source: 'let carry = ¦0;',
    why: 'The carry into the first word reaches a state from which what is left of the text is too short, or the first state, which no step leads to.',
  },
  {
    file: 'compile.ts',
    what: "'' → 'x'",
    source: ".join(¦'')",
    why: 'Texts are told apart by the lengths before them, whatever stands between.',
  },
  {
    file: 'condition.ts',
    what: '!== → ===',
    source: 'answer ¦!== undefined',
    why: 'Each condition is then asked every time instead of once, with the same answer.',
  },
  {
    file: 'parse.ts',
    what: 'false → true',
    source: 'return ¦false;',
    why: 'The fault has been noted, and is all that comes out.',
  },
  {
    file: 'plan.ts',
    what: '=== → !==',
    source: 'principal ¦=== undefined',
    why: 'Statements with a principal have no resource, so none is found and all Allows are asked, with the same result.',
  },
  {
    file: 'principal.ts',
    what: "'none' → ''",
    source: "'account' : ¦'none'",
    why: 'What is neither the account nor the caller is not looked at further.',
  },
  {
    file: 'arn.ts',
    what: '1 → +1',
    source: 'const third = second === -1 ? -¦1',
    why: 'A text with at most one colon has no fifth, wherever the search for the fourth begins.',
  },
  {
    file: 'automaton.ts',
    what: '- → +',
    source: 'stateMax - (end ¦- at)',
    why: 'Only spares work: words of states from which the end is out of reach are then reckoned as well.',
  },
  {
    file: 'compile.ts',
    what: '0 → +1',
    source: 'span: { start: ¦0',
    why: 'A document is absent only where there are faults, and those are thrown before it is looked at.',
  },
  {
    file: 'operators/ip.ts',
    what: '0 → +1',
    source: 'let word = ¦0;',
    why: 'Four parts of eight bits push the bit out of the word.',
  },
  {
    file: 'pattern.ts',
    what: "'' → 'x'",
    source: "const [head = ¦''",
    why: 'Only the compiler asks: there is a first piece always.',
  },
  {
    file: 'principal.ts',
    what: "'none' → ''",
    source: "'itself' : ¦'none'",
    why: 'What is neither the account nor the caller is not looked at further.',
  },
  {
    file: 'statement.ts',
    what: '< → <=',
    source: 'index ¦< resource.patterns.length',
    why: 'Only the compiler asks for the look at what is not there.',
  },
  {
    file: 'grammar/conditions.ts',
    what: "'string' → ''",
    source: "type: ¦'string'",
    why: 'The kinds of values are only told apart, whatever they are called.',
  },
  {
    file: 'grammar/conditions.ts',
    what: "'number' → ''",
    source: "type: ¦'number'",
    why: 'The kinds of values are only told apart, whatever they are called.',
  },
  {
    file: 'grammar/conditions.ts',
    what: "'boolean' → ''",
    source: "type: ¦'boolean'",
    why: 'The kinds of values are only told apart, whatever they are called.',
  },
  {
    file: 'arn.ts',
    what: '1 → +1',
    source: 'const second = first === -1 ? -¦1',
    why: 'A text without a colon has no further ones, wherever the search for them begins.',
  },
  {
    file: 'automaton.ts',
    what: 'max → min',
    source: 'Math.¦max(0, stateMax',
    why: 'Only spares work: words of states from which the end is out of reach are then reckoned as well.',
  },
  {
    file: 'compile.ts',
    what: "'' → 'x'",
    source: "resource.replaceAll(/\\$\\{[*?$]\\}/g, ¦''",
    why: 'Only the colons before a variable are counted.',
  },
  {
    file: 'condition.ts',
    what: '?? → left',
    source: 'return ¦condition.compiled.matcher ??',
    becomes: 'return condition.compiled.matcher ?? resolveMatcher(condition, context);',
    why: 'A matcher with variables is then made for each request anew, instead of once.',
  },
  {
    file: 'operators/numeric.ts',
    what: '1 → +1',
    source: 'a < b ? -¦1 : 1',
    why: 'Only the sign of the difference is looked at.',
  },
  {
    file: 'operators/value.ts',
    what: "'' → 'x'",
    source: "text.toLowerCase() : ¦''",
    why: 'Without the facet nobody reads it.',
  },
  {
    file: 'principal.ts',
    what: "'none' → ''",
    source: "principal.account === undefined ? ¦'none'",
    why: 'What is neither the account nor the caller is not looked at further.',
  },
  {
    file: 'variables.ts',
    what: '+ → -',
    source: "fault: 'MISSING_QUOTE_IN_VARIABLE', end: close ¦+ 1",
    why: 'A malformed variable matches nothing whatever follows it, and two characters more, which cannot open a variable, have no faults.',
  },
  {
    file: 'arn.ts',
    what: '1 → +1',
    source: 'second = first === -¦1',
    why: 'A text without a colon has no further ones, wherever the search for them begins.',
  },
  {
    file: 'arn.ts',
    what: '1 → +1',
    source: 'third = second === -¦1',
    why: 'The search that begins anew finds the only colon, and none after it: there is no fifth either way.',
  },
  {
    file: 'automaton.ts',
    what: '- → +',
    source: 'if (end ¦- start < stateMax)',
    why: 'Only spares work: a text with fewer characters than the pattern has steps does not reach the last state.',
  },
  {
    file: 'operators/ip.ts',
    what: 'indexOf → lastIndexOf',
    source: 'const slash = text.¦indexOf',
    why: 'With two slashes what is before the last is no address, and what is after the first no prefix.',
  },
  {
    file: 'statement.ts',
    what: "'none' → ''",
    source: "tokens === undefined ? ¦'none'",
    why: 'What is no pattern has no literal text that a resource could begin with, and matches nothing either.',
  },
  {
    file: 'principal.ts',
    what: "'account' → ''",
    source: "grant === 'none' ? ¦'account'",
    why: 'Of a negated element only whether it covers the caller is looked at, and whether by name.',
  },
  {
    file: 'principal.ts',
    what: "'CanonicalUser' → ''",
    source: "case ¦'CanonicalUser'",
    why: 'Without the case there is no answer at all, which covers nobody either.',
  },
  {
    file: 'automaton.ts',
    what: '- → +',
    source: 'at ¦- start + 1',
    why: 'Only spares work: words of states that cannot be reached yet are then reckoned as well, and stay empty.',
  },
  {
    file: 'bind.ts',
    what: 'call removed',
    source: '¦slotsByKey.set(compiled.source.key.value, slot);',
    why: 'Only spares work: a key that is not found as it is spelled is looked up in lower case.',
  },
  {
    file: 'operators/ip.ts',
    what: '9 → +1',
    source: 'zeroCode + ¦9 && part !== 0',
    why: 'The character after 9 is the colon, and no text with a colon comes here.',
  },
  {
    file: 'bind.ts',
    what: 'false → true',
    source: 'folded: ¦false',
    why: 'Only spares work: the value is then read in a way that no operator asks for.',
  },
  {
    file: 'bind.ts',
    what: 'false → true',
    source: 'decimal: ¦false',
    why: 'Only spares work: the value is then read in a way that no operator asks for.',
  },
  {
    file: 'bind.ts',
    what: 'false → true',
    source: 'instant: ¦false',
    why: 'Only spares work: the value is then read in a way that no operator asks for.',
  },
  {
    file: 'bind.ts',
    what: 'false → true',
    source: 'address: ¦false',
    why: 'Only spares work: the value is then read in a way that no operator asks for.',
  },
  {
    file: 'bind.ts',
    what: 'false → true',
    source: 'colons: ¦false',
    why: 'Only spares work: the value is then read in a way that no operator asks for.',
  },
  {
    file: 'bind.ts',
    what: 'false → true',
    source: 'bytes: ¦false',
    why: 'Only spares work: the value is then read in a way that no operator asks for.',
  },
  {
    file: 'statement.ts',
    what: '< → <=',
    source: 'index ¦< conditions.length',
    why: 'Only the compiler asks for the look at what is not there.',
  },
  {
    file: 'operators/binary.ts',
    what: '0 → +1',
    source: 'let bits = ¦0;',
    why: 'The first digits push the bit beyond the eight that are read.',
  },
  {
    file: 'parse.ts',
    what: '0 → +1',
    source: "'The policy is empty.', span: { start: ¦0",
    why: 'Only the compiler asks: where no value could be read there is a fault, and that comes out.',
  },
  {
    file: 'parse.ts',
    what: '0 → +1',
    source: "'The policy is empty.', span: { start: 0, end: ¦0",
    why: 'Only the compiler asks: where no value could be read there is a fault, and that comes out.',
  },
];
