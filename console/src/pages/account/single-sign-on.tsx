export function SingleSignOnPage() {
  return null;
}
