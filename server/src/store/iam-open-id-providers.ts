import { EntityAlreadyExists, NoSuchEntity } from '../errors.ts';
import { openIdProviderArn, parseOpenIdProviderArn } from '../iam/arns.ts';
import { tagsFromText, tagsToText, type Tags } from '../iam/tags.ts';
import { statement, type Tx } from './database.ts';
import { requireRoomFor } from './iam-summary.ts';
import type { IdentityTx } from './principals.ts';

/** An OpenID Connect provider whose tokens roles of this AWS account may trust. */
export interface OpenIdProvider {
  /** The issuer without `https://`. */
  readonly url: string;
  /** The audiences for which tokens are taken. */
  readonly clientIds: readonly string[];
  /** SHA-1 of certificates, in lower-case hexadecimal, that vouch for its servers where no well-known authority does. */
  readonly thumbprints: readonly string[];
  readonly createdAt: number;
  readonly tags: Tags;
}

/** The provider of this ARN. Throws NoSuchEntity, for the ARN of another AWS account as well. */
export async function getOpenIdProvider(tx: Tx, arn: string): Promise<OpenIdProvider> {
  const provider = await findOpenIdProviderByArn(tx, arn);
  if (!provider) throw new NoSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
  return provider;
}

/** The provider of this ARN, if it is one of this AWS account. */
export async function findOpenIdProviderByArn(tx: Tx, arn: string): Promise<OpenIdProvider | undefined> {
  const parts = parseOpenIdProviderArn(arn);
  return parts?.awsAccountId === tx.awsAccountId ? findOpenIdProvider(tx, parts.url) : undefined;
}

/** @param url the issuer without `https://`, spelled exactly */
export async function findOpenIdProvider(tx: Tx, url: string): Promise<OpenIdProvider | undefined> {
  const row = await tx.first(selectOpenIdProvider, { awsAccountId: tx.awsAccountId, url });
  return row && toProvider(row);
}

/** All of them, in the order of their URLs; few, because of the quota. */
export async function listOpenIdProviders(tx: Tx): Promise<OpenIdProvider[]> {
  return (await tx.all(selectOpenIdProviders, { awsAccountId: tx.awsAccountId })).map(toProvider);
}

/** Answers the ARN. Throws EntityAlreadyExists, or LimitExceeded if there are as many as there may be. */
export async function insertOpenIdProvider(tx: IdentityTx, provider: OpenIdProvider): Promise<string> {
  const { awsAccountId } = tx;
  if (await findOpenIdProvider(tx, provider.url))
    throw new EntityAlreadyExists(`Provider with url https://${provider.url} already exists.`);
  await requireRoomFor(tx, 'identityProviders');
  await tx.run(insertOpenIdProviderRow, { awsAccountId, ...toRow(provider), createdAt: provider.createdAt });
  return openIdProviderArn(awsAccountId, provider.url);
}

/** Writes the provider with what has changed. */
export async function updateOpenIdProvider(
  tx: IdentityTx,
  provider: OpenIdProvider,
  change: Partial<Pick<OpenIdProvider, 'clientIds' | 'thumbprints' | 'tags'>>,
): Promise<void> {
  await tx.run(updateOpenIdProviderRow, { awsAccountId: tx.awsAccountId, ...toRow({ ...provider, ...change }) });
}

export async function deleteOpenIdProvider(tx: IdentityTx, { url }: OpenIdProvider): Promise<void> {
  await tx.run(deleteOpenIdProviderRow, { awsAccountId: tx.awsAccountId, url });
}

interface OpenIdProviderRow {
  url: string;
  client_ids: string;
  thumbprints: string;
  created_at: number;
  tags: string;
}

function toProvider(row: OpenIdProviderRow): OpenIdProvider {
  return {
    url: row.url,
    clientIds: listFromText(row.client_ids),
    thumbprints: listFromText(row.thumbprints),
    createdAt: row.created_at,
    tags: tagsFromText(row.tags),
  };
}

function toRow({ url, clientIds, thumbprints, tags }: OpenIdProvider) {
  return { url, clientIds: JSON.stringify(clientIds), thumbprints: JSON.stringify(thumbprints), tags: tagsToText(tags) };
}

function listFromText(text: string): string[] {
  const parsed: unknown = JSON.parse(text);
  return Array.isArray(parsed) ? parsed.map(String) : [];
}

const columns = ['url', 'client_ids', 'thumbprints', 'created_at', 'tags'] as const;

const selectOpenIdProvider = statement<{ awsAccountId: string; url: string }, OpenIdProviderRow>('selectOpenIdProvider', (sql, param) =>
  sql
    .selectFrom('iam_open_id_providers')
    .select(columns)
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('url', '=', param('url')),
);

const selectOpenIdProviders = statement<{ awsAccountId: string }, OpenIdProviderRow>('selectOpenIdProviders', (sql, param) =>
  sql.selectFrom('iam_open_id_providers').select(columns).where('aws_account_id', '=', param('awsAccountId')).orderBy('url'),
);

interface NewOpenIdProviderRow {
  awsAccountId: string;
  url: string;
  clientIds: string;
  thumbprints: string;
  createdAt: number;
  tags: string;
}

const insertOpenIdProviderRow = statement<NewOpenIdProviderRow>('insertOpenIdProviderRow', (sql, param) =>
  sql.insertInto('iam_open_id_providers').values({
    aws_account_id: param('awsAccountId'),
    url: param('url'),
    client_ids: param('clientIds'),
    thumbprints: param('thumbprints'),
    created_at: param('createdAt'),
    tags: param('tags'),
  }),
);

const updateOpenIdProviderRow = statement<Omit<NewOpenIdProviderRow, 'createdAt'>>('updateOpenIdProviderRow', (sql, param) =>
  sql
    .updateTable('iam_open_id_providers')
    .set({ client_ids: param('clientIds'), thumbprints: param('thumbprints'), tags: param('tags') })
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('url', '=', param('url')),
);

const deleteOpenIdProviderRow = statement<{ awsAccountId: string; url: string }>('deleteOpenIdProviderRow', (sql, param) =>
  sql.deleteFrom('iam_open_id_providers').where('aws_account_id', '=', param('awsAccountId')).where('url', '=', param('url')),
);
