import * as analyzer from '@aws-sdk/client-accessanalyzer';
import * as cloudTrail from '@aws-sdk/client-cloudtrail';
import * as iam from '@aws-sdk/client-iam';
import * as sts from '@aws-sdk/client-sts';
import { z } from 'zod';
import { operations } from '../../src/operations/all.ts';
import type { ServiceName } from '../../src/operation.ts';
import { clientEnvironment, type Credential } from './peers.ts';
import { startScript } from './python.ts';

/** Who calls; with a token for temporary credentials. */
export interface Caller extends Credential {
  readonly sessionToken?: string;
}

/** A client of AWS that nobody here wrote and that does not know Carillon. Operations are called by their names. */
export interface StockClient {
  /** Answers what the client makes of the answer. Throws what it makes of a refusal. Without a caller the call is not signed. */
  call(operation: string, input: object, caller: Caller | undefined): Promise<unknown>;
  stop(): Promise<void>;
}

/** The services that stock clients administer permissions with. */
export const permissionServices = ['iam', 'sts', 'access-analyzer', 'cloudtrail'] as const satisfies readonly ServiceName[];

type PermissionService = (typeof permissionServices)[number];

const packages = { iam, sts, 'access-analyzer': analyzer, cloudtrail: cloudTrail };
/** A command of any of the packages; that they fit each other is what the test is about. */
const CommandClass = z.custom<new (input: object) => never>((value) => typeof value === 'function', 'The SDK lacks this operation.');

/** The clients of the AWS SDK for JavaScript. */
export function startSdk(url: string): StockClient {
  return {
    async call(operation, input, caller) {
      const service = serviceOf(operation);
      const options = { endpoint: url, region: 'us-east-1', maxAttempts: 1, credentials: caller ?? nobody };
      const command = new (CommandClass.parse(Reflect.get(packages[service], `${operation}Command`)))(input);
      return sendBy[service](options, command);
    },
    stop: async () => undefined,
  };
}

const nobody = async (): Promise<never> => Promise.reject(new Error('This call needs no credentials.'));

interface Options {
  readonly endpoint: string;
  readonly region: string;
  readonly maxAttempts: number;
  readonly credentials: Caller | (() => Promise<never>);
}

const sendBy: Readonly<Record<PermissionService, (options: Options, command: never) => Promise<unknown>>> = {
  iam: (options, command) => new iam.IAMClient(options).send(command),
  sts: (options, command) => new sts.STSClient(options).send(command),
  'access-analyzer': (options, command) => new analyzer.AccessAnalyzerClient(options).send(command),
  cloudtrail: (options, command) => new cloudTrail.CloudTrailClient(options).send(command),
};

/** Debian's AWS CLI. @param models a folder with what was published since it was */
export function startCli(url: string, models: string): StockClient {
  const script = startScript('call_cli.py', url, { ...environmentOf(undefined), AWS_DATA_PATH: models });
  return {
    call(operation, input, caller) {
      const service = serviceOf(operation).replace('-', '');
      return script.ask({ service, operation, with: input, environment: environmentOf(caller) });
    },
    stop: () => script.stop(),
  };
}

function environmentOf(caller: Caller | undefined): Record<string, string> {
  const { AWS_ACCESS_KEY_ID: id = '', AWS_SECRET_ACCESS_KEY: secret = '', ...rest } = clientEnvironment(caller ?? noKey);
  return {
    ...rest,
    ...(caller && { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret }),
    ...(caller?.sessionToken !== undefined && { AWS_SESSION_TOKEN: caller.sessionToken }),
  };
}

const noKey: Credential = { accessKeyId: '', secretAccessKey: '' };

function serviceOf(operation: string): PermissionService {
  const service = permissionServices.find((candidate) =>
    operations.some(({ name, service: own }) => name === operation && own === candidate),
  );
  if (service === undefined) throw new Error(`No such operation is declared: ${operation}.`);
  return service;
}
