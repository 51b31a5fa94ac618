/** What a name is compared by: two users, groups or policies of one account never differ by letter case alone. */
export function foldName(name: string): string {
  return name.toLowerCase();
}
