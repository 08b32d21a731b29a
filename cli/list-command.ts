// `list`: lists imports, newest first.
import { Command, InvalidArgumentError } from 'commander';
import { feeds } from '../feeds.config.ts';
import { number } from '../lambdas/contracts/format.ts';
import { IMPORT_STATES } from '../lambdas/contracts/report.ts';
import { type ImportLine, listImports } from './imports/list-imports.ts';
import { openTarget, type TargetOptions, withTarget } from './target/open-target.ts';
import type { Target } from './target/target.ts';
import { columns, write } from './terminal/output.ts';
import { paintState } from './terminal/paint-state.ts';

interface ListCommandOptions extends TargetOptions {
  readonly feed?: string;
  readonly state?: string;
  readonly most: number;
}

export function listCommand(): Command {
  return withTarget(new Command('list'))
    .description('list imports, newest first')
    .option('--feed <feed>', 'only imports of this feed')
    .option('--state <state>', `only imports in this state: ${IMPORT_STATES.join(', ')}`, readState)
    .option('--most <n>', 'list at most this many imports', readCount, 20)
    .addHelpText('after', '\nExample:\n  npm run cli -- list --local --state held')
    .action(async ({ feed, state, most, ...options }: ListCommandOptions) => {
      const target = await openTarget(options);
      try {
        const names = feed === undefined ? Object.keys(feeds.feeds) : [feed];
        write(await listImports(target.imports, { feeds: names, state, most }), options, (lines) =>
          print(lines, target),
        );
      } finally {
        await target.close();
      }
    });
}

function print(lines: readonly ImportLine[], { call }: Target): string {
  if (lines.length === 0) return `No imports found. To drop a file: ${call('put FILE --feed FEED')}\n`;
  const rows = lines.map(({ importId, state, arrivedAt, rows, outcomes }) => [
    importId,
    paintState(state),
    arrivedAt.slice(0, 16).replace('T', ' '),
    ...[rows, outcomes?.delivered, outcomes?.rejected, outcomes?.held].map((value) =>
      value === undefined ? '-' : number(value),
    ),
  ]);
  return columns(
    ['IMPORT', 'STATE', 'ARRIVED (UTC)', 'ROWS', 'DELIVERED', 'REJECTED', 'HELD'],
    rows,
    [3, 4, 5, 6],
  );
}

function readState(value: string): string {
  if ((IMPORT_STATES as readonly string[]).includes(value)) return value;
  throw new InvalidArgumentError(`Use one of ${IMPORT_STATES.join(', ')}.`);
}

function readCount(value: string): number {
  const most = Number(value);
  if (Number.isInteger(most) && most > 0) return most;
  throw new InvalidArgumentError('Use a whole number above 0.');
}
