// The first script, and a small one: the page is painted in its colours when this has run, and what takes longest, the console
// itself and the answer to who is signed in, are asked for at once. The page's HTML has the frame that is seen meanwhile.
import { applyAppearance, readPreferences } from './ui/appearance.ts';

applyAppearance(readPreferences());
const asked = fetch('/console/session', { credentials: 'same-origin', redirect: 'error' });
// Whether it fails is told where it is awaited.
asked.catch(() => undefined);
/** Longer than any browser takes to draw a page that is seen, milliseconds. */
const drawnMs = 1_000;
// Not awaited here: what is loaded now needs this file, too, and would wait for its end.
void open();

async function open(): Promise<void> {
  const element = document.getElementById('console');
  // Files that are announced in the page would come before what it is drawn with, and draw it half a second later.
  await drawn();
  try {
    // The frame is there for who is signed in. What the shell lacks is told where it is shown.
    if (element?.querySelector('.frame')) import('./ui/shell.tsx').catch(() => undefined);
    const { openConsole } = await import('./main.tsx');
    await openConsole(asked);
  } catch (error) {
    if (element) element.textContent = 'The console could not be loaded. Check your connection, then load the page again.';
    throw error;
  }
}

/** Lets the browser draw what is there, before it is busy with the console. A page that nobody sees is not drawn. */
async function drawn(): Promise<void> {
  if (document.visibilityState === 'hidden') return;
  await new Promise<void>((resolve) => {
    setTimeout(resolve, drawnMs);
    // A task that is queued in the frame that draws runs after it.
    requestAnimationFrame(() => setTimeout(resolve));
  });
}
