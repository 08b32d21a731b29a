// `npm start`: the samples through the whole pipeline, people first.
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { EXIT } from './exit-code.ts';
import { copyReport, importFile } from './import-file.ts';
import { DEFAULT_STORE, startLocalCloud } from './local-cloud.ts';
import { progressView } from './progress.ts';
import { printSummary } from './summary.ts';

const SAMPLES = [
  { feed: 'people', file: 'people/people.csv' },
  { feed: 'events', file: 'events/events.csv' },
  { feed: 'shopify-orders', file: 'shopify-orders/orders_export.csv' },
] as const;

export function startCommand(): Command {
  return new Command('start')
    .description('import the samples through the embedded pipeline')
    .option('--store <dir>', 'where bucket, tables and the Customer.io stand-in persist', DEFAULT_STORE)
    .action(async ({ store }: { readonly store: string }) => {
      process.exitCode = await importSamples(store);
    });
}

/** The samples hold a row that is rejected, on purpose: that is no failure here. */
async function importSamples(store: string): Promise<number> {
  const view = progressView(process.stderr);
  const cloud = await startLocalCloud(store, view.show);
  try {
    let allCompleted = true;
    for (const { feed, file } of SAMPLES) {
      view.begin(feed);
      const path = fileURLToPath(new URL(`../samples/${file}`, import.meta.url));
      const report = await importFile(cloud, path, feed).finally(view.end);
      const page = await copyReport(cloud, report, store);
      process.stdout.write(`${printSummary(report, page)}\n`);
      allCompleted &&= report.state === 'completed';
    }
    const { workspace } = cloud.standIn;
    process.stdout.write(
      `Customer.io would now hold ${[...workspace.people()].length} people and ${[...workspace.events()].length} events.\n` +
        'Run it again: events come back as duplicates, people as unchanged, and nothing is sent.\n',
    );
    return allCompleted ? EXIT.completed : EXIT.failed;
  } finally {
    await cloud.close();
  }
}
