import { readdirSync, readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { PageAnswer } from '../pages.ts';

/** The console as it was built. */
export interface ConsoleFiles {
  /** The one page it is, for who is signed in: with the frame of the inside, which is seen before any script has run. */
  readonly page: string;
  /** The same for everybody else: nothing of the inside is seen, and nothing of it loaded. */
  readonly door: string;
  /** Scripts, styles and fonts by path below `/console/assets/`. Their names hold a hash of what is in them. */
  readonly assets: ReadonlyMap<string, Asset>;
}

interface Asset {
  readonly file: URL;
  readonly type: string;
  /** Which compressed copies lie beside it. */
  readonly hasBrotli: boolean;
  readonly hasGzip: boolean;
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** What was built in the folder; undefined = nothing. */
export function readConsoleFiles(folder: URL): ConsoleFiles | undefined {
  const page = new URL('index.html', folder);
  if (!statSync(page, { throwIfNoEntry: false })) return undefined;
  const assetFolder = new URL('assets/', folder);
  const names = new Set(readdirSync(assetFolder));
  const assets = [...names]
    .filter((name) => !name.endsWith('.br') && !name.endsWith('.gz'))
    .map((name) => {
      const type = types[extname(name)] ?? 'application/octet-stream';
      return [
        name,
        { file: new URL(name, assetFolder), type, hasBrotli: names.has(`${name}.br`), hasGzip: names.has(`${name}.gz`) },
      ] as const;
    });
  const text = readFileSync(page, 'utf8');
  return { page: text, door: text.replaceAll(insideParts, ''), assets: new Map(assets) };
}

/** How `console/index.html` marks what is only for who is signed in. */
const insideParts = /<!-- inside -->.*?<!-- \/inside -->/gs;

/** Adds the console's files; whatever else is below `/console/` is a page of it, which its script finds. */
export function registerConsoleFiles(
  app: FastifyInstance,
  files: ConsoleFiles | undefined,
  page: (request: FastifyRequest) => Promise<PageAnswer>,
): void {
  app.get<{ Params: { name: string } }>('/console/assets/:name', async (request, reply) => {
    const asset = files?.assets.get(request.params.name);
    const accepted = request.headers['accept-encoding']?.toString() ?? '';
    const encoding = asset?.hasBrotli && /\bbr\b/.test(accepted) ? 'br' : asset?.hasGzip && /\bgzip\b/.test(accepted) ? 'gzip' : undefined;
    const body = asset && (await readIfThere(encoding === undefined ? asset.file : new URL(`${asset.file.href}.${suffixes[encoding]}`)));
    reply.header('x-content-type-options', 'nosniff');
    if (!asset || !body) {
      reply.code(404).headers({ 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8' });
      return reply.send('There is no such file. Load the page again.\n');
    }
    reply.headers({ 'content-type': asset.type, 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' });
    if (encoding !== undefined) reply.header('content-encoding', encoding);
    return reply.send(body);
  });
  for (const path of ['/console', '/console/*']) {
    app.get(path, async (request, reply) => {
      const { status, headers, body } = await page(request);
      return reply.code(status).headers(headers).send(body);
    });
  }
}

const suffixes = { br: 'br', gzip: 'gz' } as const;

/** Somebody may have built the console anew since this server began. */
async function readIfThere(file: URL): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
