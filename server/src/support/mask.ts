/** A masked text is no longer than this. */
const lengthMax = 200;

/** What in a message of an error may say who somebody is, where something is, or how to get in; each with what stands in its place. */
const masks: readonly (readonly [RegExp, string])[] = [
  [/[\w.+-]+:\/\/\S+/g, '<address>'],
  [/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '<mail address>'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b/g, '<IP address>'],
  [/(?<![\w:])(?:[0-9a-f]{0,4}:){2,}[0-9a-f]{0,4}(?![\w:])/gi, '<IP address>'],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, '<key>'],
  [/(?:[A-Za-z]:)?(?:[/\\][\w.@+-]+){2,}/g, '<path>'],
  [/\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b(?:\.|:\d+)?/gi, '<name>'],
  [/[\w+/=-]{20,}/g, '<secret>'],
  [/\+?\d[\d ()-]{6,}\d/g, '<number>'],
  [/(["'“‘]).*?["'”’]/g, '<text>'],
];

/** The gist of an error message: what failed, without whom, where and with what. */
export function mask(message: string): string {
  const [line = ''] = message.split(/[\r\n\u2028\u2029]/);
  return masks.reduce((text, [pattern, place]) => text.replace(pattern, place), line).slice(0, lengthMax);
}
