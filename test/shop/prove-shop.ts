// Plays one seed of the model shop again, and prints the wrong answers.
import type { Deployment } from '../simulation/deployment.ts';
import { WEEK } from './model/make-shop.ts';
import { playOf, playShop } from './play-shop.ts';

/** @returns the exit code. */
export async function replayShop(deployment: Deployment, seed: number): Promise<number> {
  const { wrong, files, rows, events, redriven } = await playShop(deployment, playOf(seed, WEEK));
  console.log(
    `shop ${seed}: ${files} files, ${rows} rows, ${events} events, ${redriven} delayed or redriven, ${wrong.length} wrong answers`,
  );
  for (const one of wrong) console.log(`  ${one}`);
  return wrong.length === 0 ? 0 : 1;
}
