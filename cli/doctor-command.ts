// `doctor`: checks everything that an import needs.
import { Command } from 'commander';
import { examine } from './doctor/examine.ts';
import type { Check } from './doctor/finding.ts';
import { EXIT } from './exit-code.ts';
import { openTarget, type TargetOptions, withTarget } from './target/open-target.ts';
import { columns, paint, write } from './terminal/output.ts';

export function doctorCommand(): Command {
  return withTarget(new Command('doctor'))
    .description(
      'check the deployment: credentials, region, bucket, tables, undelivered events, the last imports',
    )
    .addHelpText(
      'after',
      '\nExit codes: 0 no problem found, 1 a problem to fix.\n\nExample:\n  npm run cli -- doctor --local',
    )
    .action(async (options: TargetOptions) => {
      const target = await openTarget(options);
      try {
        const checks = await examine(target);
        write(checks, options, print);
        if (checks.some(({ verdict }) => verdict === 'mend')) process.exitCode = EXIT.failed;
      } finally {
        await target.close();
      }
    });
}

const MARKS = { well: ['green', 'ok'], note: ['yellow', 'note'], mend: ['red', 'fix'] } as const;

function print(checks: readonly Check[]): string {
  const rows = checks.map(({ name, verdict, message }) => {
    const [color, mark] = MARKS[verdict];
    return [paint(color, mark), name, message];
  });
  return columns(['', 'CHECK', 'FOUND'], rows);
}
