import { readConfig } from '../config.ts';
import { OperatorError } from '../errors.ts';
import { linkLifetimeMs, surveyToken } from '../meetings/survey.ts';
import { findAttendee } from '../store/meeting-surveys.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage =
  'meeting survey ACCOUNT-ID CONFERENCE-ID ATTENDEE-ID   Print the link by which one attendee says how a meeting was; it holds for 30 days.';

/** For whoever sends people a link after a meeting. Users of the account find the same question at /me/meetings. */
export const meetingSurvey: Command = {
  name: 'meeting survey',
  usage,
  async run(shell, args) {
    const { positional, settings } = readArguments(args, [], usage, 3);
    const [accountId = '', conferenceId = '', id = ''] = positional;
    const { publicUrl } = readConfig(settings, shell.environment);
    await withDatabase(shell, settings, async (database) => {
      if (!(await database.read('', (tx) => findAttendee(tx, { accountId, conferenceId, id })))) {
        throw new OperatorError(
          `Account ${accountId} knows of no attendee ${id} of meeting ${conferenceId}. aws chime get-meeting-detail shows who attended.`,
        );
      }
      const expiresAt = shell.machine.now() + linkLifetimeMs;
      const token = surveyToken(database.vault, { accountId, conferenceId, attendeeSessionId: id, expiresAt });
      shell.print(`${publicUrl ?? 'https://…'}/survey?link=${token}`);
    });
  },
};
