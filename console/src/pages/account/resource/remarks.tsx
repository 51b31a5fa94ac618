import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import type { Remark } from './document.ts';

const words: Readonly<Record<Remark['severity'], string>> = { error: 'Error', warning: 'Warning' };

/** What is to be said about the document, by line. */
export function Remarks({ remarks, isChecking }: { readonly remarks: readonly Remark[]; readonly isChecking: boolean }): ReactNode {
  return (
    <div role="status">
      {remarks.length === 0 && (
        <StatusIndicator type={isChecking ? 'in-progress' : 'success'}>
          {isChecking ? 'Checking' : 'Nothing is wrong with it'}
        </StatusIndicator>
      )}
      {remarks.length > 0 && (
        <SpaceBetween size="xs">
          {remarks.map(({ severity, message, place: { line, from } }) => (
            <div key={`${from} ${message}`}>
              <StatusIndicator type={severity}>{`${words[severity]}, line ${line}:`}</StatusIndicator> {message}
            </div>
          ))}
        </SpaceBetween>
      )}
    </div>
  );
}
