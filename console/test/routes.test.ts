import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, isInstalled } from '../../server/test/support/peers.ts';
import { routes } from './routes.ts';
import { violationsInBothSchemes } from './support/axe.ts';
import { createStage, type Stage, type Visitor } from './support/stage.ts';

describe.skipIf(!isInstalled(chromium))('every page of the console', { timeout: 240_000 }, () => {
  let stage: Stage;
  let ana: Visitor;
  let account: string;
  let user: string;
  let meeting: string;
  beforeAll(async () => {
    stage = await createStage();
    ana = await stage.open('ana');
    account = stage.accounts.get('Meridian Logistics') ?? '';
    user = await firstOf('users');
    meeting = await firstOf('reports/meetings');
  }, 240_000);
  afterAll(async () => stage?.close());

  async function firstOf(list: string): Promise<string> {
    await ana.goto(`/accounts/${account}/${list}`);
    const link = ana.page.getByRole('row').nth(1).getByRole('link').first();
    return (await link.getAttribute('href'))?.split('/').at(-1) ?? '';
  }

  test.each(routes)('%s has no fault that keeps somebody out, in light and in dark, and asks nobody but this server', async (route) => {
    await ana.page.emulateMedia({ colorScheme: 'light' });
    await ana.goto(route.replace(':account', account).replace(':user', user).replace(':meeting', meeting));
    expect(await violationsInBothSchemes(ana)).toEqual([]);
    expect(ana.complaints.splice(0)).toEqual([]);
  });

  test('the doors have no such fault either', async () => {
    const stranger = await stage.open(undefined);
    for (const path of ['/', '/setup#nothing', '/signin', '/register', '/password', '/invitations/none']) {
      await stranger.page.goto(`${stage.url}${path}`);
      await stranger.page.getByRole('heading', { level: 1 }).waitFor();
      await stranger.page.waitForLoadState('networkidle');
      expect(await violationsInBothSchemes(stranger)).toEqual([]);
    }
    expect(stranger.complaints).toEqual([]);
    await stranger.close();
  });
});
