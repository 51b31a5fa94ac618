// Runs before `npm start` and `npm test`, under whatever Node the machine has (20 or newer): builds the console and packs the server,
// side by side, where their sources have changed. With --strict, a build that fails ends the command.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const builds = ['console.mjs', 'server.mjs'].map((name) => {
  const script = fileURLToPath(new URL(name, import.meta.url));
  return spawn(process.execPath, [script, ...process.argv.slice(2)], { stdio: 'inherit' });
});
const codes = await Promise.all(builds.map(async (child) => (await once(child, 'exit'))[0]));
process.exitCode = codes.some((code) => code !== 0) ? 1 : 0;
