import { z } from 'zod';
import { EntityAlreadyExists, InvalidInput, LimitExceeded } from '../../errors.ts';
import { mfaArn } from '../../iam/arns.ts';
import { newTags } from '../../iam/tags.ts';
import { otpauthUri, toBase32 } from '../../iam/totp.ts';
import { toWireTags } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { path, tagList, VirtualMFADevice, virtualMFADeviceName } from '../../shapes/iam.ts';
import { findAccountAlias } from '../../store/iam-account-aliases.ts';
import { requestConditions } from '../../store/iam-conditions.ts';
import { insertMfaDevice } from '../../store/iam-mfa.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const CreateVirtualMFADevice = queryOperation('iam', {
  action: {
    name: 'CreateVirtualMFADevice',
    access: 'Write',
    summary: 'Grants permission to create a new virtual MFA device',
    dependsOn: [],
    resource: ({ Path = '/', VirtualMFADeviceName }, { awsAccountId }) => mfaArn(awsAccountId, { path: Path, name: VirtualMFADeviceName }),
    context: requestConditions,
  },
  input: z.object({ Path: path.optional(), VirtualMFADeviceName: virtualMFADeviceName, Tags: tagList.optional() }),
  output: z.object({ VirtualMFADevice }),
  errors: [EntityAlreadyExists, InvalidInput, LimitExceeded],
  example: { VirtualMFADeviceName: 'carol-phone' },
  async handler({ tx, now, random }, { Path = '/', VirtualMFADeviceName, Tags = [] }) {
    const seed = random(seedBytes);
    const tags = newTags(Tags, 'keep-case');
    const change = await beginIdentityChange(tx);
    const SerialNumber = await insertMfaDevice(change, { name: VirtualMFADeviceName, path: Path, seed, createdAt: now, tags });
    // A blob on the wire is base64, here of the text that people type into their app.
    const Base32StringSeed = Buffer.from(toBase32(seed)).toString('base64');
    const accountName = (await findAccountAlias(change)) ?? tx.awsAccountId;
    const { qrCodePng } = await import('../../iam/qr-code.ts');
    const QRCodePNG = qrCodePng(otpauthUri(seed, { deviceName: VirtualMFADeviceName, accountName })).toString('base64');
    return { VirtualMFADevice: { SerialNumber, Base32StringSeed, QRCodePNG, Tags: Tags.length > 0 ? toWireTags(tags) : undefined } };
  },
});

/** 64 characters of base32, as AWS gives. */
const seedBytes = 40;
