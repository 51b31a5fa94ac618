import { z } from 'zod';
import { auditExport } from '../../src/cli/audit-export.ts';
import { runCommand } from './command.ts';
import { acme, type World } from './world.ts';

const Event = z.looseObject({
  eventName: z.string(),
  eventType: z.string(),
  requestID: z.string(),
  requestParameters: z.looseObject({ AccountId: z.string().optional() }).nullable(),
});

/** The audit events of what the program itself did to an account, oldest first, as the operator exports them. */
export async function ownEvents(world: World, accountId: string, tenant = acme): Promise<z.infer<typeof Event>[]> {
  const events = (await runCommand(world, auditExport, ['--account', tenant])).map((line) => Event.parse(JSON.parse(line)));
  return events.filter(({ eventType, requestParameters }) => eventType === 'AwsServiceEvent' && requestParameters?.AccountId === accountId);
}
