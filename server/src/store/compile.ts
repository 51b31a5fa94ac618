import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { invariant } from '../errors.ts';
import type { EngineCapabilities, Statement } from './database.ts';
import type { Tables } from './schema.ts';

/** A statement's SQL text and, for each of its parameters in order, the name of the value or a constant. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
  bind(params: object): unknown[];
}

class Placeholder {
  readonly name: string | number;
  constructor(name: string | number) {
    this.name = name;
  }
}

/** A query builder for one engine that never executes: queries are compiled here and run by the engine's own connection. */
export function createBuilder(engine: 'sqlite' | 'postgres'): Kysely<Tables> {
  const postgres = engine === 'postgres';
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => (postgres ? new PostgresAdapter() : new SqliteAdapter()),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => (postgres ? new PostgresIntrospector(db) : new SqliteIntrospector(db)),
      createQueryCompiler: () => (postgres ? new PostgresQueryCompiler() : new SqliteQueryCompiler()),
    },
  });
}

/** Compiles each statement once; the cache lives as long as the engine that owns it. */
export function createCompiler(
  builder: Kysely<Tables>,
  capabilities: EngineCapabilities,
): <P extends object, R>(statement: Statement<P, R>) => Prepared {
  const cache = new WeakMap<object, Prepared>();
  const names = new Set<string>();
  return (statement) => {
    const known = cache.get(statement);
    if (known) return known;
    invariant(!names.has(statement.name), `Two statements are named ${statement.name}: one would be executed in place of the other.`);
    names.add(statement.name);
    const compiled = statement.build(builder, (name) => sql`${new Placeholder(name)}`, capabilities).compile();
    const slots = compiled.parameters;
    const prepared: Prepared = {
      name: statement.name,
      text: compiled.sql,
      // A statement's type says that its values have these names. Reflect.get would cost more than all else that is done here.
      bind: (params) => slots.map((slot) => (slot instanceof Placeholder ? (params as Record<string | number, unknown>)[slot.name] : slot)),
    };
    cache.set(statement, prepared);
    return prepared;
  };
}
