import { completeLinks } from '../mail/links.ts';
import { deliveryMaxMs, type Mailer } from '../mail/mailer.ts';
import type { Database } from '../store/database.ts';
import { claimMessage, failMessage, recordDelay, recordSent } from '../store/outbox-sending.ts';
import { openBody, type OutboxRow } from '../store/outbox.ts';
import type { Job } from './job.ts';

interface Surroundings {
  readonly mailer: Mailer;
  /** Where links lead, without a slash at the end. */
  publicUrl(): string;
  /** Who gets support requests; undefined = they wait. */
  readonly supportAddress: string | undefined;
  now(): number;
  newId(): string;
}

/** Longer than one message can take: whoever finds the lease expired finds a process that died. */
const messageLeaseMs = 2 * deliveryMaxMs;
/** A run starts no more messages after this; the next one goes on. */
const runMaxMs = 30_000;
const connectionsMax = 4;
const backoffMinMs = 30_000;
const backoffMaxMs = 60 * 60_000;

/**
 * Sends the outbox. At least once: a message is recorded as sent after the mail server took it, so a crash in between
 * sends it again under the same Message-ID; no crash loses it. No two processes have one message at the same time.
 */
export function createSendMail({ mailer, publicUrl, supportAddress, now, newId }: Surroundings): Job {
  const owner = newId();

  const sendOne = async (database: Database): Promise<'sent' | 'none'> => {
    const message = await database.write('', (tx) =>
      claimMessage(tx, { owner, now: now(), leaseMs: messageLeaseMs, mailsSupport: supportAddress !== undefined }),
    );
    if (!message) return 'none';
    const delivery = await mailer.send({
      id: message.id,
      recipient: message.recipient === '' ? (supportAddress ?? '') : message.recipient,
      subject: message.subject,
      text: completeLinks(openBody(database.vault, message), publicUrl()),
      writtenAt: message.created_at,
    });
    await database.write('', async (tx) => {
      if (delivery.kind === 'sent') await recordSent(tx, message, now());
      else if (delivery.kind === 'refused') await failMessage(tx, message, delivery.reason);
      else await recordDelay(tx, message, now() + backoffMs(message), delivery.reason);
    });
    if (delivery.kind === 'delayed' && delivery.unreachable) {
      // The other messages would fare no better: the runner tries again, less and less often.
      throw new Error(`The mail server cannot be used: ${delivery.reason}`);
    }
    return 'sent';
  };

  return {
    name: 'send-mail',
    intervalMs: 10_000,
    leaseMs: runMaxMs + messageLeaseMs,
    async run({ database, now: startedAt }) {
      const work = async (): Promise<number> => {
        for (let count = 0; ; count++) {
          if (now() - startedAt >= runMaxMs || (await sendOne(database)) === 'none') return count;
        }
      };
      const counts = await Promise.allSettled(Array.from({ length: connectionsMax }, work));
      for (const count of counts) if (count.status === 'rejected') throw count.reason;
      return counts.reduce((sum, count) => sum + (count.status === 'fulfilled' ? count.value : 0), 0);
    },
  };
}

/** Greylisting servers take a message after a few minutes. */
function backoffMs({ attempts }: OutboxRow): number {
  return Math.min(backoffMaxMs, backoffMinMs * 2 ** Math.min(attempts - 1, 20));
}
