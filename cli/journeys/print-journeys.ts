// Journeys as the command line prints them: a line for each, or all needs of one.
import { count } from '../../lambdas/contracts/format.ts';
import type { JourneyVerdict } from '../../lambdas/contracts/report.ts';
import { type Addition, additionLine, additionPlace } from '../../lambdas/domain/journeys/addition.ts';
import { type JourneyFound, openNeeds } from '../../lambdas/domain/journeys/examine-journey.ts';
import type { NeedFound } from '../../lambdas/domain/journeys/examine-need.ts';
import { STATE_WORDS } from '../../lambdas/domain/page/journeys.ts';
import { columns, paint } from '../terminal/output.ts';

const COLORS = { has: 'green', files: 'yellow', lacks: 'red' } as const;

export function printJourneys(found: readonly JourneyFound[]): string {
  return columns(
    ['JOURNEY', 'STATE', 'OPEN'],
    found.map((one) => [one.journey.name, STATE_WORDS[one.state], whatIsOpen(one)]),
  );
}

function whatIsOpen(found: JourneyFound): string {
  const open = openNeeds(found);
  const lacking = open.filter(({ state }) => state === 'lacks').length;
  const parts = [
    ...(lacking > 0 ? [`${lacking} missing`] : []),
    ...(open.length > lacking ? [`${open.length - lacking} to check in the files`] : []),
  ];
  return parts.join(', ') || '-';
}

/** All needs of one journey: what there is, and what to add. */
export function printJourney({ journey, state, needs }: JourneyFound): string {
  const required = needs.filter(({ need }) => !need.isOptional);
  const optional = needs.filter(({ need }) => need.isOptional);
  return [
    `${paint('bold', journey.title)}: ${paint(COLORS[state], STATE_WORDS[state])}`,
    journey.does,
    '',
    ...required.flatMap(printNeed),
    ...(optional.length > 0 ? ['', paint('bold', 'It is better with'), ...optional.flatMap(printNeed)] : []),
    '',
    `How to build it in Customer.io: docs/journeys.md#${journey.name}`,
    '',
  ].join('\n');
}

const MARKS = { has: 'ok     ', files: 'check  ', lacks: 'missing' } as const;

function printNeed({ need, state, text, add }: NeedFound): string[] {
  return [
    `  ${paint(COLORS[state], MARKS[state])}  ${text} ${paint('dim', `Needed ${need.why}.`)}`,
    ...printAdditions(add, 11),
  ];
}

function printAdditions(add: readonly Addition[], indent: number): string[] {
  const space = ' '.repeat(indent);
  return add.flatMap((one) => [
    `${space}${paint('dim', `${additionPlace(one)}:`)}`,
    `${space}  ${paint('cyan', additionLine(one))}`,
  ]);
}

/** What is open, as comments of feeds.config.ts. */
export function printComments(found: JourneyFound): string {
  const open = openNeeds(found).flatMap(({ text, add }) => [
    `//   ${text}`,
    ...add.map((one) => `//     ${additionPlace(one)}: ${additionLine(one)}`),
  ]);
  return [
    `// ${found.journey.title} ${STATE_WORDS[found.state]}${open.length > 0 ? ':' : '.'}`,
    ...open,
    '',
  ].join('\n');
}

/** One line for each journey of a checked file, and what is open. */
export function printVerdicts(verdicts: readonly JourneyVerdict[]): string[] {
  return verdicts.map(({ journey, state, open }) => {
    const first = open[0]?.text;
    const more = open.length > 1 ? ` (and ${count(open.length - 1, 'more thing')})` : '';
    return `${journey}: ${paint(COLORS[state], STATE_WORDS[state])}${first === undefined ? '' : `. ${first}${more}`}`;
  });
}
