// What Carillon is measured against: Fastify with one route that sends fixed bytes. `node peer.ts FILE` answers the
// content of FILE to every GET; prints the port.
import { readFileSync } from 'node:fs';
import fastify from 'fastify';

const body = readFileSync(process.argv[2] ?? '', 'utf8');
const app = fastify({ logger: false });
app.get('/*', async (_request, reply) =>
  reply.headers({ 'content-type': 'application/json', 'x-amzn-requestid': '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b' }).send(body),
);
const url = await app.listen({ host: '127.0.0.1', port: 0 });
console.log(new URL(url).port);
