import type { Theme } from '@cloudscape-design/components/theming';

const family = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', sans-serif";

/** The console's own colours and type. Read when the console is built, so that no style is made in the browser. */
export const theme: Theme = {
  tokens: {
    fontFamilyBase: family,
    fontFamilyHeading: family,
    fontFamilyDisplay: family,
    fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
    borderRadiusButton: '8px',
    borderRadiusContainer: '10px',
    borderRadiusInput: '7px',
    borderRadiusFlashbar: '8px',
    borderRadiusAlert: '8px',
    colorTextAccent: { light: '#0b5f6f', dark: '#6cc5d6' },
    colorTextLinkDefault: { light: '#0b5f6f', dark: '#6cc5d6' },
    colorTextLinkHover: { light: '#063f4a', dark: '#9adbe8' },
    colorTextLinkSecondaryDefault: { light: '#0b5f6f', dark: '#6cc5d6' },
    colorTextLinkSecondaryHover: { light: '#063f4a', dark: '#9adbe8' },
    colorTextLinkInfoDefault: { light: '#0b5f6f', dark: '#6cc5d6' },
    colorTextLinkInfoHover: { light: '#063f4a', dark: '#9adbe8' },
    colorBackgroundButtonPrimaryDefault: { light: '#0b5f6f', dark: '#6cc5d6' },
    colorBackgroundButtonPrimaryHover: { light: '#063f4a', dark: '#9adbe8' },
    colorBackgroundButtonPrimaryActive: { light: '#042d35', dark: '#b8e7f0' },
    colorBorderButtonNormalDefault: { light: '#0b5f6f', dark: '#6cc5d6' },
    colorBorderButtonNormalHover: { light: '#063f4a', dark: '#9adbe8' },
    colorBorderButtonNormalActive: { light: '#063f4a', dark: '#9adbe8' },
    colorTextButtonNormalDefault: { light: '#0b5f6f', dark: '#6cc5d6' },
    colorTextButtonNormalHover: { light: '#063f4a', dark: '#9adbe8' },
    colorTextButtonNormalActive: { light: '#063f4a', dark: '#9adbe8' },
    colorTextLinkButtonNormalDefault: { light: '#0b5f6f', dark: '#6cc5d6' },
    colorTextLinkButtonNormalHover: { light: '#063f4a', dark: '#9adbe8' },
    colorTextLinkButtonNormalActive: { light: '#063f4a', dark: '#9adbe8' },
    colorBackgroundControlChecked: { light: '#0b5f6f', dark: '#6cc5d6' },
    colorBorderItemFocused: { light: '#0b5f6f', dark: '#6cc5d6' },
    colorBorderItemSelected: { light: '#0b5f6f', dark: '#6cc5d6' },
    colorBackgroundItemSelected: { light: '#eaf5f7', dark: '#10303a' },
    colorBackgroundSegmentActive: { light: '#0b5f6f', dark: '#6cc5d6' },
  },
};
