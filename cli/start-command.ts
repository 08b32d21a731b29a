// `npm start`: the samples through the whole pipeline, people first; with `--serve` the page of imports as well.
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import type { Report } from '../lambdas/contracts/report.ts';
import type { EmbeddedCloud } from '../local/engine/embedded-cloud.ts';
import { EXIT } from './exit-code.ts';
import { copyReport, importFile } from './import-file.ts';
import { DEFAULT_STORE, startLocalCloud } from './local-cloud.ts';
import { write } from './output.ts';
import { type ProgressView, progressView } from './progress.ts';
import { serveUntilStopped } from './serve/serve-until-stopped.ts';
import { printSummary } from './summary.ts';

const SAMPLES = [
  { feed: 'people', file: 'people/people.csv' },
  { feed: 'events', file: 'events/events.csv' },
  { feed: 'shopify-orders', file: 'shopify-orders/orders_export.csv' },
] as const;

interface StartOptions {
  readonly store: string;
  readonly serve?: true;
  readonly port?: number;
  readonly json?: true;
}

export function startCommand(): Command {
  return new Command('start')
    .description('import the samples through the embedded pipeline')
    .option('--store <dir>', 'where bucket, tables and the Customer.io stand-in persist', DEFAULT_STORE)
    .option('--serve', 'go on: a page shows the imports, and takes files, until Ctrl-C')
    .option('--port <n>', 'with --serve: which port; a free one otherwise', readPort)
    .option('--json', 'print nothing on stdout but the reports, as JSON')
    .addHelpText('after', '\nExample:\n  npm start -- --serve')
    .action(async (options: StartOptions, command: Command) => {
      if (options.port !== undefined && !options.serve)
        command.error('--port is there for --serve only.', { exitCode: EXIT.failed });
      if (options.json && options.serve)
        command.error('--json ends with the reports, --serve goes on: choose one.', {
          exitCode: EXIT.failed,
        });
      process.exitCode = await start(options);
    });
}

async function start({ store, serve, port, json }: StartOptions): Promise<number> {
  const view = progressView(process.stderr);
  let show = view.show;
  const cloud = await startLocalCloud(store, (progress) => show(progress));
  try {
    if (!serve) return await importSamples(cloud, store, view, json);
    await serveUntilStopped({ cloud, store, port }, async () => {
      await importSamples(cloud, store, view);
      show = () => undefined;
    });
    return EXIT.completed;
  } finally {
    await cloud.close();
  }
}

/** The samples hold a row that is rejected, on purpose: that is no failure here. */
async function importSamples(
  cloud: EmbeddedCloud,
  store: string,
  view: ProgressView,
  json?: true,
): Promise<number> {
  const reports: Report[] = [];
  for (const { feed, file } of SAMPLES) {
    view.begin(feed);
    const path = fileURLToPath(new URL(`../samples/${file}`, import.meta.url));
    const report = await importFile(cloud, path, feed).finally(view.end);
    const page = await copyReport(cloud, report, store);
    if (!json) process.stdout.write(`${printSummary(report, page)}\n`);
    reports.push(report);
  }
  write(reports, json, () => printWorkspace(cloud));
  return reports.every(({ state }) => state === 'completed') ? EXIT.completed : EXIT.failed;
}

function printWorkspace({ standIn: { workspace } }: EmbeddedCloud): string {
  return (
    `Customer.io would now hold ${[...workspace.people()].length} people and ${[...workspace.events()].length} events.\n` +
    'Run it again: events come back as duplicates, people as unchanged, and nothing is sent.\n'
  );
}

function readPort(value: string): number {
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new InvalidArgumentError('It is a number from 1 to 65535.');
}
