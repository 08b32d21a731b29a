// One flat folder per key, with a readable name if possible. It works on every file system, also on those that ignore
// case (macOS, Windows), forbid `con`, `:` or a final dot, or allow at most 255 bytes.
import { createHash } from 'node:crypto';

const longestName = 128;

/** The folder's name: `+` and the escaped key, or `-` and its hash if the name would be too long. */
export function keyFolder(key: string): string {
  const name = `+${key.replace(/[^a-z0-9_.-]|\.$/gu, escapeCharacter)}`;
  return name.length <= longestName ? name : `-${createHash('sha256').update(key).digest('hex')}`;
}

/** The key, or `undefined` if the name is a hash: then only the files inside have the key. */
export function keyOfFolder(name: string): string | undefined {
  return name.startsWith('+') ? decodeURIComponent(name.slice(1)) : undefined;
}

function escapeCharacter(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}
