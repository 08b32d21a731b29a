// The command secrets, on an embedded engine that is running already.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EmbeddedCloud } from '../../../local/engine/embedded-cloud.ts';
import { CUSTOMERIO_CREDENTIALS } from '../../../local/engine/embedded-servers.ts';
import { type TestEngine, useWorkerEngine } from '../../engine/test-engine.ts';
import { runCommandLine } from '../run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
let engine: TestEngine;
let cloud: EmbeddedCloud;
beforeAll(async () => {
  engine = await useWorkerEngine();
  cloud = engine.cloud;
});
afterAll(async () => {
  await engine?.close();
  rmSync(folder, { recursive: true });
});

const run = (...args: readonly string[]) => runCommandLine(...args, '--local', '--store', engine.store);

describe('secrets', () => {
  const write = (text: object) => {
    const path = join(folder, 'credentials.json');
    writeFileSync(path, JSON.stringify(text));
    return path;
  };

  it('stores credentials that Customer.io accepts, and keeps the key of the App API', async () => {
    const { siteId, apiKey } = CUSTOMERIO_CREDENTIALS;
    const { code, stdout } = await run('secrets', '--file', write({ siteId, apiKey }));
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Stored in arn:aws:secretsmanager:\S+\.\n$/)]);
    const stored = JSON.parse((await run('secrets', '--file', write({ siteId, apiKey }), '--json')).stdout);
    expect(stored.stored).toBe(true);
    // A feed whose canary is read back needs the key that was not in the file.
    const { secretsManager: endpoint, credentials } = cloud.address.endpoints;
    const client = new SecretsManagerClient({ endpoint, credentials, region: 'eu-west-1' });
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: stored.secret }));
    client.destroy();
    expect(JSON.parse(SecretString ?? '')).toEqual(CUSTOMERIO_CREDENTIALS);
  });

  it('does not store credentials that Customer.io refuses, and does not print them', async () => {
    const { code, stdout, stderr } = await run(
      'secrets',
      '--file',
      write({ siteId: 'local', apiKey: 'sesame' }),
    );
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('Customer.io refuses these credentials, so they are not stored.');
    expect(stderr).not.toContain('sesame');
    expect((await run('doctor')).stdout).toMatch(/ok +Customer\.io +credentials accepted/);
  });
});
