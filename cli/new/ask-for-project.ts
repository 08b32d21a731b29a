// Asks on a terminal what a new project needs.
import { isCancel, multiselect, select } from '@clack/prompts';
import { askForJourneys } from '../terminal/ask-for-journeys.ts';
import { PRESETS, type PresetName, USUAL_PRESETS } from './presets.ts';

/** What is undefined was not said. */
export interface Wishes {
  readonly preset?: readonly PresetName[];
  readonly journey?: readonly string[];
  readonly region?: 'us' | 'eu';
}

/**
 * Asks nothing if an option says something, or if there is no terminal.
 * @returns undefined if the questions are canceled.
 */
export async function askForProject(wishes: Wishes): Promise<Wishes | undefined> {
  if (Object.keys(wishes).length > 0 || !process.stdin.isTTY || !process.stdout.isTTY) return wishes;
  const preset = await multiselect<PresetName>({
    message: 'Which files do you have? (Space selects, Enter continues)',
    options: PRESETS.map(({ name, reads }) => ({ value: name, label: reads, hint: name })),
    initialValues: [...USUAL_PRESETS],
  });
  if (isCancel(preset)) return undefined;
  const journey = await askForJourneys();
  if (journey === undefined) return undefined;
  const region = await select<'us' | 'eu'>({
    message: 'In which region is your Customer.io account?',
    options: [
      { value: 'us', label: 'United States' },
      { value: 'eu', label: 'European Union' },
    ],
  });
  return isCancel(region) ? undefined : { preset, journey, region };
}
