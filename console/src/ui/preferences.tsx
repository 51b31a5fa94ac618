import { I18nProvider, importMessages, type I18nProviderProps } from '@cloudscape-design/components/i18n';
import { applyDensity, applyMode, Density, Mode } from '@cloudscape-design/global-styles';
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';

/** How somebody wants the console to look. Kept in this browser. */
export interface Preferences {
  readonly mode: 'system' | 'light' | 'dark';
  readonly density: 'comfortable' | 'compact';
  readonly locale: string;
}

/** The languages that the component library speaks; what the console itself says is in English. */
export const locales: readonly (readonly [code: string, name: string])[] = [
  ['en', 'English'],
  ['en-GB', 'English (UK)'],
  ['ar', 'العربية'],
  ['de', 'Deutsch'],
  ['es', 'Español'],
  ['fr', 'Français'],
  ['id', 'Bahasa Indonesia'],
  ['it', 'Italiano'],
  ['ja', '日本語'],
  ['ko', '한국어'],
  ['pt-BR', 'Português (Brasil)'],
  ['th', 'ไทย'],
  ['tr', 'Türkçe'],
  ['vi', 'Tiếng Việt'],
  ['zh-CN', '简体中文'],
  ['zh-TW', '繁體中文'],
];

const key = 'carillon-preferences';
const defaults: Preferences = { mode: 'system', density: 'comfortable', locale: 'en' };

function read(): Preferences {
  try {
    const stored: Partial<Preferences> = JSON.parse(localStorage.getItem(key) ?? '{}');
    return { ...defaults, ...stored };
  } catch {
    return defaults;
  }
}

interface Holder {
  readonly preferences: Preferences;
  change(preferences: Preferences): void;
}

const PreferencesContext = createContext<Holder | undefined>(undefined);

export function PreferencesProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [preferences, setPreferences] = useState(read);
  const [messages, setMessages] = useState<readonly I18nProviderProps.Messages[]>([]);
  const { mode, density, locale } = preferences;

  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const apply = (): void => applyMode(mode === 'dark' || (mode === 'system' && dark.matches) ? Mode.Dark : Mode.Light);
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [mode]);
  useEffect(() => applyDensity(density === 'compact' ? Density.Compact : Density.Comfortable), [density]);
  useEffect(() => {
    let isCurrent = true;
    void importMessages(locale).then((loaded) => isCurrent && setMessages(loaded));
    return () => void (isCurrent = false);
  }, [locale]);

  const holder = useMemo(
    () => ({
      preferences,
      change(next: Preferences) {
        localStorage.setItem(key, JSON.stringify(next));
        setPreferences(next);
      },
    }),
    [preferences],
  );
  return (
    <PreferencesContext value={holder}>
      <I18nProvider locale={locale} messages={messages}>
        {children}
      </I18nProvider>
    </PreferencesContext>
  );
}

export function usePreferences(): Holder {
  const holder = useContext(PreferencesContext);
  if (!holder) throw new Error('There are no preferences above this component.');
  return holder;
}
