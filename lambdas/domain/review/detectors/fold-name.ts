/** What is left of a name without case, spaces, dashes and underscores: names that fold alike are easily mixed up. */
export function foldName(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]+/g, '');
}
