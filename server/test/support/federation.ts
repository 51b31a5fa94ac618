import type { JWTPayload } from 'jose';
import { openConnections } from '../../src/compose.ts';
import { CreateOpenIDConnectProvider } from '../../src/operations/iam/CreateOpenIDConnectProvider.ts';
import { CreateRole } from '../../src/operations/iam/CreateRole.ts';
import { PutRolePolicy } from '../../src/operations/iam/PutRolePolicy.ts';
import { AssumeRoleWithWebIdentity } from '../../src/operations/sts/AssumeRoleWithWebIdentity.ts';
import { createAuthority, type Authority } from './authority.ts';
import { encodeCall } from './call.ts';
import { startIssuer, type Issuer } from './issuer.ts';
import { present } from './members.ts';
import { allow, document } from './policies.ts';
import { roleArn } from './sessions.ts';
import { createWorld, type Person, type World } from './world.ts';

/** An answer of STS to somebody without a signature. */
export interface Answer {
  readonly status: number;
  /** The text of an XML element. */
  text(name: string): string | undefined;
}

/** A world with an identity provider, whose tokens for `carillon` and `carillon-cli` the role `open` of Acme takes. */
export interface Federation {
  readonly world: World;
  readonly authority: Authority;
  readonly issuer: Issuer;
  /** The provider's ARN, and what condition keys of its claims begin with. */
  readonly provider: string;
  readonly prefix: string;
  /** The world's time as tokens tell it. */
  seconds(): number;
  /** Claims of a token for Jo that is good for five minutes. */
  claims(more?: Readonly<Record<string, unknown>>): JWTPayload;
  /** A trust policy for tokens of the provider. */
  trusting(conditions?: object, action?: string | string[]): string;
  /** Sends the call as clients do: without a signature. */
  assume(token: string, RoleName?: string, more?: object, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  close(): Promise<void>;
}

/** The issuer is at `localhost`, which has addresses of both families. */
const toLocalhost = openConnections({ dnsServers: ['127.0.0.1:1'], dnsPort: 1, outgoingAllow: ['127.0.0.1', '::1'] });

export async function createFederation(): Promise<Federation> {
  const authority = createAuthority();
  const world = await createWorld({ connections: toLocalhost });
  const issuer = await startIssuer(authority, '/staff');
  const input = { Url: issuer.url, ClientIDList: ['carillon', 'carillon-cli'], ThumbprintList: [authority.thumbprint] };
  const provider = present((await world.ana.call(CreateOpenIDConnectProvider, input)).OpenIDConnectProviderArn);
  const seconds = (): number => Math.floor(world.clock.now() / 1000);
  const trusting: Federation['trusting'] = (conditions = {}, Action = 'sts:AssumeRoleWithWebIdentity') => {
    const Condition = Object.keys(conditions).length === 0 ? {} : { Condition: conditions };
    return document({ Effect: 'Allow', Principal: { Federated: provider }, Action, ...Condition });
  };
  await world.ana.call(CreateRole, { RoleName: 'open', AssumeRolePolicyDocument: trusting() });
  await world.ana.call(PutRolePolicy, { RoleName: 'open', PolicyName: 'own', PolicyDocument: allow('iam:ListUsers') });
  return {
    ...{ world, authority, issuer, provider, seconds, trusting },
    prefix: issuer.url.slice('https://'.length),
    claims: (more = {}) => ({ sub: 'jo', aud: 'carillon', iat: seconds(), exp: seconds() + 300, ...more }),
    async assume(WebIdentityToken, RoleName = 'open', more = {}, headers = {}) {
      const call = { RoleArn: roleArn(RoleName), RoleSessionName: 'jo-laptop', WebIdentityToken, ...more };
      const { method, target, headers: own, body } = encodeCall(AssumeRoleWithWebIdentity, call);
      const rawHeaders = ['host', 'carillon.test', ...Object.entries({ ...own, ...headers }).flat()];
      const reply = await world.send({ method, target, rawHeaders, body: Buffer.from(body) });
      return { status: reply.status, text: (name) => textOf(reply.body, name) };
    },
    async close() {
      await issuer.close();
      // Providers that are not as they should be are told to the operator; that is no fault of this program.
      world.faults.length = 0;
      await world.close();
    },
  };
}

/** Status, code and message of a refusal. */
export async function refusal(answer: Promise<Answer>): Promise<[number, string | undefined, string | undefined]> {
  const { status, text } = await answer;
  return [status, text('Code'), text('Message')];
}

/** The session that was answered, ready to call. */
export async function sessionOf(world: World, answer: Promise<Answer>): Promise<Person> {
  const { text } = await answer;
  return world.withKey(present(text('AccessKeyId')), present(text('SecretAccessKey')), present(text('SessionToken')));
}

/** The text of the first XML element of a name. */
export function textOf(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>(.*?)</${name}>`).exec(xml)?.[1]?.replaceAll('&apos;', "'");
}
