// `approve ID`: sends the rest of an import after its canary, or a held import as it is.
import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { Command } from 'commander';
import type { ImportRecord } from '../lambdas/domain/imports/import-record.ts';
import { startAgain } from './imports/event-of-import.ts';
import { findImport } from './imports/find-import.ts';
import { openTarget, type TargetOptions, withTarget } from './target/open-target.ts';
import type { Target } from './target/target.ts';
import { write } from './terminal/output.ts';

export function approveCommand(): Command {
  return withTarget(new Command('approve'))
    .description('approve an import: send the rest after its canary, or send a held import as it is')
    .argument('<import>', 'id of the import')
    .addHelpText(
      'after',
      '\nExample:\n  npm run cli -- approve shopify-orders-20260101T051000-1cf200b5 --local',
    )
    .action(async (importId: string, options: TargetOptions) => {
      const target = await openTarget(options);
      try {
        // A new engine asks for the approval with a new token, and must send the rest before the command ends.
        await target.idle();
        await approve(target, await findImport(target, importId));
        await target.idle();
        const follow = target.call(`show ${importId} --follow`);
        write(
          { importId, approved: true },
          options,
          () => `${importId} continues. To follow it: ${follow}\n`,
        );
      } finally {
        await target.close();
      }
    });
}

/** @throws Error if the import does not wait for an approval. */
async function approve(target: Target, record: ImportRecord): Promise<void> {
  const { importId, state, approvalToken, dryRun } = record;
  if (dryRun)
    throw new Error(
      `${importId} is a dry run, which never sends anything. To send the file, drop it: ${target.call(`put FILE --feed ${record.feed}`)}`,
    );
  if (state === 'awaiting-approval' && approvalToken !== undefined) {
    const approval = new SendTaskSuccessCommand({ taskToken: approvalToken, output: '{}' });
    await target.stepFunctions.send(approval);
  } else if (state === 'held') {
    await startAgain(target, record, { approved: true });
  } else {
    throw new Error(
      `${importId} is ${state}. You can approve only an import that is held or awaiting-approval: ${target.call('list --state held')}`,
    );
  }
}
