import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Spinner from '@cloudscape-design/components/spinner';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { Copied } from '../../ui/copied.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Trouble } from '../../ui/trouble.tsx';

/** Sets an authenticator app up: a picture to scan, then two codes in a row. */
export function EnableMfa({ userName: UserName, onClose }: { readonly userName: string; readonly onClose: () => void }): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const [one, setOne] = useState('');
  const [two, setTwo] = useState('');
  const device = useMutation({
    async mutationFn() {
      // A device that nobody enabled may be left of an earlier try: the name says which one it is.
      const { VirtualMFADevice } = await client.call('iam:CreateVirtualMFADevice', {
        VirtualMFADeviceName: `${UserName}-${Math.floor(Date.now() / 1000)}`,
      });
      return VirtualMFADevice;
    },
  });
  const { mutate } = device;
  useEffect(() => mutate(), [mutate]);
  const found = device.data;
  const abandon = (): void => {
    if (found) void client.call('iam:DeleteVirtualMFADevice', { SerialNumber: found.SerialNumber });
    onClose();
  };
  return (
    <FormDialog
      title="Add an authenticator app"
      verb="Enable"
      isComplete={found !== undefined && /^\d{6}$/.test(one) && /^\d{6}$/.test(two)}
      act={() =>
        client.call('iam:EnableMFADevice', {
          UserName,
          SerialNumber: found?.SerialNumber ?? '',
          AuthenticationCode1: one,
          AuthenticationCode2: two,
        })
      }
      onDone={() => {
        void queries.invalidateQueries({ queryKey: ['iam-user'] });
        onClose();
      }}
      onClose={abandon}
    >
      {device.error && <Trouble error={device.error} />}
      {!found && !device.error && <Spinner />}
      {found && (
        <FormField label="Scan this with the app, or type the key into it" stretch>
          {found.QRCodePNG !== undefined && (
            <img src={`data:image/png;base64,${found.QRCodePNG}`} alt="A QR code with the key below" width="180" height="180" />
          )}
          <div>
            <Copied what="key" value={atob(found.Base32StringSeed ?? '')} />
          </div>
        </FormField>
      )}
      <FormField label="First code" stretch>
        <Input value={one} inputMode="numeric" autoComplete={false} onChange={({ detail }) => setOne(detail.value.trim())} />
      </FormField>
      <FormField label="The code after it" stretch>
        <Input value={two} inputMode="numeric" autoComplete={false} onChange={({ detail }) => setTwo(detail.value.trim())} />
      </FormField>
    </FormDialog>
  );
}
