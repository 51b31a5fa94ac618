import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownIamOperations } from '../../src/derive/botocore-iam.ts';
import { operations } from '../../src/operations/all.ts';
import { createAuthority } from '../support/authority.ts';
import { startOpenIdProvider, type OpenIdPeer } from '../support/oidc-provider.ts';
import { awsCli, isInstalled } from '../support/peers.ts';
import { createHome, readFirstRun, startServer, type Home, type RunningServer } from '../support/server.ts';
import { permissionServices, startCli, startSdk, type StockClient } from '../support/stock-clients.ts';
import { aDevice, theAccount } from './stories/account.ts';
import { aTrail, anAnalysis, theServer } from './stories/analysis.ts';
import { aGroup, aManagedPolicy } from './stories/groups.ts';
import { anIdentityProvider, aRole } from './stories/roles.ts';
import type { Stage } from './stories/stage.ts';
import { aUser } from './stories/users.ts';

const stories = { aUser, aGroup, aManagedPolicy, aRole, anIdentityProvider, aDevice, theAccount, anAnalysis, aTrail, theServer };
const declared = operations.flatMap(({ service, name }) => (permissionServices.some((own) => own === service) ? [name] : []));
const authority = createAuthority();
const overlay = new URL('../../../generated/iam/2010-05-08/service-2.sdk-extras.json', import.meta.url);

describe.each([
  // Operations of Carillon's own reach a client by an overlay of its model, which this one does not take.
  ['the AWS SDK for JavaScript', startSdk, true, false],
  ['the stock AWS CLI', startCli, isInstalled(awsCli), true],
] as const)('%s', (_name, start, isHere, takesOverlay) => {
  describe.runIf(isHere)('drives every operation of IAM, STS, Access Analyzer and CloudTrail', () => {
    const driven = new Set<string>();
    let home: Home;
    let server: RunningServer;
    let peer: OpenIdPeer;
    let client: StockClient;
    let stage: Stage;

    beforeAll(async () => {
      [home, peer] = [await createHome(), await startOpenIdProvider(authority)];
      server = await startServer(home, { CARILLON_OUTGOING_ALLOW: '127.0.0.0/8, ::1', CARILLON_CONSOLE_URL: 'https://console.example' });
      // Debian's CLI lacks the checks of access: what was published since 2023 is merged into its model.
      const models = join(home.dataDir, 'models');
      mkdirSync(join(models, 'accessanalyzer/2019-11-01'), { recursive: true });
      cpSync(new URL('accessanalyzer-extras.json', import.meta.url), join(models, 'accessanalyzer/2019-11-01/service-2.sdk-extras.json'));
      mkdirSync(join(models, 'iam/2010-05-08'), { recursive: true });
      cpSync(overlay, join(models, 'iam/2010-05-08/service-2.sdk-extras.json'));
      client = start(server.url, models);
      const { awsAccountId: account, ...admin } = readFirstRun(home);
      stage = {
        account,
        takesOverlay,
        provider: { ...peer, thumbprint: authority.thumbprint },
        async aws(operation, input = {}, caller = admin) {
          const answer = await client.call(operation, input, caller === 'nobody' ? undefined : caller);
          driven.add(operation);
          return answer;
        },
      };
    });
    afterAll(async () => {
      await client.stop();
      await server.stop();
      await peer.close();
      home.remove();
    });

    test.each(Object.entries(stories))('%s', async (_story, tell) => tell(stage));

    test('and leaves out none that is declared', () => {
      const missing = declared.filter((name) => !driven.has(name));
      expect(missing.filter((name) => takesOverlay || !ownIamOperations.includes(name))).toEqual([]);
    });
  });
});
