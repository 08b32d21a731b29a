// `redrive ID`: continues an import that failed or paused, from where it stopped.
import { Command } from 'commander';
import { startAgain } from './imports/event-of-import.ts';
import { findImport } from './imports/find-import.ts';
import { openTarget, type TargetOptions, withTarget } from './target/open-target.ts';
import { write } from './terminal/output.ts';

export function redriveCommand(): Command {
  return withTarget(new Command('redrive'))
    .description('continue an import that failed or paused; nothing is sent twice')
    .argument('<import>', 'id of the import')
    .addHelpText('after', '\nExample:\n  npm run cli -- redrive people-20260101T050000-1cf200b5 --local')
    .action(async (importId: string, options: TargetOptions) => {
      const target = await openTarget(options);
      try {
        const record = await findImport(target, importId);
        if (record.state !== 'failed' && record.state !== 'paused')
          throw new Error(
            `${importId} is ${record.state}. You can redrive only an import that is failed or paused: ${target.call('list --state failed')}`,
          );
        const { approved } = record;
        const execution = await startAgain(target, record, { redrive: true, ...(approved && { approved }) });
        const follow = target.call(`show ${importId} --follow`);
        write({ importId, execution }, options, () => `${importId} continues. To follow it: ${follow}\n`);
      } finally {
        await target.close();
      }
    });
}
