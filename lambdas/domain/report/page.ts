// The report as a page, for people: one file, no script, nothing loaded from anywhere. What happened comes first.
import type { Report } from '../../contracts/report.ts';
import { columnsSection } from './page/columns.ts';
import { deliverySection } from './page/delivery.ts';
import { printDocument } from './page/document.ts';
import { duplicatesSection } from './page/duplicates.ts';
import { eventTimesSection } from './page/event-times.ts';
import { eventsSection } from './page/events.ts';
import { findingsSection } from './page/findings.ts';
import { flowsSection } from './page/flows.ts';
import { html } from './page/html.ts';
import { keptBackSection } from './page/kept-back.ts';
import { originSection } from './page/origin.ts';
import { outcomesSection } from './page/outcomes.ts';
import { peopleSection } from './page/people.ts';
import { rejectsSection } from './page/rejects.ts';
import { verdictOf, verdictSection } from './page/verdict.ts';

/** A section that has nothing to say is not there. */
const SECTIONS = [
  verdictSection,
  outcomesSection,
  rejectsSection,
  keptBackSection,
  findingsSection,
  flowsSection,
  eventTimesSection,
  eventsSection,
  columnsSection,
  peopleSection,
  duplicatesSection,
  deliverySection,
  originSection,
] as const;

/** Everything that comes from a file or a person is escaped. */
export function renderReport(report: Report): string {
  const title = `${verdictOf(report).label} · ${report.importId}`;
  return printDocument(title, html`<main>${SECTIONS.map((section) => section(report))}</main>`);
}
