// Asks on a terminal which journeys the files are for.
import { isCancel, multiselect } from '@clack/prompts';
import { JOURNEYS } from '../../lambdas/domain/journeys/all.ts';

/** @returns names of journeys, and undefined if the question is canceled. */
export async function askForJourneys(): Promise<readonly string[] | undefined> {
  const answer = await multiselect<string>({
    message: 'Which journeys will the files be for? (Space selects, Enter continues; none is fine)',
    options: JOURNEYS.map(({ name, title, does }) => ({ value: name, label: title, hint: does })),
    required: false,
  });
  return isCancel(answer) ? undefined : answer;
}
