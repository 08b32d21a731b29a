// What a transform of test/integration/feeds.ts imports.

/** `Ms. Ann Miller` → `Ann Miller` */
export function withoutPrefix(name: string): string {
  return name.replace(/^(?:Ms|Mr|Dr)\.? /, '');
}
