import { compilePolicy, type CompiledPolicy, type CompileOptions } from './compile.ts';

/** A cache of compiled policies: one text of one kind and name is compiled once and shared by everyone it is attached to. */
export interface Compiler {
  /** As `compilePolicy`, with its errors. */
  readonly compile: (text: string, options: CompileOptions) => CompiledPolicy;
}

/** Creates a cache that keeps the `policiesMax` policies used last. */
export function createCompiler(policiesMax = 10_000): Compiler {
  const policies = new Map<string, CompiledPolicy>();
  const compile = (text: string, options: CompileOptions): CompiledPolicy => {
    const key = `${options.kind}\n${options.name ?? ''}\n${text}`;
    const known = policies.get(key);
    const policy = known ?? compilePolicy(text, options);
    // A Map keeps the order of insertion, so what is put back last is evicted last.
    if (known !== undefined) policies.delete(key);
    policies.set(key, policy);
    if (policies.size > policiesMax) policies.delete(policies.keys().next().value ?? '');
    return policy;
  };
  return { compile };
}
