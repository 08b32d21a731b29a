// When `doctor --probe` sends nothing: no one can be asked, or the credentials would be those of the stack.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type TestEngine, useWorkerEngine } from '../../engine/test-engine.ts';
import { runCommandLine } from '../run-command.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await useWorkerEngine();
});
afterAll(() => engine?.close());

it('sends nothing if there is no terminal to ask, and says how to agree', async () => {
  const { standIn } = engine.cloud;
  const before = standIn.requests.length;
  const asked = await runCommandLine('doctor', '--probe', '--local', '--store', engine.store);
  expect(asked).toMatchObject({ code: 1, stdout: '' });
  expect(asked.stderr).toContain('Add --yes if the credentials are those of a sandbox workspace.');
  const sent = standIn.requests.slice(before).map(({ method, path }) => `${method} ${path}`);
  expect(sent).toEqual(['GET /api/v1/accounts/region']);
});

it('never uses the deployed credentials', async () => {
  const deployed = await runCommandLine('doctor', '--probe', '--yes');
  expect(deployed).toMatchObject({ code: 1, stdout: '' });
  expect(deployed.stderr).toContain('The deployed credentials are not used.');
});
