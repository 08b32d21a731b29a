// The values of the template's secrets. Values that CloudFormation generates are generated once, and kept in the store.
import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { prettyJson } from '../../lambdas/contracts/format.ts';
import type { SecretDescription } from './template.ts';

/**
 * Secret strings by ARN.
 * @param file stores the generated values; it is created if it is missing.
 * @param given values by ARN that the caller sets; they are not stored.
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
  writeFileSync(`${file}.part`, prettyJson(stored), { mode: 0o600 });
  renameSync(`${file}.part`, file);
  return { ...stored, ...given };
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/**
 * Generates a value from AWS::SecretsManager::Secret's GenerateSecretString. Supported are PasswordLength (default 32),
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
