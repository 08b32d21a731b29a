// `npm start`: imports the samples through the whole pipeline, people first. `--serve` also serves the page of imports.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { feeds } from '../feeds.config.ts';
import type { Feed, Feeds } from '../lambdas/contracts/feed/feed.ts';
import { count } from '../lambdas/contracts/format.ts';
import type { Report } from '../lambdas/contracts/report.ts';
import { projectFile } from '../lib/project.ts';
import type { EmbeddedCloud } from '../local/engine/embedded-cloud.ts';
import { EXIT } from './exit-code.ts';
import { copyReport, importFile } from './local/import-file.ts';
import { DEFAULT_STORE, startLocalCloud } from './local/local-cloud.ts';
import { withRealNames } from './local/real-names.ts';
import { serveUntilStopped } from './serve/serve-until-stopped.ts';
import { engineOptions } from './target/connect-to-engine.ts';
import { furtherCall } from './target/further-call.ts';
import { write } from './terminal/output.ts';
import { type ProgressView, progressView } from './terminal/progress.ts';
import { printSummary } from './terminal/summary.ts';

interface StartOptions {
  readonly store: string;
  readonly serve?: true;
  readonly port?: number;
  readonly json?: true;
}

export function startCommand(): Command {
  return new Command('start')
    .description('import the samples through the embedded pipeline')
    .option('--store <dir>', 'folder of the bucket, the tables and the Customer.io stand-in', DEFAULT_STORE)
    .option('--serve', 'then serve a page that shows imports and receives files, until Ctrl-C')
    .option('--port <n>', 'with --serve: the port of the page (default: a free port)', readPort)
    .option('--json', 'print only the reports, as JSON')
    .addHelpText('after', '\nExample:\n  npm start -- --serve')
    .action(async (options: StartOptions, command: Command) => {
      if (options.port !== undefined && !options.serve)
        command.error('--port works only together with --serve. Add --serve, or remove --port.', {
          exitCode: EXIT.failed,
        });
      if (options.json && options.serve)
        command.error('--json and --serve do not work together. Use one of them.', {
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

/** The files in `samples/<feed>/`, those of people first. */
function samplesOf({ feeds: all }: Feeds): { readonly feed: string; readonly path: string }[] {
  const isPeople = ([, feed]: [string, Feed]) => feed.kind === 'people';
  const entries = Object.entries(all);
  const samples = [...entries.filter(isPeople), ...entries.filter((entry) => !isPeople(entry))].flatMap(
    ([feed]) => {
      const folder = projectFile(join('samples', feed));
      const files = existsSync(folder) ? readdirSync(folder).sort() : [];
      return files.map((file) => ({ feed, path: join(folder, file) }));
    },
  );
  if (samples.length > 0) return samples;
  throw new Error(
    `There are no samples: put a file for the feed "${entries[0]?.[0]}" into samples/${entries[0]?.[0]}/, or run: import FILE --feed FEED`,
  );
}

/** One row of the samples is rejected on purpose, so rejects are not a failure here. */
async function importSamples(
  cloud: EmbeddedCloud,
  store: string,
  view: ProgressView,
  json?: true,
): Promise<number> {
  const reports: Report[] = [];
  for (const { feed, path } of samplesOf(feeds)) {
    view.begin(feed);
    const report = await importFile(cloud, { path, feed }).finally(view.end);
    const page = await copyReport(cloud, report, store);
    const shown = await withRealNames(report, { path, feed: feeds.feeds[feed] });
    if (!json) process.stdout.write(`${printSummary(shown, page, furtherCall(engineOptions(store)))}\n`);
    reports.push(shown);
  }
  write(reports, { json }, () => printWorkspace(cloud));
  return reports.every(({ state }) => state === 'completed') ? EXIT.completed : EXIT.failed;
}

function printWorkspace({ standIn: { workspace } }: EmbeddedCloud): string {
  const people = [...workspace.people()].length;
  const events = [...workspace.events()].length;
  return (
    `The Customer.io stand-in now has ${count(people, 'person', 'people')} and ${count(events, 'event')}.\n` +
    'Run npm start again: events are then duplicates, people are unchanged, and nothing is sent.\n'
  );
}

function readPort(value: string): number {
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new InvalidArgumentError('Use a number from 1 to 65535.');
}
