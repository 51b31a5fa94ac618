import { auditExport } from './audit-export.ts';
import { administratorRemove } from './administrator-remove.ts';
import { auditVerify } from './audit-verify.ts';
import { backup } from './backup.ts';
import type { Command } from './command.ts';
import { directoryAdd } from './directory-add.ts';
import { directoryApprove } from './directory-approve.ts';
import { directoryList } from './directory-list.ts';
import { directoryRemove } from './directory-remove.ts';
import { directorySync } from './directory-sync.ts';
import { domainCheck } from './domain-check.ts';
import { domainList } from './domain-list.ts';
import { generate } from './generate.ts';
import { meetingSourceAdd } from './meeting-source-add.ts';
import { meetingSourceList } from './meeting-source-list.ts';
import { meetingSourceRemove } from './meeting-source-remove.ts';
import { objectsCheck } from './objects-check.ts';
import { organizationAttach } from './organization-attach.ts';
import { organizationCreate } from './organization-create.ts';
import { organizationDetach } from './organization-detach.ts';
import { organizationList } from './organization-list.ts';
import { organizationMove } from './organization-move.ts';
import { organizationUnit } from './organization-unit.ts';
import { outbox } from './outbox.ts';
import { policyDiff } from './policy-diff.ts';
import { policyLeast } from './policy-least.ts';
import { policyTable } from './policy-table.ts';
import { policyTest } from './policy-test.ts';
import { policyValidate } from './policy-validate.ts';
import { policyWho } from './policy-who.ts';
import { scimLog } from './scim-log.ts';
import { start } from './start.ts';
import { tenantAdd } from './tenant-add.ts';
import { tenantList } from './tenant-list.ts';
import { why } from './why.ts';

/** Every command of `carillon`. */
export const commands: readonly Command[] = [
  start,
  tenantAdd,
  tenantList,
  administratorRemove,
  organizationCreate,
  organizationUnit,
  organizationMove,
  objectsCheck,
  organizationAttach,
  organizationDetach,
  organizationList,
  policyValidate,
  policyTest,
  policyDiff,
  policyTable,
  policyWho,
  policyLeast,
  directoryAdd,
  directoryList,
  directoryRemove,
  directorySync,
  directoryApprove,
  domainList,
  domainCheck,
  meetingSourceAdd,
  meetingSourceList,
  meetingSourceRemove,
  backup,
  outbox,
  auditVerify,
  auditExport,
  scimLog,
  why,
  generate,
];
