import { ObjectStoreError, type ObjectStoreErrorKind } from '../object-store-error.ts';

const kinds: Readonly<Record<string, ObjectStoreErrorKind>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EACCES: 'refused',
  EPERM: 'refused',
  EROFS: 'refused',
};

/** What the file system said, as the object store's word. Faults of this program stay what they are. */
export function folderFault(error: unknown): unknown {
  if (error instanceof ObjectStoreError || !(error instanceof Error) || !('code' in error) || !('syscall' in error)) return error;
  const kind = kinds[String(error.code)] ?? 'unavailable';
  return new ObjectStoreError(kind, `The objects' folder could not be used: ${error.message}.`, { cause: error });
}
