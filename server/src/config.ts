import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { OperatorError, messageOf } from './errors.ts';
import { isMailAddress } from './mail/address.ts';
import { nearestName } from './spelling.ts';
import { bucketNameFault } from './objects/bucket-name.ts';

/** Flags and the environment carry a number as its digits; nothing else becomes one. */
function numeric(schema: z.ZodNumber) {
  return z.preprocess((value) => (typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : value), schema);
}

const addressBlock = z.string().refine((block) => {
  const [address = '', bits, ...rest] = block.split('/');
  const family = isIP(address);
  const width = bits === undefined ? 0 : /^\d{1,3}$/.test(bits) ? Number(bits) : Infinity;
  return family !== 0 && rest.length === 0 && width <= (family === 6 ? 128 : 32);
}, 'must be an IP address or a CIDR block such as 10.0.0.0/8');

const socketAddress = z.string().refine((text) => {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const isAddress = isIP(text) === 6 || isIP(bracketed ?? '') === 6 || isIP(plain ?? '') === 4;
  return isAddress && Number(port ?? 53) <= 65_535;
}, 'must be an IP address, or one with a port such as 192.0.2.53:5353 or [2001:db8::53]:5353');

/** A list in the configuration file; separated by commas in flags and in the environment. */
function listOf(item: z.ZodString) {
  return z.union([
    z.array(item),
    z
      .string()
      .transform((list) => list.split(',').map((one) => one.trim()))
      .pipe(z.array(item)),
  ]);
}

const addressBlocks = listOf(addressBlock);

/**
 * Every setting, once: its name in the environment, as a flag (`CARILLON_DATA_DIR` → `--data-dir`) and in the
 * configuration file (`dataDir`) are derived from the member's name here.
 */
const settings = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('Address to listen on.'),
  port: numeric(z.int().min(0).max(65_535)).default(8420).describe('Port to listen on; 0 = any free one.'),
  dataDir: z.string().min(1).default('./data').describe('Folder of the embedded database, keys and backups.'),
  databaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
    .optional()
    .describe('PostgreSQL to use instead of the embedded database.'),
  databaseConnections: numeric(z.int().min(1).max(500)).default(10).describe('Connections to PostgreSQL per process.'),
  secretKey: z
    .string()
    .regex(
      /^[0-9a-f]{64}(,[0-9a-f]{64})*$/i,
      'must be 64 hexadecimal digits, or several such keys separated by commas, the current one first',
    )
    .optional()
    .describe('Key that seals stored secrets; absent = the file secret.key in the data folder, made at first start.'),
  requestsPerSecond: numeric(z.number().min(0).max(1_000_000)).default(500).describe('Requests per second and caller; 0 = no limit.'),
  requestBurst: numeric(z.int().min(1).max(1_000_000)).default(1000).describe('Requests a caller may send at once.'),
  trustedProxies: addressBlocks.default([]).describe('Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.'),
  outgoingAllow: addressBlocks.default([]).describe('Addresses that are not public and may be connected to all the same.'),
  dnsServers: listOf(socketAddress)
    .default([])
    .describe('Resolvers that tell the name servers of a claimed domain; absent = those of the operating system.'),
  dnsPort: numeric(z.int().min(1).max(65_535)).default(53).describe('Port of the name servers of claimed domains.'),
  consoleUrl: z
    .string()
    .regex(/^https?:\/\/[^\s?#]+$/, 'must be an http:// or https:// address')
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .describe('Address of the console; refusals then say where they are explained.'),
  publicUrl: z
    .string()
    .regex(/^https?:\/\/[^\s/?#@]+\/?$/, 'must be an http:// or https:// address without a path, such as https://chime.example.com')
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .describe('Address people reach this server under, for links in mail and for sign-in; absent = where it listens.'),
  smtpUrl: z
    .string()
    .refine(isSmtpUrl, 'must be smtp://host or smtps://host, with user:password@ before the host where the server wants them')
    .optional()
    .describe('Mail server; absent = messages wait in the outbox.'),
  mailFrom: z
    .string()
    .refine(isMailAddress, 'must be a plain mail address such as carillon@example.com')
    .optional()
    .describe('Address that mail comes from.'),
  supportAddress: z
    .string()
    .refine(isMailAddress, 'must be a plain mail address such as support@example.com')
    .optional()
    .describe('Address that support requests are mailed to; absent = they wait in the outbox.'),
  attachmentQuotaMb: numeric(z.int().min(0).max(999_999_999))
    .default(10_000)
    .describe('Megabytes of attachments that the users of one account may store.'),
  demo: z
    .stringbool({ truthy: ['true'], falsy: ['false'] })
    .or(z.boolean())
    .default(false)
    .describe('Fill an empty data folder (the folder demo in the data folder) or database with a demonstration.'),
  objectsEndpoint: z
    .string()
    .regex(
      /^https?:\/\/[^\s/?#@]+\/?$/,
      'must be an http:// or https:// address without a path, such as https://s3.eu-central-1.amazonaws.com',
    )
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .describe('S3-compatible object store; absent = the folder objects in the data folder.'),
  objectsRegion: z.string().min(1).max(64).default('us-east-1').describe('Region of the object store.'),
  objectsPathStyle: z
    .stringbool({ truthy: ['true'], falsy: ['false'] })
    .or(z.boolean())
    .default(true)
    .describe('Buckets in the path of the store (true) or in its host name (false).'),
  objectsAccessKeyId: z.string().min(1).optional().describe('Access key of the object store.'),
  objectsSecretAccessKey: z.string().min(1).optional().describe('Its secret access key.'),
  objectsBucket: z
    .string()
    .refine((name) => bucketNameFault(name) === undefined, 'must be a bucket name by the rules of S3')
    .default('carillon')
    .describe('Bucket for what Carillon itself keeps, such as attachments and exports.'),
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info').describe('How much is logged to standard error.'),
});

function isSmtpUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') return false;
  return (url.username === '') === (url.password === '') && ['', '/'].includes(url.pathname) && url.search === '' && url.hash === '';
}

/** Settings that are worth nothing without another one, and why. */
const companions = [
  ['smtpUrl', 'mailFrom', 'mail needs a sender'],
  ['smtpUrl', 'publicUrl', 'links in mail must lead somewhere'],
  ['objectsEndpoint', 'objectsAccessKeyId', 'a store wants to know who calls'],
  ['objectsEndpoint', 'objectsSecretAccessKey', 'calls to a store are signed'],
] as const;

/** The configuration of a process, complete and checked. */
export type Config = z.output<typeof settings>;

/** Settings whose environment variable has no prefix, because everybody calls it that. */
const unprefixed = new Map([['databaseUrl', 'DATABASE_URL']]);

/** A file that must not be larger to be taken for a configuration or a secret, bytes. */
const fileMax = 64 * 1024;

/** One line per setting for `--help`: flag, environment variable, meaning. */
export function describeSettings(): string[] {
  return Object.entries(settings.shape).map(
    ([name, schema]) => `  ${`--${kebab(name)}`.padEnd(24)} ${variable(name).padEnd(30)} ${schema.description ?? ''}`,
  );
}

/**
 * Merges flags over environment over file. `…_FILE` variables and `-file` flags name a file that holds the value,
 * for secrets. Throws OperatorError naming everything that is wrong at once, unknown names included.
 */
export function readConfig(flags: readonly string[], environment: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const fromFlags = readFlags(flags, problems);
  const fromEnvironment = readEnvironment(environment, problems);
  const file = fromFlags.get('config') ?? fromEnvironment.get('config');
  fromFlags.delete('config');
  fromEnvironment.delete('config');
  const fromFile = file === undefined ? {} : readConfigFile(file, problems);
  const result = settings.safeParse({ ...fromFile, ...Object.fromEntries(fromEnvironment), ...Object.fromEntries(fromFlags) });
  for (const issue of result.error?.issues ?? []) {
    if (issue.code === 'unrecognized_keys') problems.push(...issue.keys.map((key) => noSetting(key, key)));
    else problems.push(`${kebab(String(issue.path[0]))}: ${issue.message}.`);
  }
  for (const [one, other, why] of companions) {
    const given = result.data;
    if (given?.[one] !== undefined && given[other] === undefined) problems.push(`${kebab(other)}: is required with ${kebab(one)}: ${why}.`);
  }
  if (problems.length === 0 && result.success) return inDemoFolder(result.data);
  throw new OperatorError(
    `The configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\nCorrect it and start again; --help lists every setting.`,
  );
}

/** A demonstration has a folder of its own, so that it is never mixed with anything real. */
function inDemoFolder(config: Config): Config {
  return config.demo ? { ...config, dataDir: join(config.dataDir, 'demo') } : config;
}

function readFlags(flags: readonly string[], problems: string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (let index = 0; index < flags.length; index++) {
    const [flag = '', inline] = (flags[index] ?? '').split(/=(.*)/s);
    if (!flag.startsWith('--')) {
      problems.push(`${flag} is no flag: settings are given as --name value.`);
      continue;
    }
    const value = inline ?? (isSwitch(flag.slice(2)) ? 'true' : flags[++index]);
    if (value === undefined) problems.push(`${flag} needs a value.`);
    else setValue(found, { name: camel(flag.slice(2)), given: flag, value }, problems);
  }
  return found;
}

/** Whether a flag, without dashes, is a setting that is on once it is named. */
export function isSwitch(flag: string): boolean {
  return camel(flag) === 'demo';
}

function readEnvironment(environment: Readonly<Record<string, string | undefined>>, problems: string[]): Map<string, string> {
  const found = new Map<string, string>();
  const ownNames = new Map([...unprefixed].flatMap(([name, own]) => [[own, name] as const, [`${own}_FILE`, `${name}File`] as const]));
  for (const [key, value] of Object.entries(environment)) {
    const name =
      ownNames.get(key) ??
      (key.startsWith('CARILLON_') ? camel(key.slice('CARILLON_'.length).toLowerCase().replaceAll('_', '-')) : undefined);
    if (name !== undefined && value !== undefined && value !== '') setValue(found, { name, given: key, value }, problems);
  }
  return found;
}

/** A setting as somebody wrote it; `given` is its name there. */
interface Written {
  readonly name: string;
  readonly given: string;
  readonly value: string;
}

/** `secretKeyFile` gives `secretKey` the content of a file. */
function setValue(found: Map<string, string>, { name, given, value }: Written, problems: string[]): void {
  const target = name.endsWith('File') ? name.slice(0, -'File'.length) : '';
  if (Object.hasOwn(settings.shape, target)) found.set(target, readSmallFile(value, problems)?.trim() ?? '');
  else if (Object.hasOwn(settings.shape, name) || name === 'config') found.set(name, value);
  else problems.push(noSetting(given, name));
}

function readConfigFile(file: string, problems: string[]): Record<string, unknown> {
  const text = readSmallFile(file, problems);
  if (text === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
    problems.push(`${file} must hold a JSON object.`);
  } catch (error) {
    problems.push(`${file} is not JSON: ${messageOf(error)}.`);
  }
  return {};
}

function readSmallFile(file: string, problems: string[]): string | undefined {
  try {
    const content = readFileSync(file);
    if (content.length <= fileMax) return content.toString('utf8');
    problems.push(`${file} is larger than ${fileMax} bytes.`);
  } catch (error) {
    problems.push(`${file} cannot be read: ${messageOf(error)}.`);
  }
  return undefined;
}

function noSetting(given: string, name: string): string {
  const nearest = nearestName(name, Object.keys(settings.shape));
  return `${given} is no setting${nearest === undefined ? '.' : `; did you mean ${variable(nearest)} (--${kebab(nearest)})?`}`;
}

function variable(name: string): string {
  return unprefixed.get(name) ?? `CARILLON_${kebab(name).replaceAll('-', '_').toUpperCase()}`;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function camel(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
