// `doctor`: is everything there that a file needs on its way?
import { Command } from 'commander';
import { examine } from './doctor/examine.ts';
import type { Check } from './doctor/finding.ts';
import { EXIT } from './exit-code.ts';
import { columns, paint, write } from './output.ts';
import { openTarget, type TargetOptions, withTarget } from './target/open-target.ts';

export function doctorCommand(): Command {
  return withTarget(new Command('doctor'))
    .description(
      'check credentials, region, bucket, tables, events that were not delivered, the last imports',
    )
    .addHelpText(
      'after',
      '\nExit codes: 0 all is well, 1 something needs mending.\n\nExample:\n  npm run cli -- doctor --local',
    )
    .action(async (options: TargetOptions) => {
      const target = await openTarget(options);
      try {
        const checks = await examine(target);
        write(checks, options.json, print);
        if (checks.some(({ verdict }) => verdict === 'mend')) process.exitCode = EXIT.failed;
      } finally {
        await target.close();
      }
    });
}

const MARKS = { well: ['green', 'ok'], note: ['yellow', 'note'], mend: ['red', 'mend'] } as const;

function print(checks: readonly Check[]): string {
  const rows = checks.map(({ name, verdict, message }) => {
    const [colour, mark] = MARKS[verdict];
    return [paint(colour, mark), name, message];
  });
  return columns(['', 'CHECK', 'FOUND'], rows);
}
