// `npm run prove`: runs the proof for some minutes on all cores and prints its figures, or runs one seed again.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Command } from 'commander';
import { prettyJson } from '../../lambdas/contracts/format.ts';
import { proveHostile } from '../hostile/prove-hostile.ts';
import { SHOP_FEEDS } from '../shop/feeds.ts';
import { replayShop } from '../shop/prove-shop.ts';
import { deploy } from './deployment.ts';
import { FEEDS } from './exports.ts';
import { printProof, proofOf, quoteProof } from './proof.ts';
import {
  type Ask,
  type Counted,
  type Figures,
  pointsOf,
  prove,
  runPair,
  runPoint,
  type Share,
} from './prove.ts';
import { runReleases, runSchedule } from './schedules.ts';

const PROOF = new URL('../../docs/proof.json', import.meta.url);

interface Options extends Ask {
  readonly threads: number;
  readonly seed?: number;
  readonly release?: number;
  readonly pair?: number;
  readonly point?: number;
  readonly shop?: number;
  readonly save?: true;
}

if (isMainThread) {
  const command = new Command('prove')
    .option('--minutes <minutes>', 'how long pairs and schedules may take', Number, 5)
    .option('--pairs <count>', 'pairs of crash points at most', Number, 10_000)
    .option('--schedules <count>', 'random schedules at most', Number, 100_000)
    .option('--from <seed>', 'first seed of pairs and schedules', Number, 0)
    .option('--threads <count>', 'how many threads to use', Number, availableParallelism())
    .option('--save', 'writes the figures into docs/proof.json, which README and docs quote')
    .option('--seed <seed>', 'runs one random schedule again', Number)
    .option('--release <seed>', 'runs one schedule with releases again', Number)
    .option('--pair <seed>', 'runs one pair again', Number)
    .option('--point <number>', 'runs one crash point again', Number)
    .option('--shop <seed>', 'plays one week of the model shop again', Number)
    .parse();
  const options = command.opts<Options>();
  process.exitCode = (await replay(options)) ?? (await proveAll(options));
} else {
  parentPort?.postMessage(await prove(await deploy(FEEDS), workerData as Share, Date.now));
}

/** Undefined if no option asks for a single run. */
async function replay({ seed, release, pair, point, shop }: Options): Promise<number | undefined> {
  if (shop !== undefined) return replayShop(await deploy(SHOP_FEEDS), shop);
  const deployment = await deploy(FEEDS);
  if (seed !== undefined) return tell(`seed ${seed}`, await runSchedule(deployment, seed));
  if (release !== undefined) return tell(`release ${release}`, await runReleases(deployment, release));
  if (pair !== undefined)
    return tell(`pair ${pair}`, await runPair(deployment, await pointsOf(deployment), pair));
  if (point === undefined) return undefined;
  const found = (await pointsOf(deployment))[point];
  if (found === undefined) throw new Error(`there is no point ${point}`);
  const { whole, strike } = found;
  const struck = whole.effects.find(({ n }) => n === strike.at);
  const what = `point ${point} (${whole.scene.name}: ${struck?.function}, ${struck?.name}, ${strike.fate})`;
  return tell(what, await runPoint(deployment, found));
}

function tell(what: string, { redriven, violations }: Counted): number {
  console.log(`${what}: ${redriven} redriven, ${violations.length} broken promises`);
  for (const violation of violations) console.log(`  ${violation}`);
  return violations.length === 0 ? 0 : 1;
}

async function proveAll({ threads: workers, save, ...ask }: Options): Promise<number> {
  await deploy(FEEDS);
  const shares = Array.from({ length: workers }, (_, worker): Share => ({ ...ask, worker, workers }));
  const { totals: hostile, unexpected } = await proveHostile();
  const all = await Promise.all(shares.map(runShare));
  const command = ['npm run prove --', ...process.argv.slice(2).filter((one) => one !== '--save')].join(' ');
  const proof = proofOf({ ask, command, now: Date.now(), all, hostile });
  console.log(`${printProof(proof)}\n${quoteProof(proof)}`);
  for (const one of [...unexpected, ...all.flatMap(({ broken }) => broken)].slice(0, 20))
    console.log(`  ${one}`);
  if (save) writeFileSync(PROOF, prettyJson(proof));
  return proof.broken === 0 ? 0 : 1;
}

async function runShare(share: Share): Promise<Figures> {
  const [figures] = await once(new Worker(new URL(import.meta.url), { workerData: share }), 'message');
  return figures as Figures;
}
