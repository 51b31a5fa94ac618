export function SettingsPage() {
  return null;
}
export function MeetingsPage() {
  return null;
}
