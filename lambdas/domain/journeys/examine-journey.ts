// Says for each journey whether the feeds suffice for it.
import type { Feeds } from '../../contracts/feed/feed.ts';
import type { JourneyVerdict } from '../../contracts/report.ts';
import { additionLine, additionPlace } from './addition.ts';
import { JOURNEYS } from './all.ts';
import { type Evidence, sourcesOf } from './event-source.ts';
import { examineNeed, type NeedFound, type NeedState } from './examine-need.ts';
import type { Journey, Need } from './journey.ts';

export interface JourneyFound {
  readonly journey: Journey;
  /** `has`: it can run. `files`: if the files have what they need. `lacks`: something is missing. */
  readonly state: NeedState;
  readonly needs: readonly NeedFound[];
}

/** @param evidence what a file shows: it decides what the feed leaves open. */
export function examineJourney(journey: Journey, feeds: Feeds, evidence?: Evidence): JourneyFound {
  const needs = journey.needs.map((need) => examineNeed(need, { feeds, evidence }));
  const required = needs.filter(({ need }) => !need.isOptional).map(({ state }) => state);
  const state = (['lacks', 'files'] as const).find((one) => required.includes(one)) ?? 'has';
  return { journey, state, needs };
}

export function examineJourneys(feeds: Feeds, evidence?: Evidence): JourneyFound[] {
  return JOURNEYS.map((journey) => examineJourney(journey, feeds, evidence));
}

/** The journeys that need an event of this file's feed, or people if it is a feed of people. */
export function journeysOfFile(feeds: Feeds, evidence: Evidence): JourneyFound[] {
  const isPeople = feeds.feeds[evidence.feed]?.kind === 'people';
  const isFromFile = (need: Need) =>
    (need.kind === 'people' && isPeople) ||
    (need.kind === 'event' &&
      sourcesOf(need.event, feeds, evidence).some(
        ({ feed, isCertain }) => isCertain && feed === evidence.feed,
      ));
  return examineJourneys(feeds, evidence).filter(({ journey }) =>
    journey.needs.some((need) => !need.isOptional && isFromFile(need)),
  );
}

/** As the report has it. */
export function verdictOf(found: JourneyFound): JourneyVerdict {
  return {
    journey: found.journey.title,
    state: found.state,
    open: openNeeds(found).map(({ text, add }) => ({
      text,
      add: add.map((one) => ({ place: additionPlace(one), line: additionLine(one) })),
    })),
  };
}

/** What keeps the journey from running, in the order of its needs: what is missing first. */
export function openNeeds({ needs }: JourneyFound): NeedFound[] {
  const open = needs.filter(({ state, need }) => state !== 'has' && !need.isOptional);
  return [...open.filter(({ state }) => state === 'lacks'), ...open.filter(({ state }) => state === 'files')];
}
