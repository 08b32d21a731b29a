// `journeys`: says which journeys the feeds of feeds.config.ts suffice for, and what to add for the others.
import { Argument, Command } from 'commander';
import { feeds } from '../feeds.config.ts';
import { JOURNEYS } from '../lambdas/domain/journeys/all.ts';
import { examineJourneys, type JourneyFound } from '../lambdas/domain/journeys/examine-journey.ts';
import { printJourney, printJourneys } from './journeys/print-journeys.ts';
import { commandLine } from './target/further-call.ts';
import { write } from './terminal/output.ts';

export function journeysCommand(): Command {
  const names = JOURNEYS.map(({ name }) => name);
  return new Command('journeys')
    .description('show which journeys the feeds suffice for, and what to add for the others')
    .addArgument(new Argument('[journey]', 'show all that this journey needs').choices(names))
    .option('--json', 'print all needs as JSON')
    .addHelpText('after', '\nExample:\n  npm run cli -- journeys cart-recovery')
    .action((name: string | undefined, options: { json?: true }) => {
      const found = examineJourneys(feeds).filter(
        ({ journey }) => name === undefined || journey.name === name,
      );
      write(found.map(withoutBuild), options, () =>
        name === undefined ? printAll(found) : found.map(printJourney).join('\n'),
      );
    });
}

/** How to build a journey is in docs/journeys.md. */
function withoutBuild({ journey: { name, title, does }, state, needs }: JourneyFound) {
  return { name, title, does, state, needs };
}

function printAll(found: readonly JourneyFound[]): string {
  return `${printJourneys(found)}\nTo see what a journey needs and what to add, run: ${commandLine()} journeys cart-recovery\n`;
}
