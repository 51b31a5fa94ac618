// What Carillon is measured against: Fastify with one route. `node peer.ts FILE` answers the content of FILE to everything;
// prints the port. `node peer.ts FILE STORE` stores as many bytes, too, as Carillon's audit events are: nothing that
// answers durable writes can do less. STORE is the path of a new file, or the address of a PostgreSQL.
import { fdatasync, openSync, readFileSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import fastify from 'fastify';
import pg from 'pg';

/** Resolves when the bytes are on disk. */
type Put = (bytes: Uint8Array) => Promise<unknown>;

/** An event of UpdateUser with its columns. */
const event = Buffer.alloc(1_500, 'e');
/** Events of reads are stored by so many, which is so much when packed. Nobody waits for them. */
const crowdSize = 512;
const crowd = Buffer.alloc(32_768, 'c');
/** As many as Carillon opens unless told otherwise. */
const connections = 10;

const [file = '', store] = process.argv.slice(2);
const body = readFileSync(file, 'utf8');
const put = store === undefined ? undefined : await open(store);
const headers = { 'content-type': 'application/json', 'x-amzn-requestid': '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b' };
const app = fastify({ logger: false });
let reads = 0;
app.get('/*', async (_request, reply) => {
  reads += 1;
  // What fails ends the process, and with it the benchmark.
  if (put && reads % crowdSize === 0) void put(crowd);
  return reply.headers(headers).send(body);
});
app.post('/*', async (_request, reply) => {
  await put?.(event);
  return reply.headers(headers).send(body);
});
const url = await app.listen({ host: '127.0.0.1', port: 0 });
console.log(new URL(url).port);

async function open(place: string): Promise<Put> {
  return place.startsWith('postgres') ? openPostgres(place) : openLog(place);
}

/** Appends at once. What is appended during a sync shares the next one. */
function openLog(path: string): Put {
  const descriptor = openSync(path, 'wx');
  const sync = promisify(fdatasync);
  let current = Promise.resolve();
  let next: Promise<void> | undefined;
  return (bytes) => {
    writeSync(descriptor, bytes);
    next ??= current.then(() => {
      next = undefined;
      current = sync(descriptor);
      return current;
    });
    return next;
  };
}

async function openPostgres(connectionString: string): Promise<Put> {
  const pool = new pg.Pool({ connectionString, max: connections });
  await pool.query('create table if not exists peer_events (number bigserial primary key, bytes bytea not null)');
  return (bytes) => pool.query({ name: 'put', text: 'insert into peer_events (bytes) values ($1)', values: [bytes] });
}
