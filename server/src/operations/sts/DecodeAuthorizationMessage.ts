import { z } from 'zod';
import { InvalidAuthorizationMessageException } from '../../errors.ts';
import { explainDenial } from '../../iam/denial.ts';
import { decodedMessage } from '../../iam/decoded-message.ts';
import { queryOperation } from '../../operation.ts';
import { sensitive } from '../../shapes/common.ts';
import { findDenial } from '../../store/denials.ts';

export const DecodeAuthorizationMessage = queryOperation('sts', {
  action: {
    name: 'DecodeAuthorizationMessage',
    access: 'Write',
    summary:
      'Grants permission to decode additional information about the authorization status of a request from an encoded message returned in response to an AWS request',
    dependsOn: [],
  },
  // The encoded message is the authorization id of the refusal: what it stands for never leaves the server undecoded.
  input: z.object({ EncodedMessage: z.string().min(1).max(10_240) }),
  output: z.object({ DecodedMessage: z.string().meta(sensitive).optional() }),
  errors: [InvalidAuthorizationMessageException],
  example: { EncodedMessage: '019e8306-5c00-7000-8000-000000000001' },
  async handler({ tx, now, catalogue }, { EncodedMessage }) {
    const denial = await findDenial(tx, EncodedMessage, now);
    if (!denial)
      throw new InvalidAuthorizationMessageException(
        'The message is no authorization id of this AWS account, or of a refusal more than 24 hours ago.',
      );
    return { DecodedMessage: decodedMessage(denial.detail, explainDenial(denial.detail, catalogue)) };
  },
});
