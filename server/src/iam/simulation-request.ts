import type { Context, Layers, RequestPrincipal } from '@carillon/iam';
import { InvalidInput } from '../errors.ts';
import { compileInputs } from './policy-sources.ts';
import type { Attempt, Simulation } from './simulate.ts';

/** What a simulation may bring besides the policies in question. */
interface Request {
  readonly PolicyInputList?: readonly string[] | undefined;
  readonly PermissionsBoundaryPolicyInputList?: readonly string[] | undefined;
  readonly ResourcePolicy?: string | undefined;
  readonly ResourceOwner?: string | undefined;
  readonly CallerArn?: string | undefined;
  readonly ContextEntries?: readonly Entry[] | undefined;
}

interface Entry {
  readonly ContextKeyName?: string | undefined;
  readonly ContextKeyValues?: readonly string[] | undefined;
  readonly ContextKeyType?: string | undefined;
}

/**
 * A simulation of some layers with what the call adds to them. @param own the condition keys that follow from whose policies
 * these are; @param callerArn the caller unless the call names another. Throws InvalidInput.
 */
export function toSimulation(request: Request, layers: Layers, own: Context, callerArn: string | undefined): Simulation {
  const {
    PolicyInputList = [],
    PermissionsBoundaryPolicyInputList,
    ResourcePolicy,
    ResourceOwner,
    CallerArn,
    ContextEntries = [],
  } = request;
  const identity = [...layers.identity, ...compileInputs(PolicyInputList, 'inline-role', 'PolicyInputList')];
  const boundary =
    PermissionsBoundaryPolicyInputList &&
    compileInputs(PermissionsBoundaryPolicyInputList, 'boundary', 'PermissionsBoundaryPolicyInputList');
  // The only policies of resources here are the trust policies of roles.
  const trust = ResourcePolicy === undefined ? undefined : compileInputs([ResourcePolicy], 'trust', 'ResourcePolicy');
  const named = CallerArn ?? callerArn;
  const caller = named === undefined ? undefined : readCaller(named);
  if (trust && !caller)
    throw new InvalidInput('CallerArn is required with a ResourcePolicy: its Principal has to be compared with somebody.');
  const owner = ownerOf(ResourceOwner);
  return {
    layers: { ...layers, identity, ...(boundary && { boundary }), ...(trust && { trust }) },
    // Who calls may have been changed; what the caller carries otherwise stays that of the policies' owner.
    context: {
      ...own,
      ...(CallerArn === undefined ? {} : caller?.context),
      ...(owner !== undefined && { 'aws:ResourceAccount': owner }),
      ...readContextEntries(ContextEntries),
    },
    principal: trust && caller?.principal,
    isCrossAccount: trust !== undefined && owner !== undefined && owner !== caller?.principal.account,
  };
}

/** The context that a call describes. Throws InvalidInput for an entry without a name, or with several values where its type has one. */
function readContextEntries(entries: readonly Entry[]): Context {
  const context = new Map<string, string | readonly string[]>();
  for (const { ContextKeyName: name, ContextKeyValues: values = [], ContextKeyType: type = 'string' } of entries) {
    if (name === undefined) throw new InvalidInput('Each context entry needs a ContextKeyName.');
    const [value, ...more] = values;
    if (type.endsWith('List')) context.set(name, values);
    else if (more.length > 0) {
      throw new InvalidInput(`The context key ${name} has ${values.length} values, but its type is ${type}. Use ${type}List.`);
    } else if (value !== undefined) context.set(name, value);
  }
  return Object.fromEntries(context);
}

/** Each action on each resource. Throws InvalidInput for what is no action name. */
export function listAttempts(actions: readonly string[], resources: readonly string[] = ['*']): Attempt[] {
  const wrong = actions.find((action) => !/^[a-z0-9-]+:[a-z0-9]+$/i.test(action));
  if (wrong !== undefined) {
    throw new InvalidInput(
      `Invalid action name: ${wrong}. Name one action with its service, such as chime:GetUser; wildcards are not simulated.`,
    );
  }
  const asked = resources.length === 0 ? ['*'] : resources;
  return actions.flatMap((action) => asked.map((resource) => ({ action, resource })));
}

/** An IAM user as a simulation's caller. Throws InvalidInput for the ARN of anything else. */
function readCaller(arn: string): { readonly principal: RequestPrincipal; readonly context: Context } {
  const [, account, name] = /^arn:aws:iam::(\d{12}):user\/(?:.*\/)?([\w+=,.@-]+)$/.exec(arn) ?? [];
  if (account === undefined || name === undefined) throw new InvalidInput(`Invalid CallerArn: ${arn}. Name an IAM user.`);
  const context = { ...callerContext(arn, account), 'aws:PrincipalType': 'User', 'aws:username': name };
  return { principal: { arns: [arn], account }, context };
}

/** The condition keys that every request of a principal carries. */
export function callerContext(arn: string, awsAccountId: string): Context {
  return {
    'aws:PrincipalArn': arn,
    'aws:PrincipalAccount': awsAccountId,
    'aws:PrincipalIsAWSService': 'false',
    'aws:ViaAWSService': 'false',
    'aws:ResourceAccount': awsAccountId,
  };
}

/** The AWS account that a simulated resource is said to belong to: twelve digits, or the ARN of its root. */
function ownerOf(resourceOwner: string | undefined): string | undefined {
  return /^(\d{12})$|^arn:aws:iam::(\d{12}):root$/
    .exec(resourceOwner ?? '')
    ?.slice(1)
    .find((account) => account !== undefined);
}
