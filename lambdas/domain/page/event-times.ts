// When the events happened, by name: over the days, and over the hours of the day. A wrong time zone shows as orders in
// the middle of the night, and rounded times show as a single bar.

import { scaleLinear, scaleUtc } from 'd3-scale';
import type { EventTimes } from '../../contracts/event-times.ts';
import { count, number } from '../../contracts/format.ts';
import type { Report } from '../../contracts/report.ts';
import { STEPS_SECONDS, startOf } from '../profile/event-times.ts';
import { type Html, html } from './document.ts';

/** Each name has its own charts. */
const NAMES_SHOWN = 6;
/** About as many as you can tell apart on a phone. */
const MOST_BARS = 200;
const HOUR_TICKS = [0, 6, 12, 18];

interface Named {
  readonly name: string;
  readonly steps: Readonly<Record<string, number>>;
  readonly hours: readonly number[];
  readonly events: number;
}

export function eventTimesSection({ eventTimes }: Report): Html | undefined {
  if (!eventTimes) return undefined;
  const stepSeconds = drawnStep(eventTimes);
  const shown = namesOf(eventTimes, stepSeconds);
  const starts = shown.flatMap(({ steps }) => Object.keys(steps).map(Number));
  if (starts.length === 0) return undefined;
  const { zone, arrival } = eventTimes;
  const first = starts.reduce((least, start) => Math.min(least, start));
  const end = starts.reduce((most, start) => Math.max(most, start + stepSeconds), arrival);
  const place = scaleUtc()
    .domain([new Date(first * 1000), new Date(end * 1000)])
    .range([0, 100]);
  const at = (seconds: number) => place(new Date(seconds * 1000));
  const format = place.tickFormat(4);
  const ticks = place.ticks(4).map((tick) => ({ at: place(tick), label: format(tick) }));
  return html`<section><h2>When the events happened</h2>
<p>Times are in the zone ${zone}. The first chart counts events by ${stepName(stepSeconds)}, the second by hour of the day. The vertical line is when the file arrived. ${roundness(eventTimes)}</p>
${shown.map((named) => charts(named, { at, ticks, stepSeconds, mark: at(arrival) }))}
${table(shown, stepSeconds)}</section>`;
}

interface Frame {
  readonly at: (seconds: number) => number;
  readonly ticks: readonly Tick[];
  readonly stepSeconds: number;
  readonly mark: number;
}

function charts({ name, steps, hours, events }: Named, { at, ticks, stepSeconds, mark }: Frame): Html {
  const days = Object.entries(steps).map(([start, value]): Bar => {
    return { from: at(Number(start)), to: at(Number(start) + stepSeconds), value };
  });
  const width = 100 / 24;
  const ofDay = hours.map((value, hour) => ({ from: hour * width, to: (hour + 1) * width, value }));
  const hourTicks = HOUR_TICKS.map((hour) => ({
    at: (hour + 0.5) * width,
    label: String(hour).padStart(2, '0'),
  }));
  return html`<div class="times"><h3>${name} <small>${count(events, 'event')}</small></h3>
<div>${barChart({ bars: days, ticks, mark, label: `Events by ${stepName(stepSeconds)}` })}</div>
<div>${barChart({ bars: ofDay, ticks: hourTicks, label: `By hour of the day, most at ${clock(busiest(hours))}` })}</div></div>`;
}

/** The most frequent names, and the rest as one. */
function namesOf({ names, others }: EventTimes, stepSeconds: number): Named[] {
  const all = names
    .map((named) => ({ ...named, events: sum(named.hours) }))
    .sort((a, b) => b.events - a.events);
  const rest = [...all.slice(NAMES_SHOWN), { ...others, events: sum(others.hours) }];
  const steps = new Map<string, number>();
  for (const one of rest) {
    for (const [start, events] of Object.entries(one.steps)) {
      steps.set(start, (steps.get(start) ?? 0) + events);
    }
  }
  const hours = others.hours.map((_, hour) => sum(rest.map((one) => one.hours[hour] ?? 0)));
  const other = { name: 'other events', steps: Object.fromEntries(steps), hours, events: sum(hours) };
  const shown = [...all.slice(0, NAMES_SHOWN), ...(other.events > 0 ? [other] : [])];
  return shown.map((named) => ({ ...named, steps: coarser(named.steps, stepSeconds) }));
}

/** The step of the counts, or a longer one if the events reach far back. */
function drawnStep({ names, others, stepSeconds }: EventTimes): number {
  const starts = [...names, others].flatMap(({ steps }) => Object.keys(steps).map(Number));
  const span = Math.max(...starts) - Math.min(...starts);
  return STEPS_SECONDS.find((step) => step >= stepSeconds && span / step <= MOST_BARS) ?? stepSeconds;
}

function coarser(steps: Named['steps'], stepSeconds: number): Named['steps'] {
  const sums = new Map<number, number>();
  for (const [start, events] of Object.entries(steps)) {
    const step = startOf(Number(start), stepSeconds);
    sums.set(step, (sums.get(step) ?? 0) + events);
  }
  return Object.fromEntries(sums);
}

function table(shown: readonly Named[], stepSeconds: number): Html {
  return html`<details><summary>As a table</summary>
<table class="numbers"><thead><tr><th scope="col">Event</th><th scope="col">Events</th><th scope="col">First</th><th scope="col">Last</th><th scope="col">Busiest hour</th></tr></thead><tbody>
${shown.map(({ name, steps, hours, events }) => {
  const starts = Object.keys(steps).map(Number);
  const [first, last] = [Math.min(...starts), Math.max(...starts)];
  return html`<tr><th scope="row">${name}</th><td>${number(events)}</td><td>${startName(first, stepSeconds)}</td><td>${startName(last, stepSeconds)}</td><td>${clock(busiest(hours))}</td></tr>`;
})}</tbody></table></details>`;
}

function roundness({ names, others, round }: EventTimes): string {
  const all = sum([...names, others].map(({ hours }) => sum(hours)));
  const exact = all - round.midnight - round.hour - round.minute;
  const parts = [
    [round.midnight, 'at midnight'],
    [round.hour, 'at a full hour'],
    [round.minute, 'at a full minute'],
    [exact, 'exact to the second'],
  ] as const;
  if (exact === all) return 'All times are exact to the second.';
  const counts = parts.filter(([events]) => events > 0).map(([events, what]) => `${number(events)} ${what}`);
  return `Precision: ${counts.join(', ')}.`;
}

function stepName(seconds: number): string {
  if (seconds === 3_600) return 'hour';
  const days = seconds / 86_400;
  if (days === 1) return 'day';
  return days === 7 ? 'week' : `${days / 7} weeks`;
}

function startName(seconds: number, stepSeconds: number): string {
  const text = new Date(seconds * 1000).toISOString();
  return stepSeconds < 86_400 ? text.slice(0, 16).replace('T', ' ') : text.slice(0, 10);
}

const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const busiest = (hours: readonly number[]) => hours.indexOf(Math.max(...hours));

export interface Bar {
  /** Percent of the width. */
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/** A mark on the axis below the bars. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

export interface BarChart {
  readonly bars: readonly Bar[];
  readonly ticks: readonly Tick[];
  /** For people who use a screen reader. */
  readonly label: string;
  /** A place to mark, in percent. */
  readonly mark?: number | undefined;
}

const HEIGHT = 44;
const AXIS = 18;

export function barChart({ bars, ticks, label, mark }: BarChart): Html {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const height = scaleLinear().domain([0, most]).range([0, HEIGHT]);
  return html`<svg class="chart" role="img" aria-label="${label}" width="100%" height="${HEIGHT + AXIS}">
${bars
  .filter(({ value }) => value > 0)
  .map(({ from, to, value }) => {
    const tall = Math.max(1, height(value));
    return html`<rect x="${from.toFixed(2)}%" y="${(HEIGHT - tall).toFixed(1)}" width="${Math.max(0.3, (to - from) * 0.86).toFixed(2)}%" height="${tall.toFixed(1)}"></rect>`;
  })}
<line class="base" x1="0" x2="100%" y1="${HEIGHT}" y2="${HEIGHT}"></line>
${mark === undefined ? undefined : html`<line class="mark" x1="${mark.toFixed(2)}%" x2="${mark.toFixed(2)}%" y1="0" y2="${HEIGHT}"></line>`}
${ticks.map(({ at, label: text }) => html`<text x="${at.toFixed(2)}%" y="${HEIGHT + 13}" class="${anchorOf(at)}">${text}</text>`)}</svg>`;
}

/** Labels at the ends stay inside the chart. */
function anchorOf(at: number): string {
  if (at < 4) return 'start';
  return at > 93 ? 'end' : 'middle';
}
