import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, isInstalled } from '../../server/test/support/peers.ts';
import { routes } from './routes.ts';
import { violations } from './support/axe.ts';
import { createStage, type Stage } from './support/stage.ts';

describe.skipIf(!isInstalled(chromium))('every page of the console', { timeout: 240_000 }, () => {
  let stage: Stage;
  beforeAll(async () => void (stage = await createStage()));
  afterAll(async () => stage?.close());

  test('has no fault that keeps somebody out, and asks nobody but this server for anything, in light and in dark', async () => {
    const ana = await stage.open('ana');
    const account = stage.accounts.get('Meridian Logistics') ?? '';
    const firstOf = async (list: string): Promise<string> => {
      await ana.goto(`/accounts/${account}/${list}`);
      const link = ana.page.getByRole('row').nth(1).getByRole('link').first();
      return (await link.getAttribute('href'))?.split('/').at(-1) ?? '';
    };
    const user = await firstOf('users');
    const meeting = await firstOf('reports/meetings');
    const wrong: string[] = [];
    for (const route of routes) {
      await ana.goto(route.replace(':account', account).replace(':user', user).replace(':meeting', meeting));
      for (const colorScheme of ['light', 'dark'] as const) {
        await ana.page.emulateMedia({ colorScheme });
        wrong.push(...(await violations(ana)).map((violation) => `${route} in ${colorScheme}: ${violation}`));
      }
      wrong.push(...ana.complaints.splice(0).map((complaint) => `${route}: ${complaint}`));
    }
    expect(wrong).toEqual([]);
    await ana.close();
  });

  test('the doors have no such fault either', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const stranger = await stage.open(undefined, { colorScheme });
      for (const path of ['/', '/setup#nothing', '/signin', '/register', '/password', '/invitations/none']) {
        await stranger.page.goto(`${stage.url}${path}`);
        await stranger.page.getByRole('heading', { level: 1 }).waitFor();
        await stranger.page.waitForLoadState('networkidle');
        expect(await violations(stranger)).toEqual([]);
      }
      expect(stranger.complaints).toEqual([]);
      await stranger.close();
    }
  });
});
