// Charts of bars that are as wide as there is room: places are percent, so that labels keep their size on a phone.
import { scaleLinear } from 'd3-scale';
import { type Html, html } from './html.ts';

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
  /** What somebody who cannot see it is told. */
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

/** Labels at the ends stay inside. */
function anchorOf(at: number): string {
  if (at < 4) return 'start';
  return at > 93 ? 'end' : 'middle';
}
