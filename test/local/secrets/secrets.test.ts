import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { generateSecret, storedSecrets } from '../../../local/engine/stored-secrets.ts';
import type { SecretDescription } from '../../../local/engine/template.ts';
import { type SecretsServer, startSecretsServer } from '../../../local/secrets/server.ts';
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

  it('returns a secret by its ARN', async () => {
    const found = await client.send(new GetSecretValueCommand({ SecretId: 'arn:secret:a' }));
    expect(found).toMatchObject({ ARN: 'arn:secret:a', SecretString: '{"siteId":"é"}' });
  });

  it('has no other secret', async () => {
    const asked = client.send(new GetSecretValueCommand({ SecretId: 'arn:secret:b' }));
    await expect(asked).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('replaces a secret', async () => {
    const SecretId = 'arn:secret:a';
    await client.send(new PutSecretValueCommand({ SecretId, SecretString: 'new' }));
    expect(await client.send(new GetSecretValueCommand({ SecretId }))).toMatchObject({ SecretString: 'new' });
    const binary = new PutSecretValueCommand({ SecretId, SecretBinary: new Uint8Array([1]) });
    await expect(client.send(binary)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('refuses other operations', async () => {
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

  it('uses given values and does not store them', () => {
    const file = join(folder.path, 'secrets.json');
    const values = storedSecrets(file, [secret('a')], { 'arn:secret:a': 'given' });
    expect(values).toEqual({ 'arn:secret:a': 'given' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({});
  });

  it('uses a value of the template', () => {
    const file = join(folder.path, 'secrets.json');
    expect(storedSecrets(file, [secret('a', { value: 'plain' })], {})).toEqual({ 'arn:secret:a': 'plain' });
  });

  it('lets only the owner read its file', () => {
    const file = join(folder.path, 'secrets.json');
    storedSecrets(file, [], {});
    expect(statSync(file).mode & 0o077).toBe(0);
  });
});

describe('generateSecret', () => {
  it("fills in the secret's template", () => {
    const value = generateSecret({ SecretStringTemplate: '{"siteId":""}', GenerateStringKey: 'apiKey' });
    expect(JSON.parse(value)).toEqual({ siteId: '', apiKey: expect.stringMatching(/^.{32}$/) });
  });

  it('omits excluded characters', () => {
    expect(generateSecret({ PasswordLength: 500, ExcludeCharacters: 'aeiou"' })).not.toMatch(/[aeiou"]/);
  });
});
