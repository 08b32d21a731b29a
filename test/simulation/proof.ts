// The figures of a proof: `npm run prove` prints them, and docs/reliability.md and the README quote them.
import Table from 'cli-table3';
import * as z from 'zod';
import { number } from '../../lambdas/contracts/format.ts';
import type { HostileTotals } from '../hostile/prove-hostile.ts';
import type { Ask, Figures } from './prove.ts';

const count = z.number().int().nonnegative();

/** docs/proof.json: the last long run. */
export const ProofSchema = z.strictObject({
  date: z.iso.date(),
  command: z.string(),
  from: count,
  points: count,
  pairs: count,
  schedules: count,
  /** Pairs and schedules per second of one thread. */
  rate: z.number(),
  threads: count,
  redriven: count,
  extraPosts: count,
  mutants: count,
  caught: count,
  hostile: z.strictObject({ files: count, crashes: count, hangs: count, losses: count, surprises: count }),
  broken: count,
});
export type Proof = Readonly<z.infer<typeof ProofSchema>>;

export interface Ran {
  readonly ask: Ask;
  readonly command: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** By thread. */
  readonly all: readonly Figures[];
  readonly hostile: HostileTotals;
}

export function proofOf({ ask, command, now, all, hostile }: Ran): Proof {
  const sum = (pick: (figures: Figures) => number) => all.reduce((total, one) => total + pick(one), 0);
  const [pairs, schedules] = [sum((one) => one.pairs), sum((one) => one.schedules)];
  const unexpected = hostile.crashes + hostile.hangs + hostile.losses + hostile.surprises;
  return {
    date: new Date(now).toISOString().slice(0, 10),
    command,
    from: ask.from,
    points: sum((one) => one.points),
    pairs,
    schedules,
    rate: Math.round(((pairs + schedules) / sum((one) => one.seconds)) * 10) / 10 || 0,
    threads: all.length,
    redriven: sum((one) => one.redriven),
    extraPosts: sum((one) => one.extraPosts),
    mutants: sum((one) => one.mutants),
    caught: sum((one) => one.caught),
    hostile,
    broken: sum((one) => one.broken.length) + unexpected,
  };
}

export function printProof(proof: Proof): string {
  const { files, crashes, hangs, losses, surprises } = proof.hostile;
  const table = new Table({ head: ['what', 'figure'], style: { head: [], border: [] } });
  const rows: readonly (readonly [string, number | string])[] = [
    ['crash points: every effect, with every fault', proof.points],
    ['pairs of crash points, sampled', proof.pairs],
    ['random schedules of overlapping imports', proof.schedules],
    ['imports that an operator had to redrive', proof.redriven],
    ['events posted again, dropped by their ULID', proof.extraPosts],
    ['mutants caught', `${proof.caught}/${proof.mutants}`],
    ['hostile files', files],
    ['of these: crashes, hangs, silent losses', `${crashes}, ${hangs}, ${losses}`],
    ['of these: another result than expected', surprises],
    ['broken promises', proof.broken],
  ];
  table.push(...rows.map(([what, figure]) => [what, typeof figure === 'number' ? number(figure) : figure]));
  const seeds = `pairs and schedules from seed ${proof.from}, ${proof.rate} a second on each of ${proof.threads} threads`;
  return `${proof.command}, ${proof.date}\n${seeds}\n${table}`;
}

/** The figures as the README and docs/reliability.md quote them. */
export function quoteProof({ points, pairs, schedules, mutants, caught, hostile, broken }: Proof): string {
  const { files, crashes, hangs, losses } = hostile;
  return [
    `${number(points)} crash points, ${number(pairs)} pairs of them and ${number(schedules)} random schedules: ${number(broken)} broken promises`,
    `${caught} of ${mutants} mutants caught`,
    `${number(files)} hostile files: ${crashes} crashes, ${hangs} hangs, ${losses} silent losses`,
  ].join('; ');
}
