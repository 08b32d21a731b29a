// `new NAME`: writes a project that installs this package. It runs in any folder, with any Node.js from 20.19.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { JOURNEYS } from '../lambdas/domain/journeys/all.ts';
import { askForProject, type Wishes } from './new/ask-for-project.ts';
import { draftFeeds } from './new/draft-feeds.ts';
import { PRESETS, USUAL_PRESETS } from './new/presets.ts';
import { writeProject } from './new/write-project.ts';
import { write } from './terminal/output.ts';

interface NewOptions extends Wishes {
  readonly json?: true;
}

export function newCommand(): Command {
  return new Command('new')
    .description('make a project of your own: feeds, samples, and a stack to deploy')
    .argument('<name>', 'name of the folder, the npm package and the stack, such as shop')
    .addOption(
      new Option('--preset <name...>', 'what the files are').choices(PRESETS.map(({ name }) => name)),
    )
    .addOption(
      new Option(
        '--journey <name...>',
        'what the journeys will be; the feeds get what these need in addition',
      ).choices(JOURNEYS.map(({ name }) => name)),
    )
    .addOption(
      new Option('--region <region>', 'region of the Customer.io account (default: us)').choices([
        'us',
        'eu',
      ]),
    )
    .option('--json', 'print the paths of the files, as JSON')
    .addHelpText('after', HELP)
    .action(async (name: string, { json, ...options }: NewOptions, command: Command) => {
      if (!/^[a-z][a-z0-9-]{0,62}$/.test(name))
        command.error(
          `"${name}" cannot be the name of a stack. Use lowercase letters, digits and hyphens, beginning with a letter, such as shop.`,
        );
      const answers = await askForProject(options);
      if (answers === undefined) return;
      const { preset = USUAL_PRESETS, journey = [], region = 'us' } = answers;
      const files = writeProject({ name, region }, draftFeeds(preset, journey), ownManifest());
      write({ files }, { json }, () => nextSteps(name));
    });
}

const HELP = `
On a terminal, new asks for what no option says. Elsewhere the project has the presets ${USUAL_PRESETS.join(', ')}.

Example:
  npx csv-to-customerio new shop --preset shopifyOrders shopifyCheckouts --journey cart-recovery`;

function nextSteps(name: string): string {
  return `Wrote the project ${name}. To import its samples on this machine, without AWS:

  cd ${name}
  npm install
  npm start
`;
}

/** package.json of this package, one folder up in the repository, two in the package. */
function ownManifest() {
  for (const up of ['..', '../..']) {
    const manifest = readManifest(join(import.meta.dirname, up, 'package.json'));
    if (manifest) return manifest;
  }
  throw new Error('This copy of csv-to-customerio has no package.json. Install it again.');
}

function readManifest(path: string) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
