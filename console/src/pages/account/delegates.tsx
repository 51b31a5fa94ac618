export function DelegatesPage() {
  return null;
}
