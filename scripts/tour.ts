// `npm run tour`: pictures of the console with the demonstration in it, light and dark, and the page of the guide that shows them.
// With names of pages, only those are taken anew; the page of the guide is always written.
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createStage, type Stage, type Visitor } from '../console/test/support/stage.ts';
import { tour, type Ids, type TourPage } from './tour/pages.ts';

const guide = fileURLToPath(new URL('../docs/guide', import.meta.url));
/** A working day in the office: the demonstration ends at it, and each tour shows the same. */
const instant = Date.UTC(2026, 8, 16, 9, 40);
const schemes = ['light', 'dark'] as const;
/** WebP, 0 to 100: letters are sharp, and a picture has some dozens of kilobytes. */
const quality = 60;

const names = process.argv.slice(2);
const unknown = names.filter((name) => !tour.some((page) => page.name === name));
if (unknown.length > 0) throw new Error(`The tour has no page ${unknown.join(', ')}. It has ${tour.map(({ name }) => name).join(', ')}.`);
const chosen = tour.filter(({ name }) => names.length === 0 || names.includes(name));

const failures: Error[] = [];
mkdirSync(`${guide}/images`, { recursive: true });
const stage = await createStage(instant);
try {
  await takePictures(stage);
} finally {
  await stage.close();
}
writeFileSync(`${guide}/tour.md`, document());
if (failures.length > 0)
  throw new AggregateError(failures, `Not all pictures were taken: ${failures.map(({ message }) => message).join(' ')}`);

async function takePictures(at: Stage): Promise<void> {
  const idOf = (name: string): string => at.accounts.get(name) ?? '';
  const ids = { meridian: idOf('Meridian Logistics'), aurelia: idOf('Aurelia Health'), larkfield: idOf('Larkfield Studio') };
  for (const operator of new Set(chosen.map((one) => one.operator))) {
    const visitor = await at.open(operator);
    await visitor.page.clock.setFixedTime(instant);
    for (const one of chosen.filter((page) => page.operator === operator)) {
      try {
        await take(at, visitor, one, ids);
      } catch (error) {
        // The others are taken all the same.
        failures.push(new Error(`${one.name} was not taken.`, { cause: error }));
      }
    }
    await visitor.close();
  }
}

async function take(stage: Stage, visitor: Visitor, { name, path, act }: TourPage, ids: Ids): Promise<void> {
  const { page } = visitor;
  await visitor.goto(path(ids));
  await act?.(page, { stage, ids });
  await page.waitForLoadState('networkidle');
  await page.mouse.move(0, 0);
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    const file = `${guide}/images/${name}-${colorScheme}.webp`;
    writeFileSync(file, await capture(page));
    console.log(`${file}: ${Math.round(statSync(file).size / 1024)} kB`);
  }
}

/** The window as it is, once it has been drawn. */
async function capture(page: Visitor['page']): Promise<Buffer> {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  const tools = await page.context().newCDPSession(page);
  const { data } = await tools.send('Page.captureScreenshot', { format: 'webp', quality });
  await tools.detach();
  return Buffer.from(data, 'base64');
}

function document(): string {
  const isTaken = ({ name }: TourPage): boolean => schemes.every((scheme) => existsSync(`${guide}/images/${name}-${scheme}.webp`));
  const sections = tour.filter(isTaken).map(({ name, title, text }) => `## ${title}\n\n${text}\n\n${picture(name, title)}`);
  return `# A tour of the console

<!-- Written by \`npm run tour\` from scripts/tour/pages.ts. -->

What you see is the [demonstration](demo.md): \`npm start -- --demo\` shows you the same. The pages follow your colour scheme.

${sections.join('\n\n')}
`;
}

function picture(name: string, title: string): string {
  return `<picture>
  <source media="(prefers-color-scheme: dark)" srcset="images/${name}-dark.webp">
  <img alt="${title}" src="images/${name}-light.webp" width="1280">
</picture>`;
}
