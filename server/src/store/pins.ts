import { sql as raw } from 'kysely';
import { ServiceUnavailableException } from '../errors.ts';
import { statement, type Tx } from './database.ts';

/** Ten digits, the first not 0. */
const lowest = 1_000_000_000;
const count = 9_000_000_000;

const drawnBytes = 5;
/** Draws at or above it are thrown away: below it each PIN is equally likely. */
const fairBelow = Math.floor(2 ** (8 * drawnBytes) / count) * count;

/** With a million PINs issued, one draw in nine thousand is lost; so many in a row are never lost by chance. */
const attemptsMax = 20;

/**
 * Draws a personal meeting PIN that was never issued in this installation, and sees to it that it is never drawn
 * again. Every user row gets its PIN from here. Throws ServiceUnavailableException if none is found.
 */
export async function drawPin(tx: Tx, random: (bytes: number) => Uint8Array, now: number): Promise<string> {
  for (let attempt = 1; attempt <= attemptsMax; attempt++) {
    const drawn = random(drawnBytes).reduce((number, byte) => number * 256 + byte, 0);
    if (drawn >= fairBelow) continue;
    const pin = String(lowest + (drawn % count));
    if ((await tx.run(insertRetiredPin, { pin, now })) === 1) return pin;
  }
  throw new ServiceUnavailableException('No unused personal PIN was found. Nothing was changed; try again.');
}

/** A PIN is retired from the draw when it is drawn, not when it is given up: so two draws at once cannot both have it. */
const insertRetiredPin = statement<{ pin: string; now: number }>('insertRetiredPin', (sql, param) =>
  sql
    .insertInto('retired_pins')
    .columns(['pin', 'retired_at'])
    .expression(({ not, exists, selectFrom }) =>
      sql
        .selectNoFrom([raw<string>`${param('pin')}`.as('pin'), raw<number>`${param('now')}`.as('retired_at')])
        .where(not(exists(selectFrom('users').select('id').where('pin', '=', param('pin'))))),
    )
    .onConflict((conflict) => conflict.doNothing()),
);
