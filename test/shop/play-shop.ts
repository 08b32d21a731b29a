// Plays the files of a shop through the pipeline, in the simulation: the synthesized workflow with its real steps, in made-up
// time, with faults that the seed chooses. Then it asks the oracle.
import { type Cloud, createCloud, START } from '../simulation/cloud.ts';
import type { Deployment } from '../simulation/deployment.ts';
import { type Fate, possibleFate } from '../simulation/invocation.ts';
import type { Json } from '../simulation/json-path.ts';
import { type Random, randomOf } from '../simulation/random.ts';
import { redriveStopped, versionOf } from '../simulation/run.ts';
import { FATES, FAULTS } from '../simulation/schedules.ts';
import { firstVersion } from '../simulation/versions.ts';
import { type Delivery, deliveriesOf } from './model/deliveries.ts';
import { fileText } from './model/files.ts';
import { type EndedImport, judgeOutcome, type Outcome } from './model/judge.ts';
import { makeShop, type Size } from './model/make-shop.ts';
import { answerOf, type Batch } from './model/oracle.ts';
import type { Shop } from './model/shop.ts';
import { endedImports } from './observed.ts';

const START_SECONDS = START / 1000;
/** A file has some chunks. */
const CHUNK_BYTES = 6000;
const MOST_REDRIVES = 20;
/** Between files that are dropped together: longer than an import needs to be registered, so that their order is certain. */
const APART_SECONDS = 20;

export interface Played {
  /** Wrong answers; none if Customer.io has what the oracle says. */
  readonly wrong: readonly string[];
  readonly files: number;
  readonly rows: number;
  /** Batches of files whose imports a fault delayed, or an operator had to redrive. */
  readonly redriven: number;
  readonly events: number;
}

export interface Play {
  readonly shop: Shop;
  readonly deliveries: readonly Delivery[];
}

export function playOf(seed: number, size: Size): Play {
  const shop = makeShop(seed, size, START_SECONDS);
  return { shop, deliveries: deliveriesOf(shop, size.days, START_SECONDS) };
}

export async function playShop(deployment: Deployment, { shop, deliveries }: Play): Promise<Played> {
  const random = randomOf(shop.seed);
  let delayed = false;
  const cloud = aCloud(deployment, random, () => {
    delayed = true;
  });
  const batches: Batch[] = [];
  // A later batch redrives what an earlier one left.
  const events = new Map<string, Json>();
  for (const files of batchesOf(deliveries)) {
    delayed = false;
    const redriven = await dropAll(cloud, files, { shop, events });
    batches.push({ files, anyOrder: redriven || delayed });
  }
  const outcome = outcomeOf(cloud, batches);
  const wrong = [...cloud.bugs, ...judgeOutcome(answerOf(shop, batches), outcome)];
  return {
    wrong,
    files: deliveries.length,
    rows: outcome.imports.reduce((sum, { rows }) => sum + rows, 0),
    redriven: batches.filter(({ anyOrder }) => anyOrder).length,
    events: outcome.events.length,
  };
}

/**
 * Some shops have no faults, so that each of their reports is certain.
 * @param onDelay called when a fault can delay the registration of an import, and so change the order of imports.
 */
function aCloud(deployment: Deployment, random: Random, onDelay: () => void): Cloud {
  const strikes = random.pick([0, 0, 0.002, 0.01]);
  const unwell = random.pick([0, 0, 0.1]);
  const cloud = createCloud({
    deployment,
    random,
    choose: random.below,
    latency: () => (random.chance(0.1) ? random.next() * 3 : 0),
    fateOf(effect): Fate {
      if (!random.chance(strikes)) return 'well';
      if (effect.function === 'split') onDelay();
      return possibleFate(effect, random.pick(FATES));
    },
  });
  cloud.vendor.outage = () => (random.chance(unwell) ? random.pick(FAULTS) : undefined);
  const version = { ...firstVersion(deployment.feeds), chunkBytes: CHUNK_BYTES };
  for (const { name } of deployment.functions.values()) cloud.versions.set(name, version);
  return cloud;
}

/** Files that are dropped at the same time, in order. */
function batchesOf(deliveries: readonly Delivery[]): Delivery[][] {
  return [...Map.groupBy(deliveries, ({ at }) => at).values()];
}

interface ObjectCreated {
  readonly detail: { readonly object: { readonly 'version-id': string } };
}

/** @returns whether an import had to be redriven, so that their order is open. */
async function dropAll(
  cloud: Cloud,
  files: readonly Delivery[],
  { shop, events }: { readonly shop: Shop; readonly events: Map<string, Json> },
): Promise<boolean> {
  const wait = Math.max(0, (files[0]?.at ?? 0) - cloud.scheduler.now() / 1000);
  for (const [n, file] of files.entries()) {
    cloud.scheduler.after(wait + n * APART_SECONDS, async () => {
      const key = keyOf(file);
      const event = (await cloud.drop(key, fileText(file, shop))) as unknown as ObjectCreated;
      events.set(versionOf({ key, versionId: event.detail.object['version-id'] }), event as unknown as Json);
    });
  }
  await cloud.scheduler.idle();
  let redriven = false;
  for (let round = 0; round < MOST_REDRIVES; round++) {
    cloud.redeliver();
    await cloud.scheduler.idle();
    const stopped = redriveStopped(cloud, events);
    if (stopped.length === 0) break;
    redriven = true;
    await cloud.scheduler.idle();
  }
  return redriven;
}

function keyOf({ feed, name }: Delivery): string {
  return `incoming/${feed}/${name}.csv`;
}

function outcomeOf(cloud: Cloud, batches: readonly Batch[]): Outcome {
  const { workspace } = cloud.vendor;
  const profiles = [...workspace.people()].map(
    ({ id, email, attributes }) => [(id ?? email ?? '').toLowerCase(), attributes] as const,
  );
  const imports: EndedImport[] = endedImports(cloud, batches.flatMap(({ files }) => files).map(keyOf));
  return { events: [...workspace.events()], profiles: new Map(profiles), imports };
}
