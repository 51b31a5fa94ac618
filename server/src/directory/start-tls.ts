import type { Socket } from 'node:net';
import { DirectoryError } from './directory-error.ts';

/** The answer to the request is a few dozen bytes; a server that sends more before it encrypts is up to something. */
const answerBytesMax = 4096;

/** LDAPMessage 1, ExtendedRequest, requestName 1.3.6.1.4.1.1466.20037. Source: RFC 4511, section 4.14.1. */
const startTlsRequest = Buffer.concat([Buffer.from('301d02010177188016', 'hex'), Buffer.from('1.3.6.1.4.1.1466.20037')]);

/**
 * Asks a server on a connection in clear to encrypt it. Afterwards not a byte of its answer is left to be read, so nothing
 * that was said in clear can pass for something said under encryption. Throws DirectoryError.
 */
export async function requestStartTls(socket: Socket, host: string): Promise<void> {
  const answer = await firstMessage(socket, host);
  // LDAPMessage { messageID 1, ExtendedResponse [APPLICATION 24] { resultCode, … } }, lengths of one byte or more.
  const body = contentAt(answer, 0);
  const id = body && contentAt(body, 0);
  const response = body && id && body.subarray(id.byteOffset - body.byteOffset + id.length);
  const content = response && response[0] === 0x78 ? contentAt(response, 0) : undefined;
  const result = content && content[0] === 0x0a ? contentAt(content, 0) : undefined;
  if (result?.length !== 1 || result[0] !== 0) {
    throw new DirectoryError(
      'unusable',
      `${host} does not encrypt a connection with StartTLS. Register the directory with its ldaps:// address.`,
    );
  }
}

async function firstMessage(socket: Socket, host: string): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  let received: Buffer = Buffer.alloc(0);
  const take = (data: Buffer): void => {
    received = Buffer.concat([received, data]);
    const size = messageSize(received);
    if (size === undefined) return;
    if (received.length > size || size > answerBytesMax)
      reject(new DirectoryError('unusable', `${host} answers StartTLS against the protocol.`));
    else if (received.length === size) resolve(received);
  };
  const end = (): void => reject(new DirectoryError('unreachable', `${host} closed the connection instead of encrypting it.`));
  socket.on('data', take).once('close', end);
  try {
    socket.write(startTlsRequest);
    return await promise;
  } finally {
    socket.off('data', take).off('close', end).pause();
  }
}

/** How long the message that starts here is altogether; undefined = that is not known yet. */
function messageSize(bytes: Buffer): number | undefined {
  const header = headerAt(bytes, 0);
  return header && header.start + header.length;
}

function contentAt(bytes: Buffer, offset: number): Buffer | undefined {
  const header = headerAt(bytes, offset);
  return header && bytes.subarray(header.start, header.start + header.length);
}

/** Where the content of a BER element starts, and its length. */
function headerAt(bytes: Buffer, offset: number): { start: number; length: number } | undefined {
  const first = bytes[offset + 1];
  if (first === undefined) return undefined;
  if (first < 0x80) return { start: offset + 2, length: first };
  const width = first & 0x7f;
  if (width === 0 || width > 4) return { start: offset + 2, length: answerBytesMax + 1 };
  return bytes.length < offset + 2 + width ? undefined : { start: offset + 2 + width, length: bytes.readUIntBE(offset + 2, width) };
}
