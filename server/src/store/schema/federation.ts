/** Tables of identity providers and of generated policies. */
export interface FederationTables {
  iam_open_id_providers: IamOpenIdProviderTable;
  policy_generations: PolicyGenerationTable;
}

interface IamOpenIdProviderTable {
  aws_account_id: string;
  /** The issuer without `https://`. */
  url: string;
  /** JSON array. */
  client_ids: string;
  /** JSON array of SHA-1 in lower-case hexadecimal. */
  thumbprints: string;
  created_at: number;
  /** JSON object. */
  tags: string;
}

interface PolicyGenerationTable {
  aws_account_id: string;
  id: string;
  /** The user or role whose policy is generated. */
  principal_arn: string;
  status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'CANCELED';
  started_at: number;
  completed_at: number | null;
  /** `AIDA…` or `AROA…`, whatever becomes of the name. */
  entity_id: string;
  /** JSON: the span of time and the regions whose events count. */
  request: string;
  /** JSON: up to which event the work has come, and what was found up to there. */
  progress: string;
  /** JSON array of policies; empty until it has succeeded. */
  policies: string;
  /** JSON; null unless it has failed. */
  error: string | null;
}
