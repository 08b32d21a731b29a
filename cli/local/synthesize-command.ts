// Synthesizes the app of kept-assembly.ts. stdin is its options as JSON; a mistake in them is the only text on stderr.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { FUNCTION_ENVIRONMENT } from '../../lambdas/contracts/environment.ts';
import { synthesize } from '../../lib/synthesize.ts';

try {
  const { withoutCode = false, ...props } = JSON.parse(await text(process.stdin));
  const code = withoutCode ? { lambdas: writeStubs(join(props.outdir, 'lambdas')) } : {};
  synthesize({ ...props, ...code, checked: false });
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

/** Writes `<name>/handler.ts` of every function. */
function writeStubs(folder: string): string {
  for (const name of Object.keys(FUNCTION_ENVIRONMENT)) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'handler.ts'), 'export const handler = async () => ({});');
  }
  return folder;
}
