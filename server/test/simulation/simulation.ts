import { expect } from 'vitest';
import { verifyChain } from '../../src/cli/audit-verify.ts';
import type { Operation } from '../../src/operation.ts';
import { CreateAccount } from '../../src/operations/chime/CreateAccount.ts';
import { GetUserByEmail } from '../../src/operations/chime/GetUserByEmail.ts';
import { ListAccounts } from '../../src/operations/chime/ListAccounts.ts';
import { ListUsers } from '../../src/operations/chime/ListUsers.ts';
import { accountMoves, create, sortById } from './account-moves.ts';
import { createChance, type Chance } from '../../src/demo/chance.ts';
import { compare, expectation, type Caller } from './expectation.ts';
import { iamMoves } from './iam-moves.ts';
import { showAccount, showUser } from './move.ts';
import { createSite, type Site } from './site.ts';
import { findDifference, type Account, type Key, type State, type Tenant } from './state.ts';
import { userMoves } from './user-moves.ts';

export interface Simulation {
  run(steps: number): Promise<void>;
  /** The last steps, for whoever looks into a failure. */
  history(): string;
  close(): Promise<void>;
}

const historyMax = 40;
const minuteMs = 60_000;

export async function createSimulation(seed: number): Promise<Simulation> {
  const chance = createChance(seed);
  const site = await createSite();
  return new Run(chance, site);
}

class Run implements Simulation {
  readonly #chance: Chance;
  readonly #site: Site;
  #state: State;
  readonly #log: string[] = [];
  /** Keys of users that are gone. */
  readonly #dead: Key[] = [];
  readonly #acknowledged: string[] = [];
  readonly #rehearsed: string[] = [];
  /** Every PIN ever seen, and whose it was. */
  readonly #pins = new Map<string, string>();

  constructor(chance: Chance, site: Site) {
    this.#chance = chance;
    this.#site = site;
    this.#state = {
      tenants: site.administrators.map(({ awsAccountId, key }) => ({
        awsAccountId,
        administrator: key,
        accounts: [],
        people: [],
        tokens: new Map(),
      })),
    };
  }

  async run(steps: number): Promise<void> {
    for (let step = 0; step < steps; step++) {
      if (this.#chance.oneIn(60)) await this.#crash();
      else if (this.#chance.oneIn(25)) await this.#repeatAtOnce();
      else if (this.#chance.oneIn(12)) await this.#event();
      else await this.#call();
    }
    await this.#crash();
  }

  history(): string {
    return this.#log.slice(-historyMax).join('\n');
  }

  close(): Promise<void> {
    return this.#site.close();
  }

  async #call(): Promise<void> {
    const tenant = this.#chance.pick(this.#state.tenants);
    const caller = this.#drawCaller(tenant);
    const draws = this.#chance.pick([accountMoves, userMoves, userMoves, iamMoves]);
    const move = this.#chance.pick(draws)(this.#chance, this.#state, tenant);
    const dryRun = move.operation.mutates && this.#chance.oneIn(6);
    this.#note(
      `${caller.user?.name ?? 'admin'} of ${tenant.awsAccountId}: ${move.operation.name} ${JSON.stringify(move.input)}${dryRun ? ' (dry run)' : ''}`,
    );
    const reply = await this.#site.send(caller.key, move.operation, move.input, dryRun);
    const after = structuredClone(this.#state);
    const expected = expectation(move, caller, find(after, tenant), this.#site.now());
    compare(move.operation, expected, reply);
    // Whoever is refused at the front door is not told how the call was read.
    expect(reply.headers['x-carillon-dry-run'], 'the dry-run header').toBe(dryRun && !caller.refusal ? 'true' : undefined);
    if (!move.operation.mutates || expected.code !== undefined) return;
    (dryRun ? this.#rehearsed : this.#acknowledged).push(reply.headers['x-amzn-requestid'] ?? '');
    if (dryRun) return;
    for (const token of find(after, tenant).tokens.values()) token.answer ||= reply.body;
    await this.#adopt(after);
  }

  /** The administrator, mostly; a person with a key; or a key that is of no use. */
  #drawCaller({ administrator, people }: Tenant): Caller {
    if (this.#dead.length > 0 && this.#chance.oneIn(20)) {
      return { user: undefined, key: this.#chance.pick(this.#dead), refusal: 'unknown key' };
    }
    const withKeys = people.filter(({ keys }) => keys.length > 0);
    if (withKeys.length === 0 || this.#chance.oneIn(2)) return { user: undefined, key: administrator, refusal: undefined };
    const user = this.#chance.pick(withKeys);
    const key = this.#chance.pick(user.keys);
    if (!key.active) return { user, key, refusal: 'unknown key' };
    if (this.#chance.oneIn(30)) return { user, key: { ...key, secret: administrator.secret }, refusal: 'wrong signature' };
    return { user, key, refusal: undefined };
  }

  /** What the server chose is asked for, and the keys of users that are gone are kept for later attempts. */
  async #adopt(after: State): Promise<void> {
    for (const tenant of after.tenants) {
      for (const account of tenant.accounts) {
        for (const user of account.users.filter(({ id }) => id === '')) {
          const reply = await this.#site.send(tenant.administrator, GetUserByEmail, { AccountId: account.id, UserEmail: user.email });
          compare(GetUserByEmail, { status: 200, body: { User: showUser(account, user) } }, reply);
        }
        for (const { id, pin } of account.users) {
          expect(this.#pins.get(pin) ?? id, `whose PIN ${pin} is`).toBe(id);
          this.#pins.set(pin, id);
        }
      }
      const living = new Set(tenant.people.flatMap(({ keys }) => keys).map(({ id }) => id));
      const before = find(this.#state, tenant).people.flatMap(({ keys }) => keys);
      this.#dead.push(...before.filter(({ id }) => !living.has(id)));
    }
    this.#state = after;
  }

  /** The same create three times at once: with a token it happens once, without one the name is given once. */
  async #repeatAtOnce(): Promise<void> {
    const tenant = this.#chance.pick(this.#state.tenants);
    const unique = `At once ${this.#log.length}`;
    const input = { Name: unique, ...(this.#chance.oneIn(2) && { ClientRequestToken: `once-${this.#log.length}` }) };
    this.#note(`three times at once: CreateAccount ${JSON.stringify(input)}`);
    const replies = await Promise.all([1, 2, 3].map(() => this.#site.send(tenant.administrator, CreateAccount, input)));
    const after = structuredClone(this.#state);
    const own = find(after, tenant);
    const body = { Account: showAccount(own, create(own, unique, this.#site.now())) };
    const created = replies.filter(({ status }) => status === 201);
    expect(created).toHaveLength('ClientRequestToken' in input ? 3 : 1);
    for (const reply of created) {
      compare(CreateAccount, { status: 201, body }, reply);
      this.#acknowledged.push(reply.headers['x-amzn-requestid'] ?? '');
    }
    for (const reply of replies.filter(({ status }) => status !== 201))
      compare(CreateAccount, { status: 409, code: 'ConflictException' }, reply);
    await this.#adopt(after);
  }

  /** Time passes, or what another program does: somebody accepts an invitation, an account becomes an Enterprise. */
  async #event(): Promise<void> {
    const account = this.#pickAccount();
    const user = account?.users.find(({ status }) => status === 'Unregistered');
    const choice = this.#chance.below(4);
    if (choice === 0 && account && user) {
      this.#note(`${user.email} accepts the invitation to ${account.name}`);
      const registeredOn = this.#site.now();
      await this.#site.changeUser(user.id, {
        registration_status: 'Registered',
        invitation_status: 'Accepted',
        registered_on: registeredOn,
      });
      Object.assign(user, { status: 'Registered', invitation: 'Accepted', registeredOn });
    } else if (choice === 1 && account && this.#chance.oneIn(4)) {
      this.#note(`${account.name} becomes an Enterprise account`);
      await this.#site.changeAccount(account.id, { type: 'EnterpriseLWA' });
      account.type = 'EnterpriseLWA';
    } else if (choice === 2) {
      this.#note('audit events are flushed');
      await this.#site.flush();
    } else {
      const minutes = this.#chance.pick([0.01, 1, 61, 25 * 60, -1, -90]);
      this.#note(`the clock moves by ${minutes} minutes`);
      this.#site.advance(minutes * minuteMs);
    }
  }

  #pickAccount(): Account | undefined {
    const accounts = this.#state.tenants.flatMap((tenant) => tenant.accounts);
    return accounts.length === 0 ? undefined : this.#chance.pick(accounts);
  }

  /** The process is gone, some writes under way; whatever it acknowledged must be there when the next one starts. */
  async #crash(): Promise<void> {
    this.#note('crash');
    const [tenant] = this.#state.tenants;
    const names = tenant ? Array.from({ length: this.#chance.below(4) }, (_, index) => `Under way ${this.#log.length}-${index}`) : [];
    const acknowledged = new Set<string>();
    const underWay = names.map(async (name) => {
      const reply = tenant && (await this.#site.send(tenant.administrator, CreateAccount, { Name: name }));
      if (reply?.status === 201) acknowledged.add(name);
    });
    await this.#site.crash(this.#chance.below(12), () => Promise.allSettled(underWay), acknowledged);
    if (tenant) await this.#adoptUnderWay(tenant, names, acknowledged);
    await this.#expectEverything();
  }

  /** What was under way is there or not; what was acknowledged is. */
  async #adoptUnderWay(tenant: Tenant, names: readonly string[], acknowledged: ReadonlySet<string>): Promise<void> {
    const after = structuredClone(this.#state);
    const own = find(after, tenant);
    for (const name of names) {
      const reply = await this.#site.send(tenant.administrator, ListAccounts, { Name: name });
      const isThere = reply.body.includes(name);
      if (acknowledged.has(name)) expect(isThere, `${name}, which was acknowledged,`).toBe(true);
      if (isThere)
        compare(ListAccounts, { status: 200, body: { Accounts: [showAccount(own, create(own, name, this.#site.now()))] } }, reply);
    }
    await this.#adopt(after);
  }

  /** The whole of both tenants, page by page, and the audit trail. */
  async #expectEverything(): Promise<void> {
    for (const tenant of this.#state.tenants) {
      const accounts = await this.#listAll(tenant, ListAccounts, {}, 'Accounts');
      expect(
        findDifference(
          sortById(tenant.accounts).map((account) => showAccount(tenant, account)),
          accounts,
          'accounts',
        ),
      ).toBeUndefined();
      for (const account of tenant.accounts) {
        const users = await this.#listAll(tenant, ListUsers, { AccountId: account.id }, 'Users');
        expect(
          findDifference(
            sortById(account.users).map((user) => showUser(account, user)),
            users,
            `users of ${account.name}`,
          ),
        ).toBeUndefined();
      }
      expect(await this.#site.database.read(tenant.awsAccountId, verifyChain)).toMatchObject({ finding: undefined });
    }
    const stored = await this.#site.database.read('', (tx) => tx.query(tx.sql.selectFrom('audit_events').select('id')));
    const ids = new Set(stored.map(({ id }) => id));
    expect(
      this.#acknowledged.filter((id) => !ids.has(id)),
      'acknowledged writes without an audit event',
    ).toEqual([]);
    expect(
      this.#rehearsed.filter((id) => ids.has(id)),
      'rehearsals that left something',
    ).toEqual([]);
    expect(this.#site.faults).toEqual([]);
  }

  async #listAll(tenant: Tenant, operation: Operation, input: object, member: string): Promise<unknown[]> {
    const found: unknown[] = [];
    for (let token: unknown; ;) {
      const reply = await this.#site.send(tenant.administrator, operation, {
        ...input,
        MaxResults: 1 + this.#chance.below(5),
        NextToken: token,
      });
      const page: unknown = JSON.parse(reply.body);
      if (typeof page !== 'object' || page === null) throw new Error(`${operation.name} answered ${reply.body}`);
      const rows: unknown = Reflect.get(page, member);
      if (Array.isArray(rows)) for (const row of rows) found.push(row);
      token = Reflect.get(page, 'NextToken');
      if (token === undefined) return found;
    }
  }

  #note(line: string): void {
    this.#log.push(`${this.#log.length + 1}. ${line}`);
  }
}

function find(state: State, { awsAccountId }: Tenant): Tenant {
  const tenant = state.tenants.find((one) => one.awsAccountId === awsAccountId);
  if (!tenant) throw new Error('Tenants stay.');
  return tenant;
}
