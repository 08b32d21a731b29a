// `doctor`: checks everything that an import needs, or probes a sandbox workspace.
import { Command } from 'commander';
import { examine } from './doctor/examine.ts';
import type { Check } from './doctor/finding.ts';
import { type ProbeOptions, printEvidence, probeSandbox } from './doctor/probe.ts';
import { EXIT } from './exit-code.ts';
import { openTarget, withTarget } from './target/open-target.ts';
import { columns, paint, write } from './terminal/output.ts';

interface DoctorOptions extends ProbeOptions {
  readonly probe?: true;
}

export function doctorCommand(): Command {
  return withTarget(new Command('doctor'))
    .description(
      'check the deployment: credentials, region, bucket, tables, undelivered events, the last imports',
    )
    .addHelpText(
      'after',
      '\nExit codes: 0 no problem found, 1 a problem to fix.\n\nExamples:\n  npm run cli -- doctor --local\n  npm run cli -- doctor --probe --file sandbox.json',
    )
    .option('--probe', 'find out what Customer.io does not document, in a sandbox workspace')
    .option('--file <file>', 'with --probe: JSON with siteId, apiKey and appApiKey of the sandbox workspace')
    .option('--yes', 'with --probe: it is a sandbox, do not ask')
    .option('--evidence <file>', 'with --probe: where the answers are written', 'customerio-probe.json')
    .action(async (options: DoctorOptions) => {
      if (options.probe) return probe(options);
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

/** @throws Error if the user does not agree, or the sandbox cannot be read. */
async function probe(options: DoctorOptions): Promise<void> {
  const evidence = await probeSandbox(options);
  write(evidence, options, (answers) => printEvidence(answers, options.evidence));
  if (evidence.people.left > 0) process.exitCode = EXIT.failed;
}

const MARKS = { well: ['green', 'ok'], note: ['yellow', 'note'], mend: ['red', 'fix'] } as const;

function print(checks: readonly Check[]): string {
  const rows = checks.map(({ name, verdict, message }) => {
    const [color, mark] = MARKS[verdict];
    return [paint(color, mark), name, message];
  });
  return columns(['', 'CHECK', 'FOUND'], rows);
}
