import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect, test } from 'vitest';
import { createOutgoing } from '../../src/net/outgoing.ts';
import { attachmentDisposition } from '../../src/objects/disposition.ts';
import { createPresign } from '../../src/objects/s3/presign.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

test.each([
  ['http://127.0.0.1:9000', true, 'attachments/01981a2b/abc/01981a2c', 'report.pdf', 518_400],
  ['https://s3.eu-central-1.amazonaws.com', false, 'exports/a/attachments.csv', 'attachments-2026-06-01.csv', 1],
  ['https://store.example', true, `odd/ü \u{1f600}/(a)!'*+~&=%2F`, `gr\u00fc\u00dfe "x" (1)'!*.txt`, 604_800],
] as const)(
  'the link is the one that Amazon’s own library makes: %s, in the path: %j, %s',
  async (endpoint, pathStyle, key, fileName, expiresInSeconds) => {
    const region = 'eu-central-1';
    const client = new S3Client({
      endpoint,
      region,
      forcePathStyle: pathStyle,
      credentials,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    const bucket = 'carillon';
    for (const now of [Date.UTC(2026, 5, 1, 23, 59, 59, 999), Date.UTC(2026, 5, 2)]) {
      const command = new GetObjectCommand({ Bucket: bucket, Key: key, ResponseContentDisposition: attachmentDisposition(fileName) });
      const theirs = await getSignedUrl(client, command, { expiresIn: expiresInSeconds, signingDate: new Date(now) });
      const presign = createPresign({
        endpoint,
        region,
        pathStyle,
        ...credentials,
        ownBucket: bucket,
        outgoing: createOutgoing({ allow: [] }),
      });
      expect(parts(presign(bucket, key, { expiresInSeconds, fileName, now }))).toEqual(parts(theirs));
    }
  },
);

/** An address, whatever the order of its parameters. */
function parts(url: string): unknown {
  const { origin, pathname, searchParams } = new URL(url);
  return [origin, pathname, [...searchParams].toSorted(([a], [b]) => (a < b ? -1 : 1))];
}
