import { request as httpRequest } from 'node:http';
import type { Listening } from './listening.ts';
import { present } from './members.ts';

/** What a browser got, redirects followed. */
export interface Page {
  readonly status: number;
  /** Where it ended up, path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly html: string;
  /** The body as it came. */
  readonly bytes: Buffer;
  /** Without markup, white space collapsed, as a person reads it. */
  readonly text: string;
}

/** A browser without script: keeps cookies, follows redirects, fills in forms. */
export interface Browser {
  readonly cookies: Map<string, string>;
  open(path: string): Promise<Page>;
  /** Fills in the form of the last page that has this action, and sends it. Fields that are not named are sent as they stand there. */
  submit(action: string, fields?: Readonly<Record<string, string>>): Promise<Page>;
  /** Sends anything; cookies are sent and kept, redirects are not followed. */
  send(method: string, path: string, headers?: Readonly<Record<string, string>>, body?: string | Uint8Array): Promise<Page>;
}

const redirectsMax = 5;
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

export function openBrowser({ host }: Pick<Listening, 'host'>, headers: Readonly<Record<string, string>> = {}): Browser {
  const cookies = new Map<string, string>();
  let last: Page | undefined;

  const send: Browser['send'] = (method, path, more = {}, body = '') =>
    new Promise((resolve, reject) => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const all = {
        host,
        'user-agent': firefox,
        'content-length': String(Buffer.byteLength(body)),
        connection: 'close',
        ...headers,
        ...(cookie !== '' && { cookie }),
        ...more,
      };
      const [hostname, port] = host.split(':');
      const request = httpRequest({ host: hostname, port, method, path, headers: all, setHost: false });
      request.on('error', reject);
      request.on('response', (response) => {
        const chunks: Uint8Array[] = [];
        response.on('data', (chunk: Uint8Array) => chunks.push(chunk));
        response.on('end', () => {
          for (const set of response.headers['set-cookie'] ?? []) keep(cookies, set);
          const bytes = Buffer.concat(chunks);
          const html = bytes.toString('utf8');
          const own = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
          resolve({ status: response.statusCode ?? 0, path, headers: own, html, bytes, text: toText(html) });
        });
      });
      request.end(body);
    });

  const follow = async (first: Page): Promise<Page> => {
    let page = first;
    for (let count = 0; count < redirectsMax && page.status === 303; count++) page = await send('GET', page.headers['location'] ?? '');
    last = page;
    return page;
  };

  return {
    cookies,
    send,
    open: async (path) => follow(await send('GET', path)),
    async submit(action, fields = {}) {
      const form = present(findForm(last?.html ?? '', action));
      const body = new URLSearchParams({ ...form, ...fields }).toString();
      return follow(await send('POST', action, { 'content-type': 'application/x-www-form-urlencoded' }, body));
    },
  };
}

function keep(cookies: Map<string, string>, set: string): void {
  const [pair = '', ...attributes] = set.split('; ');
  const at = pair.indexOf('=');
  if (attributes.includes('Max-Age=0')) cookies.delete(pair.slice(0, at));
  else cookies.set(pair.slice(0, at), pair.slice(at + 1));
}

function findForm(html: string, action: string): Record<string, string> | undefined {
  const forms = [...html.matchAll(/<form[^>]* action="([^"]*)"[^>]*>(.*?)<\/form>/gs)];
  const content = forms.find(([, own]) => own === action)?.[2];
  if (content === undefined) return undefined;
  const inputs = [...content.matchAll(/<input[^>]*>/gs)].map(([input]) => [attribute(input, 'name'), attribute(input, 'value')] as const);
  return Object.fromEntries(inputs);
}

function attribute(tag: string, name: string): string {
  return unescape(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

function unescape(text: string): string {
  return text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

function toText(html: string): string {
  return unescape(html.replaceAll(/<head>.*<\/head>|<[^>]*>/gs, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim();
}
