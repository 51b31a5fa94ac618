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
  /** The span of time whose events count. */
  from_time: number;
  to_time: number;
  /** JSON: what was asked for. */
  request: string;
  /** Up to which audit event the work has come. */
  sequence: number;
  /** JSON: what was found up to there. */
  progress: string;
  /** JSON; '' until it has succeeded. */
  result: string;
  error: string | null;
}
