import FormField from '@cloudscape-design/components/form-field';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import type { Preferences } from './appearance.ts';
import { locales, usePreferences } from './preferences.tsx';
import { ReadingDialog } from './reading-dialog.tsx';

const modes: readonly { readonly id: Preferences['mode']; readonly text: string }[] = [
  { id: 'system', text: 'As the system' },
  { id: 'light', text: 'Light' },
  { id: 'dark', text: 'Dark' },
];
const densities: readonly { readonly id: Preferences['density']; readonly text: string }[] = [
  { id: 'comfortable', text: 'Comfortable' },
  { id: 'compact', text: 'Compact' },
];

/** How the console looks in this browser; it changes at once. */
export function PreferencesDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { preferences, change } = usePreferences();
  const options = locales.map(([value, label]) => ({ value, label }));
  return (
    <ReadingDialog title="Preferences" verb="Done" onClose={onClose}>
      <SpaceBetween size="l">
        <FormField label="Colours" stretch>
          <SegmentedControl
            label="Colours"
            selectedId={preferences.mode}
            options={[...modes]}
            onChange={({ detail }) => change({ ...preferences, mode: modes.find(({ id }) => id === detail.selectedId)?.id ?? 'system' })}
          />
        </FormField>
        <FormField label="Density" stretch>
          <SegmentedControl
            label="Density"
            selectedId={preferences.density}
            options={[...densities]}
            onChange={({ detail }) =>
              change({ ...preferences, density: densities.find(({ id }) => id === detail.selectedId)?.id ?? 'comfortable' })
            }
          />
        </FormField>
        <FormField label="Language of controls and dates" description="The pages themselves are in English." stretch>
          <Select
            selectedOption={options.find(({ value }) => value === preferences.locale) ?? null}
            options={options}
            onChange={({ detail }) => change({ ...preferences, locale: detail.selectedOption.value ?? 'en' })}
          />
        </FormField>
      </SpaceBetween>
    </ReadingDialog>
  );
}
