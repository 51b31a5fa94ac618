import { createHash, createHmac } from 'node:crypto';
import { attachmentDisposition } from '../disposition.ts';
import { linkSecondsMax, type LinkTerms } from '../object-store.ts';
import { ObjectStoreError } from '../object-store-error.ts';
import type { S3Settings } from './connect.ts';

/** Makes addresses under which anybody may download an object, until they expire. */
export type Presign = (bucketName: string, key: string, terms: LinkTerms) => string;

/**
 * Signature version 4 in the query string, as Amazon's library makes it, which takes a hundred times as long: an export signs every
 * attachment of an account. Source: Amazon S3 API Reference, "Authenticating Requests: Using Query Parameters".
 */
export function createPresign({ endpoint, region, pathStyle, accessKeyId, secretAccessKey }: S3Settings): Presign {
  const { protocol, host } = new URL(endpoint);
  const keys = createDayKeys(region, secretAccessKey);
  return (bucketName, key, { expiresInSeconds, fileName, now }) => {
    if (!(expiresInSeconds > 0 && expiresInSeconds <= linkSecondsMax)) {
      throw new ObjectStoreError('invalid', `A link lives for 1 to ${linkSecondsMax} seconds, not for ${expiresInSeconds}.`);
    }
    const time = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '');
    const day = time.slice(0, 8);
    const signedHost = pathStyle ? host : `${bucketName}.${host}`;
    const path = `/${[...(pathStyle ? [bucketName] : []), ...key.split('/')].map(encode).join('/')}`;
    const scope = `${day}/${region}/s3/aws4_request`;
    const query = [
      ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
      ['X-Amz-Content-Sha256', 'UNSIGNED-PAYLOAD'],
      ['X-Amz-Credential', `${accessKeyId}/${scope}`],
      ['X-Amz-Date', time],
      ['X-Amz-Expires', String(expiresInSeconds)],
      ['X-Amz-SignedHeaders', 'host'],
      ['response-content-disposition', attachmentDisposition(fileName)],
      ['x-id', 'GetObject'],
    ]
      .map(([name = '', value = '']) => `${encode(name)}=${encode(value)}`)
      .join('&');
    const request = ['GET', path, query, `host:${signedHost}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n');
    const text = ['AWS4-HMAC-SHA256', time, scope, createHash('sha256').update(request).digest('hex')].join('\n');
    const signature = hmac(keys(day), text).toString('hex');
    return `${protocol}//${signedHost}${path}?${query}&X-Amz-Signature=${signature}`;
  };
}

/** The signing key of a day; the newest one is kept. */
function createDayKeys(region: string, secretAccessKey: string): (day: string) => Uint8Array {
  let newest: { readonly day: string; readonly key: Uint8Array } | undefined;
  return (day) => {
    if (newest?.day === day) return newest.key;
    let key: Uint8Array = Buffer.from(`AWS4${secretAccessKey}`);
    for (const part of [day, region, 's3', 'aws4_request']) key = hmac(key, part);
    newest = { day, key };
    return key;
  };
}

function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** RFC 3986: everything but unreserved characters. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
}
