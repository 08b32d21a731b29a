// The values of the template's secrets: what CloudFormation would generate is generated once and kept in the store.
import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { SecretDescription } from '../engine/template.ts';

/**
 * Secret strings by ARN.
 * @param file keeps the generated ones; made where it is missing.
 * @param given values that somebody else decides on, by ARN; they are not kept.
 */
export function storedSecrets(
  file: string,
  secrets: readonly SecretDescription[],
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const stored: Record<string, string> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  for (const { arn, value, generate } of secrets) {
    if (arn in given || arn in stored) continue;
    stored[arn] = value ?? generateSecret(generate ?? {});
  }
  writeFileSync(`${file}.part`, JSON.stringify(stored, null, 2), { mode: 0o600 });
  renameSync(`${file}.part`, file);
  return { ...stored, ...given };
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/**
 * What AWS::SecretsManager::Secret's GenerateSecretString asks for, of which: PasswordLength (32 by default),
 * ExcludePunctuation, ExcludeCharacters, SecretStringTemplate and GenerateStringKey.
 */
export function generateSecret(generate: Readonly<Record<string, unknown>>): string {
  const excluded = String(generate.ExcludeCharacters ?? '');
  const alphabet = [
    ...LETTERS,
    ...LETTERS.toUpperCase(),
    ...DIGITS,
    ...(generate.ExcludePunctuation === true ? '' : PUNCTUATION),
  ].filter((character) => !excluded.includes(character));
  const length = Number(generate.PasswordLength ?? 32);
  const password = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
  if (typeof generate.SecretStringTemplate !== 'string') return password;
  return JSON.stringify({
    ...JSON.parse(generate.SecretStringTemplate),
    [String(generate.GenerateStringKey)]: password,
  });
}
