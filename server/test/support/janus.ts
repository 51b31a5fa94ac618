import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { z } from 'zod';

/** Debian's Janus, a WebRTC server that nobody here wrote. */
const program = '/usr/bin/janus';
const libraries = globSync('/usr/lib/*/janus').at(0) ?? '';
/** Far beyond what a start takes on a busy machine. */
const patienceMs = 60_000;

export function canStartJanus(): boolean {
  return existsSync(program) && existsSync(join(libraries, 'events', 'libjanus_sampleevh.so'));
}

/** A request of Janus's own API, answered once the plugin has. */
export interface JanusHandle {
  ask(body: object): Promise<Record<string, unknown>>;
}

export interface Janus {
  /** A session with the video room plugin attached. */
  attach(): Promise<JanusHandle>;
  stop(): Promise<void>;
}

/** Starts Janus with its event handler aimed at `events`, which is where Carillon takes them in. */
export async function startJanus(events: string, user: string, password: string): Promise<Janus> {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-janus-'));
  const port = await freePort();
  writeConfig(folder, port, { events, user, password });
  const child = spawn(program, ['-F', folder, '--disable-colors'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'exit');
  const url = `http://127.0.0.1:${port}/janus`;
  const late = Date.now() + patienceMs;
  while (
    !(await fetch(`${url}/info`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null || Date.now() > late) throw new Error(`Janus did not start:\n${said}`);
  }
  return {
    attach: () => attach(url),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const Answer = z.looseObject({
  janus: z.string(),
  data: z.looseObject({ id: z.number() }).optional(),
  plugindata: z.looseObject({ data: z.record(z.string(), z.unknown()) }).optional(),
});

async function attach(url: string): Promise<JanusHandle> {
  const post = async (path: string, body: object): Promise<z.output<typeof Answer>> => {
    const response = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify({ transaction: 'test', ...body }) });
    return Answer.parse(await response.json());
  };
  const session = `/${(await post('', { janus: 'create' })).data?.id}`;
  const handle = `${session}/${(await post(session, { janus: 'attach', plugin: 'janus.plugin.videoroom' })).data?.id}`;
  return {
    async ask(body) {
      let answer = await post(handle, { janus: 'message', body });
      // What takes time comes later, over the session's own request that waits for it.
      while (!answer.plugindata) answer = Answer.parse(await (await fetch(`${url}${session}?maxev=1`)).json());
      return answer.plugindata.data;
    },
  };
}

interface Target {
  readonly events: string;
  readonly user: string;
  readonly password: string;
}

function writeConfig(folder: string, port: number, { events, user, password }: Target): void {
  for (const [kind, library] of [
    ['plugins', 'libjanus_videoroom.so'],
    ['transports', 'libjanus_http.so'],
    ['events', 'libjanus_sampleevh.so'],
    ['loggers', ''],
  ] as const) {
    mkdirSync(join(folder, kind));
    if (library !== '') symlinkSync(join(libraries, kind, library), join(folder, kind, basename(library)));
  }
  const folders = ['plugins', 'transports', 'events', 'loggers'].map((kind) => `${kind}_folder = "${join(folder, kind)}"`).join('\n  ');
  const files = {
    'janus.jcfg': `general: {\n  configs_folder = "${folder}"\n  ${folders}\n  session_timeout = 60\n}\nnat: {\n  nice_debug = false\n}\nevents: {\n  broadcast = true\n}\n`,
    'janus.transport.http.jcfg': `general: {\n  json = "plain"\n  base_path = "/janus"\n  http = true\n  port = ${port}\n  ip = "127.0.0.1"\n  https = false\n}\nadmin: {\n  admin_http = false\n}\n`,
    'janus.plugin.videoroom.jcfg': 'general: {\n}\nroom-1234: {\n  description = "Standing room"\n  publishers = 20\n}\n',
    'janus.eventhandler.sampleevh.jcfg': `general: {\n  enabled = true\n  events = "all"\n  grouping = true\n  json = "plain"\n  backend = "${events}"\n  backend_user = "${user}"\n  backend_pwd = "${password}"\n  max_retransmissions = 10\n  retransmissions_backoff = 100\n}\n`,
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('A TCP server that listens has a port.');
  return address.port;
}
