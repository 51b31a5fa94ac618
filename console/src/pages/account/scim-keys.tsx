export function ScimKeysPage() {
  return null;
}
