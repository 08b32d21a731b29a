// One flat folder per key, readable where it can be, on any file system: also on those that ignore case (macOS,
// Windows), forbid `con`, `:` or a final dot, or take 255 bytes at most.
import { createHash } from 'node:crypto';

const longestName = 128;

/** The folder's name: `+` and the escaped key, or `-` and its hash where that would be too long. */
export function keyFolder(key: string): string {
  const name = `+${key.replace(/[^a-z0-9_.-]|\.$/gu, escapeCharacter)}`;
  return name.length <= longestName ? name : `-${createHash('sha256').update(key).digest('hex')}`;
}

/** The key, or `undefined` where the name is a hash and only the files inside know it. */
export function keyOfFolder(name: string): string | undefined {
  return name.startsWith('+') ? decodeURIComponent(name.slice(1)) : undefined;
}

function escapeCharacter(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}
