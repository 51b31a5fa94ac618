import { crc32, deflateSync } from 'node:zlib';
import encode from 'qrcode-generator';

/** Pixels of one module, and modules of the white margin that readers want. */
const modulePixels = 4;
const marginModules = 4;

/** A QR code of a text (ASCII) as a PNG image in black and white, as large as the text needs. */
export function qrCodePng(text: string): Buffer {
  // The version that suffices, and a damaged seventh of the image does no harm.
  const code = encode(0, 'M');
  code.addData(text);
  code.make();
  const modules = code.getModuleCount();
  const size = (modules + 2 * marginModules) * modulePixels;
  const isDark = (x: number, y: number): boolean => {
    const column = Math.floor(x / modulePixels) - marginModules;
    const row = Math.floor(y / modulePixels) - marginModules;
    return Math.min(row, column) >= 0 && Math.max(row, column) < modules && code.isDark(row, column);
  };
  return png(size, isDark);
}

/** A square image of one bit a pixel. Source: PNG Specification (Third Edition), W3C. */
function png(size: number, isDark: (x: number, y: number) => boolean): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // One bit of grey a pixel; compression, filter and interlacing have only this value for what is meant here.
  header.set([1, 0, 0, 0, 0], 8);
  const rowBytes = Math.ceil(size / 8);
  const image = Buffer.alloc(size * (rowBytes + 1));
  for (let y = 0; y < size; y += 1) {
    // The first byte of a row is its filter: none.
    for (let x = 0; x < size; x += 1) {
      const at = y * (rowBytes + 1) + 1 + (x >> 3);
      if (!isDark(x, y)) image.writeUInt8(image.readUInt8(at) | (0x80 >> (x & 7)), at);
    }
  }
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(image)), chunk('IEND', Buffer.alloc(0))]);
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, checksum]);
}
