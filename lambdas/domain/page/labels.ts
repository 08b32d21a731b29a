// How file names and states read on a page.

/** The name of a file without the folder of its feed. */
export function fileName(key: string): string {
  return key.split('/').slice(2).join('/') || key;
}

/** A state as a label: `awaiting-approval` is "Awaiting approval". */
export function labelOf(state: string): string {
  const words = state.replace('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
