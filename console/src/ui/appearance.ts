import { applyDensity, applyMode, Density, Mode } from '@cloudscape-design/global-styles';

/** How somebody wants the console to look. Kept in this browser. */
export interface Preferences {
  readonly mode: 'system' | 'light' | 'dark';
  readonly density: 'comfortable' | 'compact';
  readonly locale: string;
}

const key = 'carillon-preferences';
const defaults: Preferences = { mode: 'system', density: 'comfortable', locale: 'en' };

/** What this browser keeps. What cannot be read is as if it were not there. */
export function readPreferences(): Preferences {
  try {
    const stored: Partial<Preferences> = JSON.parse(localStorage.getItem(key) ?? '{}');
    return { ...defaults, ...stored };
  } catch {
    return defaults;
  }
}

export function keepPreferences(preferences: Preferences): void {
  localStorage.setItem(key, JSON.stringify(preferences));
}

/** Shows the page as it is wanted. */
export function applyAppearance({ mode, density }: Preferences): void {
  const isDark = mode === 'dark' || (mode === 'system' && systemDark().matches);
  document.documentElement.dataset['mode'] = isDark ? 'dark' : 'light';
  applyMode(isDark ? Mode.Dark : Mode.Light);
  applyDensity(density === 'compact' ? Density.Compact : Density.Comfortable);
}

/** Shows the page as it is wanted, and goes on to where the system decides. Answers what ends that. */
export function followAppearance(preferences: Preferences): () => void {
  const apply = (): void => applyAppearance(preferences);
  const dark = systemDark();
  apply();
  dark.addEventListener('change', apply);
  return () => dark.removeEventListener('change', apply);
}

function systemDark(): MediaQueryList {
  return matchMedia('(prefers-color-scheme: dark)');
}
