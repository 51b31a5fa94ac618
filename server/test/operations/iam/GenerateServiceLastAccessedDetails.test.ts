import { afterAll, beforeAll, expect, test } from 'vitest';
import { GenerateServiceLastAccessedDetails } from '../../../src/operations/iam/GenerateServiceLastAccessedDetails.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a report about nobody, or about what has no uses, is refused', async () => {
  await expect(world.ana.call(GenerateServiceLastAccessedDetails, { Arn: `arn:aws:iam::${acme}:user/nobody` })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
  });
  await expect(world.ana.call(GenerateServiceLastAccessedDetails, { Arn: 'arn:aws:s3:::bucket/with/objects' })).rejects.toMatchObject({
    status: 400,
    code: 'InvalidInput',
  });
});
