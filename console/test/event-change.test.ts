import { expect, test } from 'vitest';
import { changeOf, effectOf, subjectOf } from '../src/pages/access/event-change.ts';
import type { HistoryEvent } from '../src/pages/access/event-record.ts';

interface Facts {
  readonly asked?: object;
  readonly answered?: object;
  readonly more?: object;
  readonly ReadOnly?: string;
}

function event(EventName: string, { asked, answered, more, ReadOnly = 'false' }: Facts): HistoryEvent {
  const record = { requestParameters: asked ?? null, responseElements: answered ?? null, ...more };
  return { EventName, ReadOnly, CloudTrailEvent: JSON.stringify(record) };
}

test('a setting is compared with what the last call set, whatever was read, refused or rehearsed since', () => {
  const set = (DisableRemoteControl: boolean, more = {}) =>
    event('UpdateAccountSettings', { asked: { AccountId: 'a', AccountSettings: { DisableRemoteControl } }, more });
  const earlier = [
    set(false, { additionalEventData: { dryRun: true } }),
    set(false, { errorCode: 'AccessDenied' }),
    event('GetAccountSettings', { asked: { AccountId: 'a' }, ReadOnly: 'true' }),
    set(true),
    set(false),
  ];
  const change = changeOf(set(false), earlier);
  expect(change.before).toEqual({ requestParameters: { AccountId: 'a', AccountSettings: { DisableRemoteControl: true } } });
  expect(change.after).toEqual({ requestParameters: { AccountId: 'a', AccountSettings: { DisableRemoteControl: false } } });
  expect(change.known).toBe(earlier[3]);
  expect(earlier.map(effectOf)).toEqual(['rehearsed', 'failed', 'read', 'made', 'made']);
});

test('what a call does not ask for stays as it is', () => {
  const set = (AccountSettings: object) => event('UpdateAccountSettings', { asked: { AccountSettings } });
  const change = changeOf(set({ EnableDialOut: false }), [set({ DisableRemoteControl: true, EnableDialOut: true })]);
  expect(change.before).toEqual({ requestParameters: { AccountSettings: { EnableDialOut: true } } });
});

test('the version of a policy is compared as JSON with the policy it was made as', () => {
  const first = event('CreatePolicy', { asked: { PolicyName: 'p', PolicyDocument: '{"Statement":[]}' } });
  const second = event('CreatePolicyVersion', { asked: { PolicyArn: 'arn:p', PolicyDocument: '{"Statement":[1]}' } });
  expect(changeOf(second, [first])).toMatchObject({
    before: { requestParameters: { PolicyArn: 'arn:p', PolicyDocument: { Statement: [] } } },
    after: { requestParameters: { PolicyDocument: { Statement: [1] } } },
  });
});

test('another policy of the same user is not how this one was before', () => {
  const put = (PolicyName: string, PolicyDocument: string) =>
    event('PutUserPolicy', { asked: { UserName: 'u', PolicyName, PolicyDocument } });
  expect(changeOf(put('one', '{"a":2}'), [put('other', '{"b":1}')])).toMatchObject({ before: {}, known: undefined });
});

test('an answer is compared with what any earlier call was answered of the same thing', () => {
  const reset = event('ResetPersonalPin', { asked: { UserId: 'u' }, answered: { User: { LicenseType: 'Basic' } } });
  const update = event('UpdateUser', { asked: { UserId: 'u', LicenseType: 'Pro' }, answered: { User: { LicenseType: 'Pro' } } });
  expect(changeOf(update, [reset]).before).toEqual({
    requestParameters: { UserId: 'u' },
    responseElements: { User: { LicenseType: 'Basic' } },
  });
});

test('what is made was not there before, and what is removed is not there any more', () => {
  const add = event('AddUserToGroup', { asked: { GroupName: 'g', UserName: 'u' } });
  const remove = event('RemoveUserFromGroup', { asked: { GroupName: 'g', UserName: 'u' } });
  expect(changeOf(add, [remove]).before).toEqual({});
  expect(changeOf(remove, [add])).toMatchObject({ before: { requestParameters: { GroupName: 'g', UserName: 'u' } }, after: {} });
});

test('events are looked up by the thing itself, and not at all where there are many', () => {
  const about = (...Resources: NonNullable<HistoryEvent['Resources']>) => subjectOf({ Resources });
  const account = { ResourceType: 'AWS::Chime::Account', ResourceName: 'a' };
  const user = (ResourceName: string) => ({ ResourceType: 'AWS::Chime::User', ResourceName });
  expect(about(account)).toBe('a');
  expect(about(account, user('u'))).toBe('u');
  expect(about(account, user('u'), user('v'))).toBeUndefined();
});
