import { I18nProvider, importMessages, type I18nProviderProps } from '@cloudscape-design/components/i18n';
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { followAppearance, keepPreferences, readPreferences, type Preferences } from './appearance.ts';

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

interface Holder {
  readonly preferences: Preferences;
  change(preferences: Preferences): void;
}

const PreferencesContext = createContext<Holder | undefined>(undefined);

/**
 * The preferences, for everything below.
 * @param spoken what the component library says in the language of the preferences, so that nothing is drawn twice
 */
export function PreferencesProvider({
  spoken,
  children,
}: {
  readonly spoken: readonly I18nProviderProps.Messages[];
  readonly children: ReactNode;
}): ReactNode {
  const [preferences, setPreferences] = useState(readPreferences);
  const [said, setSaid] = useState({ locale: preferences.locale, messages: spoken });
  const { locale } = preferences;

  useEffect(() => followAppearance(preferences), [preferences]);
  useEffect(() => {
    if (locale === said.locale) return undefined;
    let isCurrent = true;
    void importMessages(locale).then((messages) => isCurrent && setSaid({ locale, messages }));
    return () => void (isCurrent = false);
  }, [locale, said.locale]);

  const holder = useMemo(
    () => ({
      preferences,
      change(next: Preferences) {
        keepPreferences(next);
        setPreferences(next);
      },
    }),
    [preferences],
  );
  return (
    <PreferencesContext value={holder}>
      <I18nProvider locale={locale} messages={said.messages}>
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
