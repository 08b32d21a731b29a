import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SecretDescription } from '../../../local/engine/template.ts';
import { type SecretsServer, startSecretsServer } from '../../../local/secrets/server.ts';
import { generateSecret, storedSecrets } from '../../../local/secrets/stored-secrets.ts';
import { temporaryFolder } from '../engine/assembly-builder.ts';

const secret = (name: string, more: Partial<SecretDescription> = {}): SecretDescription => ({
  logicalId: name,
  name,
  arn: `arn:secret:${name}`,
  value: undefined,
  generate: undefined,
  ...more,
});

describe('the secrets server', () => {
  let server: SecretsServer;
  let client: SecretsManagerClient;
  beforeEach(async () => {
    server = await startSecretsServer({ secrets: { 'arn:secret:a': '{"siteId":"é"}' } });
    const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
    client = new SecretsManagerClient({ endpoint: server.url, region: 'eu-west-1', credentials });
  });
  afterEach(async () => {
    client.destroy();
    await server.close();
  });

  it('gives a secret by its ARN', async () => {
    const found = await client.send(new GetSecretValueCommand({ SecretId: 'arn:secret:a' }));
    expect(found).toMatchObject({ ARN: 'arn:secret:a', SecretString: '{"siteId":"é"}' });
  });

  it('knows no other secret', async () => {
    const asked = client.send(new GetSecretValueCommand({ SecretId: 'arn:secret:b' }));
    await expect(asked).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('refuses what it cannot do', async () => {
    await expect(client.send(new ListSecretsCommand({}))).rejects.toMatchObject({
      name: 'InvalidRequestException',
    });
  });
});

describe('storedSecrets', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  it('generates a secret once', () => {
    const file = join(folder.path, 'secrets.json');
    const secrets = [secret('key', { generate: { PasswordLength: 64, ExcludePunctuation: true } })];
    const first = storedSecrets(file, secrets, {});
    expect(first['arn:secret:key']).toMatch(/^[A-Za-z0-9]{64}$/);
    expect(storedSecrets(file, secrets, {})).toEqual(first);
  });

  it('takes what is given and does not keep it', () => {
    const file = join(folder.path, 'secrets.json');
    const values = storedSecrets(file, [secret('a')], { 'arn:secret:a': 'given' });
    expect(values).toEqual({ 'arn:secret:a': 'given' });
    expect(readFileSync(file, 'utf8')).toBe('{}');
  });

  it('takes a value that the template has', () => {
    const file = join(folder.path, 'secrets.json');
    expect(storedSecrets(file, [secret('a', { value: 'plain' })], {})).toEqual({ 'arn:secret:a': 'plain' });
  });

  it('keeps its file to its owner', () => {
    const file = join(folder.path, 'secrets.json');
    storedSecrets(file, [], {});
    expect(statSync(file).mode & 0o077).toBe(0);
  });
});

describe('generateSecret', () => {
  it('fills the template that the secret has', () => {
    const value = generateSecret({ SecretStringTemplate: '{"siteId":""}', GenerateStringKey: 'apiKey' });
    expect(JSON.parse(value)).toEqual({ siteId: '', apiKey: expect.stringMatching(/^.{32}$/) });
  });

  it('leaves out what is excluded', () => {
    expect(generateSecret({ PasswordLength: 500, ExcludeCharacters: 'aeiou"' })).not.toMatch(/[aeiou"]/);
  });
});
