import FileUpload from '@cloudscape-design/components/file-upload';
import FormField from '@cloudscape-design/components/form-field';
import { useState, type ReactNode } from 'react';
import { isObject } from './check.ts';
import { print } from './document.ts';
import { readJson } from './json-places.ts';

/** The server takes bodies of 1 MiB; the largest document an account can have is far below. Bytes. */
const fileMax = 900 * 1024;

/** Takes a file with the document: bare, or as `aws chime get-account-resource` writes it. @param revision of the account as it is */
export function DropFile({ revision, onText }: { readonly revision: string; readonly onText: (text: string) => void }): ReactNode {
  const [files, setFiles] = useState<readonly File[]>([]);
  const [trouble, setTrouble] = useState<string>();
  const [note, setNote] = useState<string>();
  const take = async (taken: readonly File[]): Promise<void> => {
    setFiles(taken);
    setNote(undefined);
    setTrouble(undefined);
    const [file] = taken;
    if (!file) return;
    if (file.size > fileMax) {
      setTrouble(`${file.name} is larger than ${fileMax / 1024} kB, and so no document of an account. Nothing was taken from it.`);
      return;
    }
    const { text, from } = unwrap(await file.text());
    onText(text);
    if (from !== undefined && from !== revision)
      setNote('The file was written when the account was another one; the plan is made for what it is now.');
  };
  return (
    <FormField
      label="Or a file"
      description="The document, or what aws chime get-account-resource has written."
      errorText={trouble}
      warningText={note}
      stretch
    >
      <FileUpload
        value={[...files]}
        accept=".json,application/json"
        onChange={({ detail }) => void take(detail.value)}
        i18nStrings={{
          uploadButtonText: () => 'Choose a file',
          dropzoneText: () => 'Drop a JSON file here',
          removeFileAriaLabel: () => 'Forget the file',
          limitShowFewer: 'Show fewer',
          limitShowMore: 'Show more',
          errorIconAriaLabel: 'Error',
          warningIconAriaLabel: 'Warning',
        }}
      />
    </FormField>
  );
}

/** Of an answer that was saved as it came, the document. */
function unwrap(text: string): { readonly text: string; readonly from: string | undefined } {
  const read = readJson(text);
  if ('fault' in read || !isObject(read.value)) return { text, from: undefined };
  const { Resource, Revision } = read.value;
  return isObject(Resource) && typeof Revision === 'string' ? { text: print(Resource), from: Revision } : { text, from: undefined };
}
