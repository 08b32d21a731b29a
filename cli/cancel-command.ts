// `cancel ID`: rejects a canary, or stops a running import.
import { SendTaskFailureCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { Command } from 'commander';
import { CANARY_REJECTED } from '../lambdas/contracts/failure.ts';
import { TERMINAL_STATES } from '../lambdas/contracts/report.ts';
import type { ImportRecord } from '../lambdas/domain/imports/import-record.ts';
import { findImport } from './imports/find-import.ts';
import { openTarget, type TargetOptions, withTarget } from './target/open-target.ts';
import type { Target } from './target/target.ts';
import { write } from './terminal/output.ts';

export function cancelCommand(): Command {
  return withTarget(new Command('cancel'))
    .description('reject a canary, or stop a running import; what was delivered stays in Customer.io')
    .argument('<import>', 'id of the import')
    .addHelpText(
      'after',
      '\nA stopped import ends as failed, and you can redrive it. An import whose canary you reject ends as held.\n\nExample:\n  npm run cli -- cancel shopify-orders-20260101T051000-1cf200b5 --local',
    )
    .action(async (importId: string, options: TargetOptions) => {
      const target = await openTarget(options);
      try {
        // A new engine asks for the approval with a new token, and must end the import before the command ends.
        await target.idle();
        const becomes = await cancel(target, await findImport(target, importId));
        await target.idle();
        write({ importId, becomes }, options, () => `${importId} ends as ${becomes}.\n`);
      } finally {
        await target.close();
      }
    });
}

/** @returns the state in which the import will end. @throws Error if it has already ended. */
async function cancel({ stepFunctions }: Target, record: ImportRecord): Promise<'held' | 'failed'> {
  const { importId, state, approvalToken, execution } = record;
  if ((TERMINAL_STATES as readonly string[]).includes(state))
    throw new Error(`${importId} is ${state}: it has already ended, and there is nothing to cancel.`);
  if (state === 'awaiting-approval' && approvalToken !== undefined) {
    const rejection = { taskToken: approvalToken, error: CANARY_REJECTED, cause: 'Rejected by an operator.' };
    await stepFunctions.send(new SendTaskFailureCommand(rejection));
    return 'held';
  }
  const cause = 'Stopped by an operator.';
  await stepFunctions.send(new StopExecutionCommand({ executionArn: execution, cause }));
  return 'failed';
}
