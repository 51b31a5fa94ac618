import type { ScimLogRow } from '../store/scim-log.ts';
import { readExchangeBody } from './exchange-body.ts';
import { member } from './patch-operations.ts';

/** Why an exchange failed, and what whoever administers the identity provider can do. */
export interface ExchangeFailure {
  readonly scimType: string | undefined;
  /** What the identity provider was told. */
  readonly detail: string;
  readonly meaning: string;
  readonly nextStep: string;
}

type Failed = Pick<ScimLogRow, 'status' | 'response'>;

/** undefined = it did not fail. */
export function explainFailure({ status, response }: Failed): ExchangeFailure | undefined {
  if (status < 400) return undefined;
  const body = readExchangeBody(response);
  const scimType = textOf(body, 'scimtype');
  const [meaning, nextStep] = byType.get(scimType ?? '') ?? byStatus.get(status) ?? fallback;
  return { scimType, detail: textOf(body, 'detail') ?? `Status ${status}.`, meaning, nextStep };
}

type Advice = readonly [meaning: string, nextStep: string];

const byType = new Map<string, Advice>([
  [
    'uniqueness',
    [
      'Another user has this userName or address already, or another group this name.',
      'Most identity providers then search and take over by themselves: see whether a later exchange succeeds. Otherwise rename one of the two there.',
    ],
  ],
  [
    'invalidFilter',
    ['The search cannot be carried out as it is written.', 'Use userName, externalId or displayName as the matching attribute there.'],
  ],
  [
    'invalidValue',
    [
      'A value does not fit: an address that is none, or members that were never pushed.',
      'Correct it there. For ids of members, assign these people to the application first, then push the group again.',
    ],
  ],
  ['invalidPath', ['The path of a change names no attribute.', 'Look at the attribute mapping there; the defaults work.']],
  ['invalidSyntax', ['The body is not what RFC 7644 describes.', 'Look at the mapping there, above all at custom expressions.']],
  ['noTarget', ['The change is about an element that is not there.', 'Push the whole user again, so that both sides agree.']],
  ['mutability', ['The change is about an attribute that cannot be changed.', 'Leave the attribute out of the mapping there.']],
  ['tooMany', ['The answer would be too long.', 'Search more narrowly, or in pages.']],
  ['sensitive', ['What was asked for must not stand in an address.', 'Search with a POST to .search instead.']],
]);

const byStatus = new Map<number, Advice>([
  [400, ['The request cannot be carried out as it is.', 'Read the detail: it names what does not fit.']],
  [404, ['The identity provider means somebody who is not there any more.', 'Assign the person there anew: that creates them again.']],
  [405, ['This way of asking is not supported.', 'Turn off the feature there that asks so, bulk operations for instance.']],
  [409, byType.get('uniqueness') ?? ['', '']],
  [
    412,
    ['The user or group was changed meanwhile by somebody else.', 'Nothing: the identity provider reads it again and repeats the change.'],
  ],
  [413, ['The request is larger than 1 MiB.', 'Push the group in parts.']],
  [415, ['The body has a content type that is none of SCIM’s.', 'Set it to application/scim+json there.']],
  [429, ['The key has made more requests than the operator lets it.', 'Nothing: identity providers wait and go on.']],
  [501, ['This part of SCIM is not supported.', 'Turn off the feature there that needs it.']],
  [503, ['The server had no time for it.', 'Nothing: identity providers try again.']],
]);

const fallback: Advice = [
  'Something went wrong in this server, and nothing was changed.',
  'Give the exchange id to whoever runs this server; the identity provider tries again by itself.',
];

function textOf(body: ReturnType<typeof readExchangeBody>, name: string): string | undefined {
  const value = body && member(body, name);
  return typeof value === 'string' ? value : undefined;
}
