import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { deriveArtefacts, fillReadme } from '../src/derive/index.ts';
import { operations } from '../src/operations/all.ts';
import { typeAws } from './support/aws-cli.ts';
import { differences, operationTree, readModel } from './support/botocore.ts';
import { awsCli, boto3, clientEnvironment, execute, isInstalled } from './support/peers.ts';

const root = new URL('../..', import.meta.url).pathname;
const artefacts = deriveArtefacts(operations);

describe('what is derived', () => {
  test.each([...artefacts.keys()])('generated/%s is what the operations say; run `npm run generate`', (path) => {
    expect(read(`generated/${path}`)).toBe(artefacts.get(path));
  });

  test('the README’s table is what the operations say', () => {
    const readme = read('README.md');
    expect(readme).toBe(fillReadme(readme, operations));
  });
});

describe('the contract', () => {
  const contract = referenceRows(read('server/test/cases/amazon-chime-iam-reference.md'));

  test('all 57 actions of Amazon’s reference are declared once, word for word', () => {
    expect(contract).toHaveLength(57);
    expect(referenceRows(artefacts.get('service-authorization-reference.md') ?? '')).toEqual(contract);
  });

  test('no action is declared twice, and every needed action is declared', () => {
    const names = operations.flatMap(({ service, action }) => (action ? [`${service}:${action.name}`] : []));
    const needed = operations.flatMap(({ service, needs }) => (needs?.actions ?? []).map((name) => `${service}:${name}`));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(needed.filter((name) => !names.includes(name))).toEqual([]);
  });

  test('no two operations share method, path and literal', () => {
    const routes = operations.flatMap(({ binding }) =>
      binding.protocol === 'rest-json' ? [`${binding.method} ${binding.path.replaceAll(/\{\w+\}/g, '{}')} ${binding.operation}`] : [],
    );
    expect(routes.filter((route, index) => routes.indexOf(route) !== index)).toEqual([]);
  });

  test.each(operations.map((operation) => [`${operation.service}:${operation.name}`, operation] as const))(
    'the example of %s is a valid input',
    (_name, { input, example }) => {
      expect(input.strict().safeParse(example).error).toBeUndefined();
    },
  );
});

describe.skipIf(!isInstalled(boto3) || !isInstalled(awsCli))('beside the models that Amazon publishes', () => {
  const full = readModel(artefacts.get('service-2.json') ?? '');
  const env = clientEnvironment({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' });

  beforeAll(() => {
    const models = join(env['HOME'] ?? '', '.aws/models/chime/2018-05-01');
    mkdirSync(models, { recursive: true });
    for (const file of ['service-2.sdk-extras.json', 'paginators-1.sdk-extras.json', 'waiters-2.json'])
      cpSync(join(root, 'generated', file), join(models, file));
  });

  test('the 25 published operations that Carillon serves are equal', () => {
    const stock = readStock();
    expect([...full.operations.keys()].filter((name) => stock.operations.has(name))).toHaveLength(25);
    expect(differences(full, stock)).toEqual([]);
  });

  test('botocore merges the overlay and the stock model into the full one, and leaves what Carillon does not serve as it was', async () => {
    const script = `import botocore.session, json
print(json.dumps(botocore.session.get_session().get_component('data_loader').load_service_model('chime', 'service-2')))`;
    const stock = readStock();
    const merged = readModel((await execute(boto3.command, ['-c', script], env)).stdout);
    for (const name of full.operations.keys()) expect(operationTree(merged, name), name).toEqual(operationTree(full, name));
    const unserved = [...stock.operations.keys()].filter((name) => !full.operations.has(name));
    for (const name of unserved) expect(operationTree(merged, name), name).toEqual(operationTree(stock, name));
  });

  test('boto3 takes the overlay: methods, paginators, waiters', async () => {
    const script = `import boto3
chime = boto3.client('chime')
print(chime.get_user_by_email.__name__, chime.can_paginate('list_domains'), *chime.waiter_names)`;
    expect((await execute(boto3.command, ['-c', script], env)).stdout).toBe('get_user_by_email True data_export_ready domain_verified\n');
  });

  test('the AWS CLI takes the overlay: commands, --dry-run, waiters', async () => {
    const skeleton = async (command: string): Promise<string> => (await typeAws(['chime', command, '--generate-cli-skeleton'], env)).stdout;
    expect(JSON.parse(await skeleton('get-user-by-email'))).toEqual({ AccountId: '', UserEmail: '' });
    expect(JSON.parse(await skeleton('reset-personal-pin'))).toEqual({ AccountId: '', UserId: '', DryRun: true });
    expect((await typeAws(['chime', 'wait', 'domain-verified', 'help'], env)).stdout).toContain('--domain-name');
  });
});

/** The published model, as python3-botocore installs it. */
function readStock() {
  return readModel(readFileSync('/usr/lib/python3/dist-packages/botocore/data/chime/2018-05-01/service-2.json', 'utf8'));
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Name, description, access level and dependent actions of each row of a service authorization reference. */
function referenceRows(markdown: string): string[][] {
  return markdown
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll(/\\(.)/g, '$1')))
    .filter((cells) => cells.length === 8 && /^(\[ )?[A-Z][A-Za-z]+/.test(cells[1] ?? '') && cells[1] !== 'Actions')
    .map(([, name = '', description = '', access = '', , , dependent = '']) => [
      /[A-Za-z]+/.exec(name)?.[0] ?? '',
      description,
      access,
      ...dependent.split(/\s+/).filter(Boolean),
    ]);
}
