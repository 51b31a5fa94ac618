/** Longer names are cut: file systems end at 255 bytes. */
const nameLengthMax = 120;

/**
 * The Content-Disposition under which browsers save an object and never show it. Whatever text the name is, the header has one
 * line, and the name no path. Source: RFC 6266, with the encoding of RFC 8187.
 */
export function attachmentDisposition(fileName: string): string {
  const name = safeFileName(fileName);
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeExtended(name)}`;
}

/** The last part of a name, without what names a path, a device, a direction or a hidden file. Never empty. */
export function safeFileName(fileName: string): string {
  const last = fileName.toWellFormed().split(/[/\\]/).at(-1) ?? '';
  // Control characters, and those that make the rest of a name run the other way so that its extension looks like another one.
  const plain = last
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const name = plain.length <= nameLengthMax ? plain : shorten(plain);
  return name === '' ? 'file' : name;
}

/** Keeps the extension, by which people tell what a file is. */
function shorten(name: string): string {
  const extension = /\.[^.]{1,10}$/.exec(name)?.[0] ?? '';
  // The cut may leave half a character.
  const stem = name.slice(0, nameLengthMax - extension.length).replace(/[\uD800-\uDBFF]$/, '');
  return `${stem.trimEnd()}${extension}`;
}

function encodeExtended(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
}
