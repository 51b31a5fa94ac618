/**
 * The policy engine: AWS IAM policies in, decisions out. No dependencies, no I/O, no clock.
 * compilePolicy → bindLayers → evaluate or explain; validatePolicy for the linter's view of a text.
 */
export { findGrantedAccess, findNewAccess } from './analysis/access.ts';
export type { AccessQuestion, AccessReason } from './analysis/access.ts';
export { AnalysisError } from './analysis/error.ts';
export { describeExample } from './analysis/example.ts';
export type { RequestExample } from './analysis/example.ts';
export type { Facts } from './analysis/facts.ts';
export { listAccessChanges, listPermissions } from './analysis/permissions.ts';
export type { AccessChange, Permission, Verdict } from './analysis/permissions.ts';
export { locate } from './analysis/locate.ts';
export type { PathElement } from './analysis/locate.ts';
export { bindLayers, listContextKeys } from './bind.ts';
export type { BoundLayers, Layer, Layers } from './bind.ts';
export { smallestChange } from './change/smallest-change.ts';
export type { PolicyChange } from './change/smallest-change.ts';
export type { Catalogue, CatalogueAction, CatalogueKey, KeyType } from './catalogue.ts';
export { compilePolicy } from './compile.ts';
export { createCompiler } from './compiler.ts';
export type { Compiler } from './compiler.ts';
export type { CompiledPolicy, CompileOptions } from './compile.ts';
export { bindContext } from './context.ts';
export type { BoundContext, Context } from './context.ts';
export { denialMessage } from './denial.ts';
export type { DeniedRequest } from './denial.ts';
export type { Effect, PolicyKind } from './document.ts';
export { MalformedPolicyError, PolicySizeError } from './errors.ts';
export { decide, evaluate } from './evaluate.ts';
export type { Decision, Request } from './evaluate.ts';
export { explain } from './explain.ts';
export type { ConditionExplanation, Explanation, LayerExplanation, PartExplanation, StatementExplanation } from './explain.ts';
export type { Severity } from './finding-table.ts';
export type { Finding, FindingCode } from './findings.ts';
export { parseJson, positionAt } from './parse.ts';
export type { JsonNode, Position } from './parse.ts';
export { formatRange, parseAddress } from './operators/ip.ts';
export type { Address, AddressRange } from './operators/ip.ts';
export type { RequestPrincipal } from './principal.ts';
export { measurePolicy, sizeLimit } from './size.ts';
export { listTurningPoints } from './turning-points.ts';
export { validatePolicy } from './validate.ts';
export type { ValidateOptions } from './validate.ts';
