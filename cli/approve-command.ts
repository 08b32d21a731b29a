// `approve ID`: the word that a canary waits for, or that lets a held import go as it is.
import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { Command } from 'commander';
import type { ImportRecord } from '../lambdas/domain/imports/import-record.ts';
import { startAgain } from './imports/event-of-import.ts';
import { findImport } from './imports/find-import.ts';
import { write } from './output.ts';
import { openTarget, type TargetOptions, withTarget } from './target/open-target.ts';
import type { Target } from './target/target.ts';

export function approveCommand(): Command {
  return withTarget(new Command('approve'))
    .description("let an import go on: the rest after its canary, or one that a feed's limits held")
    .argument('<import>', 'id of the import')
    .addHelpText(
      'after',
      '\nExample:\n  npm run cli -- approve shopify-orders-20260101T051000-1cf200b5 --local',
    )
    .action(async (importId: string, options: TargetOptions) => {
      const target = await openTarget(options);
      try {
        await approve(target, await findImport(target, importId));
        write(
          { importId, approved: true },
          options.json,
          () => `${importId} goes on: ${target.call(`show ${importId} --follow`)}\n`,
        );
      } finally {
        await target.close();
      }
    });
}

/** @throws Error where it waits for nobody. */
async function approve(target: Target, record: ImportRecord): Promise<void> {
  const { importId, state, approvalToken, dryRun } = record;
  if (dryRun) throw new Error(`${importId} is a dry run, which sends nothing: drop the file with put.`);
  if (state === 'awaiting-approval' && approvalToken !== undefined) {
    const yes = new SendTaskSuccessCommand({ taskToken: approvalToken, output: '{}' });
    await target.stepFunctions.send(yes);
  } else if (state === 'held') {
    await startAgain(target, record, { approved: true });
  } else {
    throw new Error(`${importId} is ${state}: only what is held or awaits approval can be approved.`);
  }
}
