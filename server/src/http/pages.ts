import type { FastifyRequest } from 'fastify';
import type { Operation } from '../operation.ts';
import { escapeHtml } from './html.ts';

export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is served without a signature, by path. */
export type Pages = ReadonlyMap<string, (request: FastifyRequest) => Promise<PageAnswer>>;

/** What the pages tell about this server. */
export interface About {
  readonly version: string;
  readonly operations: readonly Operation[];
  /** Derived documents served as they are: path → content type and text. */
  readonly documents: ReadonlyMap<string, { readonly type: string; readonly body: string }>;
  /** The console's page, as this request is to see it; undefined = it is not built. */
  readonly console: ((request: FastifyRequest) => Promise<string>) | undefined;
  /** Address clients are pointed to; known once the server listens. */
  url(): string;
  /** Whether requests can be answered right now, and if not why. */
  ready(): Promise<{ ready: true } | { ready: false; why: string }>;
}

const security = {
  'content-security-policy': "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

/** The console runs script and asks this server, and nobody else for anything. */
const consoleSecurity = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** The landing page, the reference, health, and the derived documents. */
export function createPages(about: About): Pages {
  const pages = new Map<string, (request: FastifyRequest) => Promise<PageAnswer>>([
    ['/about', async () => html(landingPage(about, await about.ready()))],
    ['/', async (request) => consolePage(about, request)],
    ['/setup', async (request) => consolePage(about, request)],
    ['/reference', async () => html(referencePage(about))],
    [
      '/style.css',
      async () => ({
        status: 200,
        headers: { ...security, 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' },
        body: style,
      }),
    ],
    ['/healthz', async () => json(200, { status: 'live', version: about.version })],
    [
      '/readyz',
      async () => {
        const state = await about.ready();
        return state.ready ? json(200, { status: 'ready' }) : json(503, { status: 'not ready', why: state.why });
      },
    ],
  ]);
  for (const [path, { type, body }] of about.documents) {
    pages.set(path, async () => ({ status: 200, headers: { ...security, 'content-type': type, 'cache-control': 'no-cache' }, body }));
  }
  return pages;
}

/** The console, or where it is not built what this server is. */
export async function consolePage(
  about: Pick<About, 'console' | 'url' | 'ready' | 'version'>,
  request: FastifyRequest,
): Promise<PageAnswer> {
  if (about.console === undefined) return html(landingPage(about, await about.ready()));
  return {
    status: 200,
    headers: { ...security, ...consoleSecurity, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'private, no-cache' },
    body: await about.console(request),
  };
}

function html(body: string): PageAnswer {
  return { status: 200, headers: { ...security, 'content-type': 'text/html; charset=utf-8' }, body };
}

function json(status: number, value: object): PageAnswer {
  return {
    status,
    headers: { ...security, 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: `${JSON.stringify(value)}\n`,
  };
}

function landingPage(about: Pick<About, 'url' | 'version' | 'console'>, state: { ready: true } | { ready: false; why: string }): string {
  const url = escapeHtml(about.url());
  return page(
    'Carillon',
    `<h1>Carillon <small>${escapeHtml(about.version)}</small></h1>
<p class="${state.ready ? 'good' : 'bad'}">${state.ready ? 'This server is up and answers requests.' : `Not ready: ${escapeHtml(state.why)}`}</p>
<p>A self-hosted replacement for Amazon Chime: the same accounts, users and licenses behind the same IAM actions and the same SDK and CLI calls.</p>
<p>${about.console === undefined ? 'The console is not built here: <code>npm start</code> builds it.' : '<a href="/">Open the console</a> to administer accounts.'} <a href="/signin">Sign in</a> as a user to see your PIN and your devices.</p>
<h2>Point a client here</h2>
<p>The first administrator's access key was printed when this server first started; it is also in <code>first-run.json</code> in the data folder.</p>
<pre>export AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… AWS_DEFAULT_REGION=us-east-1
export AWS_ENDPOINT_URL_CHIME=${url} AWS_ENDPOINT_URL_IAM=${url} AWS_ENDPOINT_URL_STS=${url}
aws chime create-account --name Acme</pre>
<p>An <code>aws</code> older than 2.13 takes <code>--endpoint-url ${url}</code> on each call instead.</p>
<h2>Look things up</h2>
<ul>
<li><a href="/reference">API reference</a>: every operation, the IAM action it needs, and whether this version carries it out</li>
<li><a href="/openapi.json">OpenAPI 3.1</a> and the <a href="/v1/chime/chime.json">service reference</a> in AWS's machine-readable form</li>
<li><a href="/healthz">Liveness</a> and <a href="/readyz">readiness</a></li>
</ul>`,
  );
}

function referencePage({ operations }: About): string {
  const services = [...Map.groupBy(operations, ({ service }) => service)];
  const sections = services.map(
    ([service, own]) => `<h2 id="${service}">${service}</h2>
<table><thead><tr><th>Operation</th><th>Binding</th><th>IAM actions</th></tr></thead><tbody>
${own.map(referenceRow).join('\n')}
</tbody></table>`,
  );
  return page(
    'API reference · Carillon',
    `<p><a href="/about">Carillon</a></p><h1>API reference</h1>
<p>${services.map(([service, own]) => `<a href="#${service}">${service}</a> (${own.length} operations)`).join(' · ')}</p>
${sections.join('\n')}`,
  );
}

function referenceRow(operation: Operation): string {
  const { service, binding, action, needs } = operation;
  const how =
    binding.protocol === 'rest-json'
      ? `${binding.method} ${binding.path}${binding.operation === undefined ? '' : `?operation=${binding.operation}`}`
      : `Action=${operation.name}`;
  const own = action ? [action.name] : (needs?.actions ?? []);
  const actions = [...own.map((name) => `${service}:${name}`), ...(action?.dependsOn ?? []).map((dependent) => dependent.action)];
  return `<tr id="${service}-${operation.name}"><th scope="row">${operation.name}<p>${escapeHtml(operation.summary)}</p></th>
<td data-label="Binding"><code>${escapeHtml(how)}</code></td>
<td data-label="IAM actions">${actions.map((name) => `<code>${escapeHtml(name)}</code>`).join('<br>') || 'none'}</td></tr>`;
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title><link rel="stylesheet" href="/style.css"></head>
<body><main>${body}</main></body></html>
`;
}

const style = `:root{color-scheme:light dark;--ink:#1c2430;--soft:#5a6675;--line:#d9dfe6;--back:#fbfcfd;--code:#eef2f6;--link:#0b5f6f;--good:#1a7046;--bad:#a32020}
@media(prefers-color-scheme:dark){:root{--ink:#e4e9ef;--soft:#9aa7b5;--line:#303a46;--back:#12171d;--code:#1c242d;--link:#6cc5d6;--good:#6bcf9c;--bad:#ff8f8f}}
*{box-sizing:border-box}body{margin:0;background:var(--back);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
main{max-width:72rem;margin:0 auto;padding:2rem 1rem 4rem}h1{margin:.2em 0}h1 small{font-size:.5em;color:var(--soft);font-weight:400}h2{margin-top:2em}
a{color:var(--link)}code,pre{font:.9em/1.5 ui-monospace,monospace;background:var(--code);border-radius:4px}code{padding:.1em .3em;overflow-wrap:anywhere}
pre{padding:1em;overflow-x:auto}.good{color:var(--good)}.bad{color:var(--bad)}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.6em 1em .6em 0;border-bottom:1px solid var(--line)}
thead th{color:var(--soft);font-weight:600}th p{margin:.2em 0 0;font-weight:400;color:var(--soft);max-width:26rem}
@media(max-width:48rem){thead{display:none}tr,th,td{display:block;border:0;padding:.15em 0}tr{border-bottom:1px solid var(--line);padding:.8em 0}td::before{content:attr(data-label) ": ";color:var(--soft)}}
`;
