import type { CallName, Input } from '../api/calls.ts';
import { getOperation, toTarget } from '../api/client.ts';
import type { OperationSketch } from '../api/operation-sketch.ts';

/** A call to show as code. */
export interface CodeCall {
  readonly name: CallName;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A call of this operation with this input, to be shown as code. */
export function codeCall<Name extends CallName>(name: Name, input: Input<Name>): CodeCall {
  return { name, input: { ...input } };
}

/** The call in each way of making it, where the server is at `endpoint`. */
export function toCode({ name, input }: CodeCall, endpoint: string) {
  const operation = getOperation(name);
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  return {
    isExtra: operation.isExtra,
    cli: toCli(operation, given, endpoint),
    javascript: toJavaScript(operation, given, endpoint),
    python: toPython(operation, given, endpoint),
    curl: toCurl(operation, given, endpoint),
    policy: toPolicy([name]),
  };
}

/** The smallest policy that allows these calls. */
export function toPolicy(names: readonly CallName[]): string {
  const Action = [...new Set(names.flatMap((name) => getOperation(name).actions))].toSorted();
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }, undefined, 2);
}

/** `CreateCDRBucket` → `create-cdr-bucket`, as botocore's `xform_name` does it. */
function toWords(name: string, separator: '-' | '_'): string {
  return name
    .replaceAll(/(.)([A-Z][a-z]+)/g, `$1${separator}$2`)
    .replaceAll(/([a-z0-9])([A-Z])/g, `$1${separator}$2`)
    .toLowerCase();
}

const clients: Readonly<Record<OperationSketch['service'], { readonly cli: string; readonly js: string; readonly signing: string }>> = {
  'access-analyzer': { cli: 'accessanalyzer', js: 'AccessAnalyzer', signing: 'access-analyzer' },
  chime: { cli: 'chime', js: 'Chime', signing: 'chime' },
  cloudtrail: { cli: 'cloudtrail', js: 'CloudTrail', signing: 'cloudtrail' },
  iam: { cli: 'iam', js: 'IAM', signing: 'iam' },
  sts: { cli: 'sts', js: 'STS', signing: 'sts' },
};

function toCli(operation: OperationSketch, input: Readonly<Record<string, unknown>>, endpoint: string): string {
  const parts = Object.entries(input).map(([member, value]) => {
    const flag = toWords(member, '-');
    if (typeof value === 'boolean') return value ? `--${flag}` : `--no-${flag}`;
    if (Array.isArray(value) && value.every((one) => typeof one !== 'object'))
      return `--${flag} ${value.map((one) => quoteShell(String(one))).join(' ')}`;
    return `--${flag} ${quoteShell(typeof value === 'string' ? value : JSON.stringify(value))}`;
  });
  return [`aws ${clients[operation.service].cli} ${toWords(codeName(operation), '-')}`, ...parts, `--endpoint-url ${endpoint}`].join(
    ' \\\n  ',
  );
}

/** The published SDK's name of an operation, where it has one. */
function codeName({ name, sdkName }: OperationSketch): string {
  return sdkName ?? name;
}

function quoteShell(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function toJavaScript(operation: OperationSketch, input: Readonly<Record<string, unknown>>, endpoint: string): string {
  const { js, cli, signing } = clients[operation.service];
  if (!operation.isExtra) {
    const name = codeName(operation);
    return `import { ${js}Client, ${name}Command } from '@aws-sdk/client-${cli}';

const client = new ${js}Client({ endpoint: '${endpoint}', region: 'us-east-1' });
const answer = await client.send(new ${name}Command(${literal(input)}));`;
  }
  const { method, target, body } = toWire(operation, input);
  return `// The published SDK never had this operation: the request is signed by hand.
import { Sha256 } from '@aws-crypto/sha256-js';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';

const url = new URL('${endpoint}${target}');
const signer = new SignatureV4({ credentials: defaultProvider(), region: 'us-east-1', service: '${signing}', sha256: Sha256 });
const request = await signer.sign(new HttpRequest({
  method: '${method}', hostname: url.hostname, port: Number(url.port) || undefined, path: url.pathname,
  query: Object.fromEntries(url.searchParams), headers: { host: url.host, 'content-type': 'application/json' },${body === undefined ? '' : `\n  body: JSON.stringify(${literal(body)}),`}
}));
const answer = await fetch(url, request);`;
}

function toPython(operation: OperationSketch, input: Readonly<Record<string, unknown>>, endpoint: string): string {
  const named = Object.entries(input).map(([member, value]) => `    ${member}=${python(value)},\n`);
  return `import boto3

client = boto3.client('${clients[operation.service].cli}', endpoint_url='${endpoint}', region_name='us-east-1')
answer = client.${toWords(codeName(operation), '_')}(${named.length === 0 ? '' : `\n${named.join('')}`})`;
}

function toCurl(operation: OperationSketch, input: Readonly<Record<string, unknown>>, endpoint: string): string {
  const { method, target, body, form } = toWire(operation, input);
  const lines = [
    `curl --aws-sigv4 aws:amz:us-east-1:${clients[operation.service].signing}`,
    `--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"`,
    ...(method === 'GET' || (method === 'POST' && (body !== undefined || form !== undefined)) ? [] : [`--request ${method}`]),
    ...(body === undefined ? [] : [`--header 'content-type: application/json'`, `--data ${quoteShell(JSON.stringify(body))}`]),
    ...(form ?? []).map(([name, value]) => `--data-urlencode ${quoteShell(`${name}=${value}`)}`),
    quoteShell(`${endpoint}${target}`),
  ];
  return lines.join(' \\\n  ');
}

interface Wire {
  readonly method: string;
  readonly target: string;
  readonly body: object | undefined;
  readonly form?: readonly (readonly [string, string])[];
}

function toWire({ rest, name, service }: OperationSketch, input: Readonly<Record<string, unknown>>): Wire {
  if (!rest) {
    const fields = Object.entries(input).flatMap(([member, value]) => flatten(member, value));
    return {
      method: 'POST',
      target: '/',
      body: undefined,
      form: [['Action', name], ['Version', service === 'iam' ? '2010-05-08' : '2011-06-15'], ...fields],
    };
  }
  const target = toTarget(rest, input);
  if (rest.method === 'GET' || rest.method === 'DELETE') return { method: rest.method, target, body: undefined };
  const rests = Object.entries(input).filter(([member]) => !rest.path.includes(`{${member}}`) && !Object.hasOwn(rest.query, member));
  return { method: rest.method, target, body: Object.fromEntries(rests) };
}

function flatten(name: string, value: unknown): (readonly [string, string])[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => flatten(`${name}.member.${index + 1}`, one));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([member, one]) => flatten(`${name}.${member}`, one));
  return [[name, String(value)]];
}

function literal(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replaceAll(/^(\s*)"([A-Za-z_]\w*)":/gm, '$1$2:');
}

function python(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, one]) => `${JSON.stringify(key)}: ${python(one)}`)
      .join(', ')}}`;
  return JSON.stringify(value);
}
