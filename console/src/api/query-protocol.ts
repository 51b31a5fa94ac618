import type { Shape } from './operation-sketch.ts';

const versions: Readonly<Record<string, string>> = { iam: '2010-05-08', sts: '2011-06-15' };

/** An input as the AWS Query protocol writes it: `Tags.member.1.Key=team`. */
export function encodeForm(service: string, name: string, input: Readonly<Record<string, unknown>>): string {
  const form = new URLSearchParams({ Action: name, Version: versions[service] ?? '' });
  for (const [member, value] of Object.entries(input)) append(form, member, value);
  return form.toString();
}

function append(form: URLSearchParams, name: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) value.forEach((one, index) => append(form, `${name}.member.${index + 1}`, one));
  else if (typeof value === 'object') for (const [member, one] of Object.entries(value)) append(form, `${name}.${member}`, one);
  else form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
}

/** What an answer says, read by the form that its declaration gives it. */
export function readXml(text: string, name: string, shape: Shape): unknown {
  const root = parse(text);
  const result = [...root.children].find(({ localName }) => localName === `${name}Result`);
  return result ? readElement(result, shape) : {};
}

export function readXmlError(text: string): { code: string | undefined; message: string | undefined } {
  const root = parse(text);
  return {
    code: root.getElementsByTagName('Code')[0]?.textContent ?? undefined,
    message: root.getElementsByTagName('Message')[0]?.textContent ?? undefined,
  };
}

function parse(text: string): Element {
  return new DOMParser().parseFromString(text, 'text/xml').documentElement;
}

function readElement(element: Element, shape: Shape): unknown {
  const text = element.textContent ?? '';
  if (shape === 's') return text;
  if (shape === 'n') return Number(text);
  if (shape === 'b') return text === 'true';
  const children = [...element.children];
  if (isList(shape)) return children.map((child) => readElement(child, shape[0]));
  const inner = shape['*'];
  if (inner !== undefined)
    return Object.fromEntries(children.map((entry) => [childText(entry, 'key'), readElement(childOf(entry, 'value') ?? entry, inner)]));
  return Object.fromEntries(
    children.flatMap((child) => {
      const member = shape[child.localName];
      return member === undefined ? [] : [[child.localName, readElement(child, member)]];
    }),
  );
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function childOf(element: Element, name: string): Element | undefined {
  return [...element.children].find(({ localName }) => localName === name);
}

function childText(element: Element, name: string): string {
  return childOf(element, name)?.textContent ?? '';
}
