import type { Catalogue } from '../catalogue.ts';
import type { Sourced } from '../document.ts';
import type { LintScope } from './policy.ts';

/** Compares the ARN of a resource with what is known of the service's resources. Wildcards and variables may be anything. */
export function lintArnFormat({ value, span }: Sourced, { catalogue, report }: LintScope): void {
  const [, , service = '', region = '', account = '', ...rest] = value.split(':');
  const formats = formatsOf(service, catalogue);
  // What is cut short by a wildcard has its own finding.
  if (formats.length === 0 || rest.length === 0) return;
  const suitable = formats.filter(({ resource }) => mayBe(rest.join(':'), resource));
  if (suitable.length === 0) {
    report('INVALID_ARN_RESOURCE', span);
    return;
  }
  if (isNamed(region) && suitable.every((format) => format.region === '')) report('ARN_REGION_NOT_ALLOWED', span, service);
  if (region === '' && suitable.every((format) => format.region !== '')) report('MISSING_ARN_REGION', span, service);
  if (isNamed(account) && suitable.every((format) => format.account === '')) report('ARN_ACCOUNT_NOT_ALLOWED', span, service);
}

interface ArnFormat {
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

function formatsOf(service: string, catalogue: Catalogue | undefined): ArnFormat[] {
  const known = (catalogue?.resourceArns ?? []).map((pattern) => pattern.split(':'));
  return known
    .filter(([, , own]) => own === service)
    .map(([, , , region = '', account = '', ...rest]) => ({ region, account, resource: rest.join(':') }));
}

/** Whether a field says something: a bare `*` also stands for nothing. */
function isNamed(field: string): boolean {
  return !/^\**$/.test(field);
}

/** Whether a resource can be of this kind: as far as both are written out, they are the same. */
function mayBe(resource: string, kind: string): boolean {
  const [known = '', open] = kind.split('*');
  const [written = '', ...wild] = resource.split(/[*?]|\$\{/);
  if (wild.length > 0) return written.startsWith(known) ? open !== undefined || written === known : known.startsWith(written);
  return open === undefined ? resource === known : resource.startsWith(known);
}
