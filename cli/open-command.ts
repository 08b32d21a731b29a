// `open ID`: shows the report of an import in a browser.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Command } from 'commander';
import openInBrowser from 'open';
import { reportPrefix } from '../lambdas/contracts/object-keys.ts';
import { findImport } from './imports/find-import.ts';
import { openTarget, type TargetOptions, withTarget } from './target/open-target.ts';
import type { Target } from './target/target.ts';
import { write } from './terminal/output.ts';

interface OpenOptions extends TargetOptions {
  readonly out: string;
  readonly browser: boolean;
}

export function openCommand(): Command {
  return withTarget(new Command('open'))
    .description('copy the report of an import to this machine, and open it in the browser')
    .argument('<import>', 'id of the import')
    .option('--out <dir>', 'folder for the report and its files', '.local')
    .option('--no-browser', 'only copy the report, and print its path')
    .addHelpText(
      'after',
      '\nExample:\n  npm run cli -- open people-20260101T050000-1cf200b5 --local --no-browser',
    )
    .action(async (importId: string, options: OpenOptions) => {
      const target = await openTarget(options);
      try {
        const page = await fetchReport(target, importId, options.out);
        write({ importId, page }, options, () => `${page}\n`);
        if (options.browser && process.stdout.isTTY) await openInBrowser(page);
      } finally {
        await target.close();
      }
    });
}

/** Copies the report and the files next to it. @returns the page's path. */
async function fetchReport(target: Target, importId: string, out: string): Promise<string> {
  const { feed, state } = await findImport(target, importId);
  const prefix = reportPrefix(feed, importId);
  let files = 0;
  for await (const key of target.objects.list(prefix)) {
    const path = resolve(out, key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, target.objects.stream({ key }));
    files++;
  }
  if (files === 0)
    throw new Error(
      `${importId} is ${state} and has no report yet. To wait for it: ${target.call(`show ${importId} --follow`)}`,
    );
  return resolve(out, prefix, 'report.html');
}
