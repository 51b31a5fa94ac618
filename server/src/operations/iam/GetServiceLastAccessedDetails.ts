import { z } from 'zod';
import { InvalidInput, NoSuchEntity, ValidationError } from '../../errors.ts';
import { roleArn, userArn } from '../../iam/arns.ts';
import { toWireDate } from '../../iam/wire.ts';
import { queryOperation, type Ctx } from '../../operation.ts';
import { granularity, jobId, ServiceLastAccessed } from '../../shapes/iam-details.ts';
import { pagePosition, paging } from '../../shapes/iam.ts';
import { getAccessReport, listActionUses, listReportedIds, type ActionUse } from '../../store/access-reports.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';
import { findRoleById } from '../../store/iam-roles.ts';
import { findUserById } from '../../store/iam-users.ts';

export const GetServiceLastAccessedDetails = queryOperation('iam', {
  action: {
    name: 'GetServiceLastAccessedDetails',
    access: 'Read',
    summary: 'Grants permission to retrieve a service last accessed data report for an IAM resource',
    dependsOn: [],
  },
  input: z.object({ JobId: jobId, ...paging }),
  output: z.object({
    JobStatus: z.enum(['IN_PROGRESS', 'COMPLETED', 'FAILED']),
    JobType: granularity.optional(),
    JobCreationDate: z.string(),
    ServicesLastAccessed: z.array(ServiceLastAccessed),
    JobCompletionDate: z.string(),
    ...pagePosition,
  }),
  errors: [InvalidInput, NoSuchEntity, ValidationError],
  example: { JobId: '0190a0b0-0000-7000-8000-000000000000' },
  async handler({ tx, catalogue }, { JobId, ...page }) {
    const report = await getAccessReport(tx, JobId);
    const uses = await listActionUses(tx, await listReportedIds(tx, report.entityArn), report.createdAt);
    // Assumed: every service of this server is listed, whether or not the entity's policies allow any of it.
    const services = [...new Set(catalogue.actions.map(({ service }) => service))].toSorted((a, b) => (a < b ? -1 : 1));
    const find = (after: string, limit: number) => services.filter((service) => service > after).slice(0, limit);
    const list = ['GetServiceLastAccessedDetails', JobId];
    const { rows, position } = await readMarkedPage(tx, list, page, find, (service) => service);
    const described: z.input<typeof ServiceLastAccessed>[] = [];
    for (const service of rows) {
      const own = uses.filter((use) => use.service === service).toSorted((a, b) => b.at - a.at);
      const actions = catalogue.actions.filter((action) => action.service === service).map(({ name }) => name);
      const tracked = report.granularity === 'ACTION_LEVEL' ? await describeActions(tx, actions, own) : undefined;
      described.push({ ...(await describeService(tx, service, own)), TrackedActionsLastAccessed: tracked });
    }
    return {
      JobStatus: 'COMPLETED' as const,
      JobType: report.granularity,
      JobCreationDate: toWireDate(report.createdAt),
      ServicesLastAccessed: described,
      JobCompletionDate: toWireDate(report.createdAt),
      ...position,
    };
  },
});

const serviceNames = new Map([
  ['access-analyzer', 'AWS IAM Access Analyzer'],
  ['chime', 'Amazon Chime'],
  ['cloudtrail', 'AWS CloudTrail'],
  ['iam', 'AWS Identity and Access Management'],
  ['sts', 'AWS Security Token Service'],
]);

/** @param uses the newest first */
async function describeService(tx: Ctx['tx'], service: string, uses: readonly ActionUse[]): Promise<z.input<typeof ServiceLastAccessed>> {
  const [last] = uses;
  return {
    ServiceName: serviceNames.get(service) ?? service,
    ServiceNamespace: service,
    LastAuthenticated: last && toWireDate(last.at),
    LastAuthenticatedEntity: last && (await arnOf(tx, last.entityId)),
    LastAuthenticatedRegion: last?.region,
    TotalAuthenticatedEntities: new Set(uses.map(({ entityId }) => entityId)).size,
  };
}

async function describeActions(tx: Ctx['tx'], actions: readonly string[], uses: readonly ActionUse[]) {
  const tracked: NonNullable<z.input<typeof ServiceLastAccessed>['TrackedActionsLastAccessed']> = [];
  for (const name of actions.toSorted((a, b) => (a < b ? -1 : 1))) {
    const last = uses.find(({ action }) => action === name);
    tracked.push({
      ActionName: name,
      LastAccessedEntity: last && (await arnOf(tx, last.entityId)),
      LastAccessedTime: last && toWireDate(last.at),
      LastAccessedRegion: last?.region,
    });
  }
  return tracked;
}

async function arnOf(tx: Ctx['tx'], entityId: string): Promise<string | undefined> {
  const user = await findUserById(tx, entityId);
  if (user) return userArn(tx.awsAccountId, user);
  const role = await findRoleById(tx, entityId);
  return role && roleArn(tx.awsAccountId, role);
}
