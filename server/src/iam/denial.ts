import {
  bindLayers,
  compilePolicy,
  explain,
  smallestChange,
  type BoundLayers,
  type Catalogue,
  type CompiledPolicy,
  type Decision,
  type Explanation,
  type Layer,
  type PolicyChange,
  type PolicyKind,
  type Request,
} from '@carillon/iam';

/** Everything a refusal follows from, as it was when the request was refused. */
export interface DenialDetail {
  readonly requestId: string;
  /** What the caller was told. */
  readonly message: string;
  readonly principal: { readonly id: string; readonly arn: string; readonly name?: string | undefined };
  readonly decision: Decision['decision'];
  readonly layer?: Layer | undefined;
  readonly request: Request;
  readonly groups: readonly DenialGroup[];
}

/** A layer of policies, or one level of SCPs. */
export interface DenialGroup {
  readonly layer: Layer;
  readonly level: number;
  readonly mustAllow: boolean;
  readonly policies: readonly DenialPolicy[];
}

export interface DenialPolicy {
  readonly kind: PolicyKind;
  readonly name: string | undefined;
  readonly text: string;
}

/** Stands for the trust policy of a role of another AWS account, which its refused callers do not get to see. It never applies. */
export const hiddenTrust =
  '{"Version":"2012-10-17","Statement":[{"Sid":"NotShownToOtherAccounts","Effect":"Allow","Principal":{"Service":"none.invalid"},"Action":"sts:AssumeRole"}]}';

/** Works out why a request was refused, from the policies of that moment. */
export function explainDenial({ groups, request }: DenialDetail, catalogue: Catalogue): Explanation {
  return explain(bindGroups(groups, catalogue), request);
}

/** The change of policies that would have allowed a request; undefined if none does without allowing something else. */
export function changeAgainstDenial({ groups, request }: DenialDetail, catalogue: Catalogue): readonly PolicyChange[] | undefined {
  if (groups.some(({ policies }) => policies.some(({ text }) => text === hiddenTrust))) return undefined;
  return smallestChange(bindGroups(groups, catalogue), request, catalogue, isEditable);
}

/** The policies of AWS are the same for everybody. */
function isEditable({ name }: CompiledPolicy): boolean {
  return name?.startsWith('arn:aws:iam::aws:') !== true;
}

function bindGroups(groups: readonly DenialGroup[], catalogue: Catalogue): BoundLayers {
  const compiled = groups.map(({ layer, mustAllow, policies }) => ({
    layer,
    mustAllow,
    policies: policies.map(({ text, kind, name }) => compilePolicy(text, { kind, name })),
  }));
  const of = (wanted: Layer): CompiledPolicy[] => compiled.filter(({ layer }) => layer === wanted).flatMap(({ policies }) => policies);
  return bindLayers(
    {
      scp: compiled.filter(({ layer }) => layer === 'scp').map(({ policies }) => policies),
      identity: of('identity'),
      boundary: of('boundary'),
      session: of('session'),
      trust: of('trust'),
      root: compiled.some(({ layer, mustAllow }) => layer === 'identity' && !mustAllow),
    },
    catalogue,
  );
}
