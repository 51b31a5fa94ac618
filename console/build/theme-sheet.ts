import { generateThemeStylesheet } from '@cloudscape-design/components/theming';
import { theme } from '../src/theme.ts';

export const sheet: string = generateThemeStylesheet({ theme });
