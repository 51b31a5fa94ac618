import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import type { ReactNode } from 'react';

/** A value with a button that copies it. @param what it is: `mail address` */
export function Copied({ what, value }: { readonly what: string; readonly value: string | undefined }): ReactNode {
  if (value === undefined) return '–';
  return (
    <CopyToClipboard
      variant="inline"
      textToCopy={value}
      copyButtonAriaLabel={`Copy the ${what}`}
      copySuccessText="Copied"
      copyErrorText="It could not be copied"
    />
  );
}
