// `forget`: erases an event or a person from the seen table.
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { Command, Option } from 'commander';
import { feeds } from '../feeds.config.ts';
import { dynamoSeenTable } from '../lambdas/adapters/dynamo-seen-table.ts';
import { systemClock } from '../lambdas/adapters/system-clock.ts';
import { count } from '../lambdas/contracts/format.ts';
import type { SeenKey } from '../lambdas/domain/operations/keys.ts';
import { EXIT } from './exit-code.ts';
import { keysOfEvent, keysOfPerson } from './forget/keys-to-forget.ts';
import { openTarget, type TargetOptions, withTarget } from './target/open-target.ts';
import type { Target } from './target/target.ts';
import { write } from './terminal/output.ts';

interface ForgetOptions extends TargetOptions {
  readonly feed?: string;
  readonly key?: string[];
  readonly event?: string;
  readonly person?: string;
  readonly as: 'id' | 'email' | 'phone';
}

export function forgetCommand(): Command {
  return withTarget(new Command('forget'))
    .description('erase an event or a person from the seen table, so that their next row is sent again')
    .option('--feed <feed>', 'feed of the event')
    .option('--key <values...>', "values of the event's key columns, in the order of the feed's key")
    .option('--event <name>', 'name of the event, if a column of the file names it')
    .option('--person <value>', 'an identifier of the person')
    .addOption(
      new Option('--as <kind>', 'kind of that identifier').choices(['id', 'email', 'phone']).default('id'),
    )
    .addHelpText('after', HELP)
    .action(async (options: ForgetOptions, command: Command) => {
      if ((options.person === undefined) === (options.feed === undefined || options.key === undefined))
        command.error(
          'To forget an event, use --feed FEED --key VALUE…; to forget a person, --person VALUE.',
          {
            exitCode: EXIT.failed,
          },
        );
      const target = await openTarget(options);
      try {
        const secret = await seenKeySecret(target);
        const forgotten = await forget(target, keysOf(options, secret));
        write({ forgotten }, options, () => `${count(forgotten, 'item')} forgotten\n`);
      } finally {
        await target.close();
      }
    });
}

const HELP = `
This erases only what the pipeline remembers. Customer.io keeps its data: delete people there, or with a feed with
\`action: 'delete'\` or \`'suppress'\`. The seen table stores hashed keys, so it cannot list the events of a person:
forget each event by its key.

Examples:
  npm run cli -- forget --feed events --event product_viewed --key evt-1 --local
  npm run cli -- forget --person cust-1001 --local`;

function keysOf({ feed = '', key = [], event, person, as }: ForgetOptions, secret: string): SeenKey[] {
  return person === undefined
    ? keysOfEvent(feeds, { feed, values: key, name: event }, secret)
    : keysOfPerson(feeds, { as, value: person }, secret);
}

async function seenKeySecret({ secrets, names }: Target): Promise<string> {
  const { SecretString = '' } = await secrets.send(
    new GetSecretValueCommand({ SecretId: names.seenKeySecret }),
  );
  return SecretString;
}

async function forget({ dynamodb, names }: Target, keys: readonly SeenKey[]): Promise<number> {
  const table = dynamoSeenTable(dynamodb, names.seenTable, systemClock);
  const found = await table.find(keys, 'consistent');
  await table.forget(keys);
  return found.size;
}
