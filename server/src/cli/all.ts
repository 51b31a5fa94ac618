import { auditVerify } from './audit-verify.ts';
import { backup } from './backup.ts';
import type { Command } from './command.ts';
import { generate } from './generate.ts';
import { outbox } from './outbox.ts';
import { start } from './start.ts';
import { tenantAdd } from './tenant-add.ts';
import { tenantList } from './tenant-list.ts';

/** Every command of `carillon`. */
export const commands: readonly Command[] = [start, tenantAdd, tenantList, backup, outbox, auditVerify, generate];
