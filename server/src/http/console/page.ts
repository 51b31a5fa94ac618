import type { FastifyRequest } from 'fastify';
import { FrontDoorError } from '../../errors.ts';
import { findCookie } from '../../signin/cookies.ts';
import { toVisit } from '../visit.ts';
import type { ConsoleFiles } from './files.ts';
import type { ConsoleDoor } from './session-routes.ts';
import { findSignedIn } from './session.ts';

/** Where somebody chooses their first password. Nothing of the inside is seen there. */
const setUpPath = /^(?:\/console)?\/setup(?:\?|$)/;

/**
 * Decides in which of its two forms a request sees the console's page: who is signed in gets the frame of the inside at once, and
 * nobody else sees a frame that vanishes again. It holds nothing that depends on who they are.
 */
export function createConsolePage({ page, door }: ConsoleFiles, console: ConsoleDoor): (request: FastifyRequest) => Promise<string> {
  return async (request) => (!setUpPath.test(request.url) && (await isSignedIn(console, request)) ? page : door);
}

async function isSignedIn({ door: { services }, site, addresses }: ConsoleDoor, request: FastifyRequest): Promise<boolean> {
  const { cookies, secure, now, requestId } = toVisit(site, addresses, request);
  try {
    return (await findSignedIn(services, findCookie({ cookies, secure }, 'console'), now)) !== undefined;
  } catch (error) {
    // Whose role has ended is signed in as themselves. Whatever else it is, the page can be shown, and tells what goes wrong.
    if (error instanceof FrontDoorError) return true;
    site.fault(error, requestId);
    return false;
  }
}
