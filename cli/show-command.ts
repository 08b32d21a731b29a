// `show ID`: shows one import; with --follow, until it ends.
import { Command } from 'commander';
import { reportPrefix } from '../lambdas/contracts/object-keys.ts';
import { exitCodeOf } from './exit-code.ts';
import { followImport } from './imports/follow-import.ts';
import { type ImportProgress, importProgress } from './imports/import-progress.ts';
import { printImport, printStep } from './imports/print-progress.ts';
import { openTarget, type TargetOptions, withTarget } from './target/open-target.ts';
import type { Target } from './target/target.ts';
import { write } from './terminal/output.ts';

interface ShowOptions extends TargetOptions {
  readonly follow?: true;
}

export function showCommand(): Command {
  return withTarget(new Command('show'))
    .description('show an import: its state, progress and outcomes')
    .argument('<import>', 'id of the import')
    .option('--follow', 'wait until the import ends, and exit with its exit code')
    .addHelpText(
      'after',
      '\nExample:\n  npm run cli -- show people-20260101T050000-1cf200b5 --local --follow',
    )
    .action(async (importId: string, options: ShowOptions) => {
      const target = await openTarget(options);
      try {
        const progress = options.follow
          ? await followToEnd(target, importId)
          : await importProgress(target, importId);
        write(progress, options, () => printImport(progress, reportPlace(target, progress), target));
        if (options.follow && progress.report) process.exitCode = exitCodeOf(progress.report);
      } finally {
        await target.close();
      }
    });
}

/** Prints each step as a line on stderr. */
export async function followToEnd(target: Target, importId: string): Promise<ImportProgress> {
  let last = '';
  return followImport(target, importId, (progress) => {
    const line = `${importId}: ${printStep(progress)}\n`;
    if (line !== last) process.stderr.write(line);
    last = line;
  });
}

export function reportPlace(
  { names }: Target,
  { feed, importId }: Pick<ImportProgress, 'feed' | 'importId'>,
): string {
  return `s3://${names.bucket}/${reportPrefix(feed, importId)}report.html`;
}
