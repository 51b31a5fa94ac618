import { defineConfig } from 'vite';
import { firstLoadGroups } from './build/chunks.ts';
import { fontsPlugin } from './build/fonts-plugin.ts';
import { operationsPlugin } from './build/operations-plugin.ts';
import { pagePlugin } from './build/page-plugin.ts';
import { resourceSchemaPlugin } from './build/resource-schema-plugin.ts';
import { themePlugin } from './build/theme-plugin.ts';

export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [fontsPlugin(), themePlugin(), operationsPlugin(), resourceSchemaPlugin(), pagePlugin()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // A data: address in a style sheet is compressed badly and cached with it.
    assetsInlineLimit: 0,
    target: 'es2023',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { output: { codeSplitting: { groups: firstLoadGroups() } } },
  },
});
