import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const generated = fileURLToPath(new URL('../../../generated/', import.meta.url));

/** What teaches a stock client the actions that its own model of Chime lacks. */
export const overlayFiles: readonly string[] = ['service-2.sdk-extras.json', 'paginators-1.sdk-extras.json'];

/** Installs generated models of Chime in a new folder, for AWS_DATA_PATH to name. Whoever asked for it removes it. */
export function installModels(files: readonly string[] = overlayFiles): string {
  const models = mkdtempSync(join(tmpdir(), 'carillon-models-'));
  const folder = join(models, 'chime', '2018-05-01');
  mkdirSync(folder, { recursive: true });
  for (const file of files) cpSync(join(generated, file), join(folder, file));
  return models;
}
