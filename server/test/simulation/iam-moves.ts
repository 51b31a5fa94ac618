import type { Operation } from '../../src/operation.ts';
import { AttachUserPolicy } from '../../src/operations/iam/AttachUserPolicy.ts';
import { CreateAccessKey } from '../../src/operations/iam/CreateAccessKey.ts';
import { CreateUser } from '../../src/operations/iam/CreateUser.ts';
import { DeleteAccessKey } from '../../src/operations/iam/DeleteAccessKey.ts';
import { DeleteUser } from '../../src/operations/iam/DeleteUser.ts';
import { DeleteUserPolicy } from '../../src/operations/iam/DeleteUserPolicy.ts';
import { DetachUserPolicy } from '../../src/operations/iam/DetachUserPolicy.ts';
import { GetUser } from '../../src/operations/iam/GetUser.ts';
import { ListUsers } from '../../src/operations/iam/ListUsers.ts';
import { PutUserPolicy } from '../../src/operations/iam/PutUserPolicy.ts';
import { UpdateAccessKey } from '../../src/operations/iam/UpdateAccessKey.ts';
import { never } from './account-moves.ts';
import type { Chance } from '../../src/demo/chance.ts';
import type { Draw, Move } from './move.ts';
import { documents, malformedDocuments, managedPolicies, userArn } from './rights.ts';
import { Chosen, Refusal, type Expected, type IamUser, type Key, type State, type Tenant } from './state.ts';

const userNames = ['u1', 'u2', 'u3'];
const policyNames = ['one', 'two'];
const keysMax = 2;

/** What an IAM answer is compared by: the texts of these XML elements, in order. */
type Shown = Readonly<Record<string, readonly (string | Chosen)[]>>;

export const iamMoves: readonly Draw[] = [
  onUser(CreateUser, (_, name) => ({
    apply: (tenant) => {
      if (tenant.people.some((user) => user.name === name)) throw new Refusal(409, 'EntityAlreadyExists');
      tenant.people.push({ name, keys: [], attached: new Set(), inline: new Map() });
      return answer({ UserName: [name] });
    },
  })),
  onUser(DeleteUser, (_, name) => ({
    apply: (tenant) => {
      const user = getPerson(tenant, name);
      if (user.keys.length + user.attached.size + user.inline.size > 0) throw new Refusal(409, 'DeleteConflict');
      tenant.people.splice(tenant.people.indexOf(user), 1);
      return answer({});
    },
  })),
  onUser(GetUser, (_, name) => ({
    apply: (tenant) => answer({ UserName: [getPerson(tenant, name).name], Arn: [userArn(tenant, name)] }),
  })),
  (_, __, { awsAccountId }) => ({
    operation: ListUsers,
    input: {},
    needs: [{ action: 'iam:ListUsers', resource: `arn:aws:iam::${awsAccountId}:user/` }],
    apply: (tenant) => answer({ UserName: ['admin', ...tenant.people.map(({ name }) => name).toSorted()] }),
  }),
  onUser(PutUserPolicy, (chance, name) => {
    const PolicyName = chance.pick(policyNames);
    const malformed = chance.oneIn(6) ? chance.pick(malformedDocuments) : undefined;
    const index = chance.below(documents.length);
    return {
      input: { PolicyName, PolicyDocument: malformed ?? documents[index]?.text },
      apply: (tenant) => {
        const user = getPerson(tenant, name);
        if (malformed !== undefined) throw new Refusal(400, 'MalformedPolicyDocument');
        user.inline.set(PolicyName, index);
        return answer({});
      },
    };
  }),
  onUser(DeleteUserPolicy, (chance, name) => {
    const PolicyName = chance.pick(policyNames);
    return {
      input: { PolicyName },
      apply: (tenant) => {
        if (!getPerson(tenant, name).inline.delete(PolicyName)) throw new Refusal(404, 'NoSuchEntity');
        return answer({});
      },
    };
  }),
  onUser(AttachUserPolicy, (chance, name) => {
    const policy = chance.oneIn(10) ? 'NoSuchPolicy' : chance.pick([...managedPolicies.keys()]);
    return {
      input: { PolicyArn: `arn:aws:iam::aws:policy/${policy}` },
      apply: (tenant) => {
        const user = getPerson(tenant, name);
        if (!managedPolicies.has(policy)) throw new Refusal(404, 'NoSuchEntity');
        user.attached.add(policy);
        return answer({});
      },
    };
  }),
  onUser(DetachUserPolicy, (chance, name) => {
    const policy = chance.pick([...managedPolicies.keys()]);
    return {
      input: { PolicyArn: `arn:aws:iam::aws:policy/${policy}` },
      apply: (tenant) => {
        if (!getPerson(tenant, name).attached.delete(policy)) throw new Refusal(404, 'NoSuchEntity');
        return answer({});
      },
    };
  }),
  onUser(CreateAccessKey, (_, name) => ({
    apply: (tenant) => {
      const { keys } = getPerson(tenant, name);
      if (keys.length >= keysMax) throw new Refusal(409, 'LimitExceeded');
      const key: Key = { id: '', secret: '', active: true };
      keys.push(key);
      return answer({
        UserName: [name],
        AccessKeyId: [new Chosen(/^AKIA[A-Z2-7]{16}$/, (id) => (key.id = id))],
        SecretAccessKey: [new Chosen(/^[A-Za-z0-9+/]{40}$/, (secret) => (key.secret = secret))],
      });
    },
  })),
  onUser(UpdateAccessKey, (chance, name, state) => {
    const AccessKeyId = drawKeyId(chance, state, name);
    const Status = chance.pick(['Active', 'Inactive']);
    return {
      input: { AccessKeyId, Status },
      apply: (tenant) => {
        getKey(getPerson(tenant, name), AccessKeyId).active = Status === 'Active';
        return answer({});
      },
    };
  }),
  onUser(DeleteAccessKey, (chance, name, state) => {
    const AccessKeyId = drawKeyId(chance, state, name);
    return {
      input: { AccessKeyId },
      apply: (tenant) => {
        const user = getPerson(tenant, name);
        user.keys.splice(user.keys.indexOf(getKey(user, AccessKeyId)), 1);
        return answer({});
      },
    };
  }),
  (chance) => {
    const input = chance.pick<Readonly<Record<string, unknown>>>([
      {},
      { UserName: '' },
      { UserName: 'two words' },
      { UserName: 'x'.repeat(65) },
    ]);
    return { operation: CreateUser, input, invalid: true, needs: [], apply: never };
  },
];

/** An operation on a named user of the caller's AWS account. */
function onUser(
  operation: Operation,
  draw: (chance: Chance, name: string, state: State) => { input?: Readonly<Record<string, unknown>>; apply: Move['apply'] },
): Draw {
  return (chance, state, tenant) => {
    const UserName = chance.pick(userNames);
    const { input, apply } = draw(chance, UserName, state);
    return {
      operation,
      input: { UserName, ...input },
      needs: [{ action: `iam:${operation.name}`, resource: userArn(tenant, UserName) }],
      apply,
    };
  };
}

/** Mostly the user's own key, now and then somebody else's of any tenant, or none that exists. */
function drawKeyId(chance: Chance, { tenants }: State, name: string): string {
  const people = tenants.flatMap((tenant) => tenant.people);
  const own = people.filter((user) => user.name === name).flatMap(({ keys }) => keys);
  const keys = chance.oneIn(5) ? people.flatMap((user) => user.keys) : own;
  return keys.length === 0 || chance.oneIn(10) ? 'AKIANOSUCHKEYNOSUCH1' : chance.pick(keys).id;
}

function getPerson(tenant: Tenant, name: string): IamUser {
  const user = tenant.people.find((one) => one.name === name);
  if (!user) throw new Refusal(404, 'NoSuchEntity');
  return user;
}

function getKey(user: IamUser, id: string): Key {
  const key = user.keys.find((one) => one.id === id);
  if (!key) throw new Refusal(404, 'NoSuchEntity');
  return key;
}

function answer(shown: Shown): Expected {
  return { status: 200, body: shown };
}
