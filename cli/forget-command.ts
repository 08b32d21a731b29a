// `forget`: erases an event or a person from the seen table.
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { Command, Option } from 'commander';
import { feeds } from '../feeds.config.ts';
import { dynamoSeenTable } from '../lambdas/adapters/dynamo-seen-table.ts';
import { systemClock } from '../lambdas/adapters/system-clock.ts';
import { count } from '../lambdas/contracts/format.ts';
import type { SeenKey } from '../lambdas/domain/operations/keys.ts';
import { EXIT } from './exit-code.ts';
import { eventsOfPeople } from './forget/events-of-people.ts';
import { keysOfEvent, keysOfPerson, type PersonToForget } from './forget/keys-to-forget.ts';
import { openTarget, type TargetOptions, withTarget } from './target/open-target.ts';
import type { Target } from './target/target.ts';
import { write } from './terminal/output.ts';

interface ForgetOptions extends TargetOptions {
  readonly feed?: string;
  readonly key?: string[];
  readonly event?: string[];
  readonly person?: string;
  readonly as: 'id' | 'email' | 'phone' | 'cio_id';
  readonly id?: string[];
  readonly email?: string[];
  readonly phone?: string[];
  readonly cioId?: string[];
  readonly object?: string[];
  readonly events?: true;
}

export function forgetCommand(): Command {
  return withTarget(new Command('forget'))
    .description('erase an event or a person from the seen table, so that their next row is sent again')
    .option('--feed <feed>', 'feed of the event')
    .option('--key <values...>', "values of the event's key columns, in the order of the feed's key")
    .option('--event <names...>', 'name of the event, if a column of the file names it')
    .option('--person <value>', 'an identifier of the person')
    .addOption(
      new Option('--as <kind>', 'kind of that identifier')
        .choices(['id', 'email', 'phone', 'cio_id'])
        .default('id'),
    )
    .option('--id <values...>', 'ids of the person')
    .option('--email <values...>', 'e-mail addresses of the person')
    .option('--phone <values...>', 'phone numbers of the person, with the country code or as in the files')
    .option('--cio-id <values...>', 'ids that Customer.io assigned to the person')
    .option('--object <ids...>', 'objects that the person is related to')
    .option('--events', "also erase the person's events, which reads the whole table")
    .addHelpText('after', HELP)
    .action(async (options: ForgetOptions, command: Command) => {
      const isEvent = options.feed !== undefined && options.key !== undefined;
      if (isEvent === peopleOf(options).length > 0)
        command.error(
          'To forget an event, use --feed FEED --key VALUE…; to forget a person, --person VALUE.',
          {
            exitCode: EXIT.failed,
          },
        );
      const target = await openTarget(options);
      try {
        const secret = await seenKeySecret(target);
        const forgotten = await forget(target, await keysOf(options, secret, target));
        write({ forgotten }, options, () => `${count(forgotten, 'item')} forgotten\n`);
      } finally {
        await target.close();
      }
    });
}

const HELP = `
This erases only what the pipeline remembers. Customer.io keeps its data: delete people there, or with a feed with
\`action: 'delete'\` or \`'suppress'\`. docs/erasure.md has all steps of an erasure.

Of a person, this erases what was delivered last, the times and totals of their events, and the relationships with the
objects that you name. Give every identifier that a file had for the person: the seen table stores hashes, and cannot
tell which of them belong together. --event NAME adds an event that no feed remembers any more.

Examples:
  npm run cli -- forget --feed events --event product_viewed --key evt-1 --local
  npm run cli -- forget --id cust-1001 --email ann@example.com --events --local`;

/** The person under each identifier. */
function peopleOf({ person, as, id = [], email = [], phone = [], cioId = [], ...more }: ForgetOptions) {
  const { object, event } = more;
  const under = (kind: PersonToForget['as'], values: readonly string[]): PersonToForget[] =>
    values.map((value) => ({ as: kind, value, objects: object, events: event }));
  return [
    ...under(as, person === undefined ? [] : [person]),
    ...under('id', id),
    ...under('email', email),
    ...under('phone', phone),
    ...under('cio_id', cioId),
  ];
}

async function keysOf(
  options: ForgetOptions,
  secret: string,
  { dynamodb, names }: Target,
): Promise<SeenKey[]> {
  const { feed = '', key = [], event } = options;
  const people = peopleOf(options);
  if (people.length === 0) {
    return (event ?? [undefined]).flatMap((name) => keysOfEvent(feeds, { feed, values: key, name }, secret));
  }
  const events = options.events
    ? await eventsOfPeople(dynamodb, names.seenTable, people, { secret, feeds })
    : [];
  return [...people.flatMap((person) => keysOfPerson(feeds, person, secret)), ...events];
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
