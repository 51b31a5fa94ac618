import type { Build } from '../diagnostics.ts';
import type { Waiting } from '../../store/health.ts';

/** How a part of the installation fares, and what whoever runs it can do. */
export interface Part {
  readonly part: 'Database' | 'ObjectStore' | 'Mail' | 'MeetingSources' | 'Jobs' | 'Disk' | 'Clock';
  readonly status: 'Well' | 'Impaired' | 'Failing' | 'NotUsed';
  readonly summary: string;
  readonly nextStep?: string;
}

/** What was found out before the parts are judged. Times are epoch milliseconds. */
export interface Findings {
  readonly build: Build;
  readonly schemaVersion: string;
  readonly takesChanges: boolean;
  /** How long the database took to answer. */
  readonly answerMs: number;
  readonly store: { readonly kind: 'folder' | 's3'; readonly place: string; readonly trouble: string | undefined };
  readonly sendsMail: boolean;
  readonly mail: Waiting;
  readonly mailTrouble: string | undefined;
  readonly sources: { readonly count: number; readonly lastAt: number | undefined };
  readonly jobs: readonly JobState[];
  /** undefined = the machine does not tell. */
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number } | undefined;
  readonly databaseTime: number;
  readonly now: number;
}

interface JobState {
  readonly name: string;
  readonly lease_until: number;
  readonly next_run_at: number;
  readonly failures: number;
}

/** Slower than this, people notice. */
const answerMsMax = 1_000;
/** A job that is due for so long is run by nobody: each process looks every few seconds. */
const overdueMs = 5 * 60_000;
/** Below these the disk is nearly full, and full. */
const freeBytesLow = 1_000_000_000;
const freeBytesMin = 100_000_000;
/** Clocks further apart confuse leases, and signatures of clients (five minutes) soon. */
const skewMsLow = 5_000;
const skewMsMax = 60_000;

/** Judges each part from what was found out. */
export function judge(findings: Findings): Part[] {
  return [
    database(findings),
    objectStore(findings),
    mail(findings),
    meetingSources(findings),
    jobs(findings),
    disk(findings),
    clock(findings),
  ];
}

/** The worst of them. */
export function overall(parts: readonly Part[]): 'Well' | 'Impaired' | 'Failing' {
  if (parts.some(({ status }) => status === 'Failing')) return 'Failing';
  return parts.some(({ status }) => status === 'Impaired') ? 'Impaired' : 'Well';
}

function database({ build, schemaVersion, takesChanges, answerMs }: Findings): Part {
  const engine = build.engine === 'sqlite' ? 'SQLite' : 'PostgreSQL';
  if (!takesChanges) {
    const nextStep = 'See to the disk, then restart the server. Reads are still answered.';
    return { part: 'Database', status: 'Failing', summary: `${engine}: the disk failed to confirm a change.`, nextStep };
  }
  const summary = `${engine}, schema ${schemaVersion}, answered in ${answerMs} ms.`;
  if (answerMs <= answerMsMax) return { part: 'Database', status: 'Well', summary };
  return { part: 'Database', status: 'Impaired', summary, nextStep: 'See what else keeps the database or its disk busy.' };
}

function objectStore({ store: { kind, place, trouble } }: Findings): Part {
  const where = kind === 's3' ? `S3 store ${place}` : `Folder ${place}`;
  if (trouble === undefined) return { part: 'ObjectStore', status: 'Well', summary: `${where} answers.` };
  const nextStep = 'Files cannot be sent or fetched meanwhile. “carillon objects check” tries everything that is needed of the store.';
  return { part: 'ObjectStore', status: 'Failing', summary: `${where}: ${trouble}`, nextStep };
}

function mail({ sendsMail, mail: { count }, mailTrouble }: Findings): Part {
  if (!sendsMail) {
    const nextStep = 'Set CARILLON_SMTP_URL, or hand links on yourself: the outbox of an account and “carillon outbox” show them.';
    return { part: 'Mail', status: 'NotUsed', summary: `No mail server is configured; ${messages(count)} in the outbox.`, nextStep };
  }
  if (mailTrouble === undefined) return { part: 'Mail', status: 'Well', summary: `${messages(count)}.` };
  const nextStep = 'Sending is tried again by itself. “carillon outbox” shows each message with its reason.';
  return { part: 'Mail', status: 'Impaired', summary: `${messages(count)}; the mail server said: ${mailTrouble}`, nextStep };
}

function messages(count: number): string {
  return count === 1 ? '1 message waits' : `${count} messages wait`;
}

function meetingSources({ sources: { count, lastAt } }: Findings): Part {
  if (count === 0) {
    const nextStep = '“carillon meeting source add” connects LiveKit, the Amazon Chime SDK, Janus or anything that sends CloudEvents.';
    return { part: 'MeetingSources', status: 'NotUsed', summary: 'Nothing reports meetings.', nextStep };
  }
  const last =
    lastAt === undefined
      ? 'nothing was reported yet'
      : `the last report came at ${new Date(lastAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return { part: 'MeetingSources', status: 'Well', summary: `${count === 1 ? '1 source' : `${count} sources`}; ${last}.` };
}

function jobs({ jobs: all, now }: Findings): Part {
  const overdue = all.filter(({ next_run_at, lease_until }) => lease_until <= now && next_run_at < now - overdueMs);
  if (overdue.length > 0) {
    const nextStep = 'See in the log of the server why it does not run them, and restart it.';
    return { part: 'Jobs', status: 'Failing', summary: `Nobody runs ${overdue.map(({ name }) => name).join(', ')}.`, nextStep };
  }
  const failing = all.filter(({ failures }) => failures > 0);
  if (failing.length === 0) return { part: 'Jobs', status: 'Well', summary: `${all.length} jobs do what they should.` };
  const nextStep = 'ListBackgroundJobs tells why; they are tried again by themselves.';
  return { part: 'Jobs', status: 'Impaired', summary: `Failing: ${failing.map(({ name }) => name).join(', ')}.`, nextStep };
}

function disk({ disk: found }: Findings): Part {
  if (!found) return { part: 'Disk', status: 'NotUsed', summary: 'The machine does not tell how full its disk is.' };
  const summary = `${gigabytes(found.freeBytes)} of ${gigabytes(found.totalBytes)} are free.`;
  if (found.freeBytes >= freeBytesLow) return { part: 'Disk', status: 'Well', summary };
  const nextStep = 'Make room on the disk of the data folder: old backups are in its folder “backups”.';
  return { part: 'Disk', status: found.freeBytes < freeBytesMin ? 'Failing' : 'Impaired', summary, nextStep };
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

function clock({ now, databaseTime }: Findings): Part {
  const skewMs = Math.abs(now - databaseTime);
  // The database tells full seconds.
  if (skewMs < skewMsLow) return { part: 'Clock', status: 'Well', summary: 'The clocks of server and database agree.' };
  const summary = `The clocks of server and database are ${Math.round(skewMs / 1000)} seconds apart.`;
  return { part: 'Clock', status: skewMs < skewMsMax ? 'Impaired' : 'Failing', summary, nextStep: 'Set both by NTP.' };
}
