// Feeds of another project, in a file of their own, because one of them has a function.
import { defineFeeds, type TransformRow } from 'csv-to-customerio/define-feeds';
import { people } from 'csv-to-customerio/presets/people';

const inClass: TransformRow = (row) => (row.class === '' ? null : { ...row, class: `class ${row.class}` });

export const school = defineFeeds(
  { workspace: 'academy', feeds: { students: { ...people, transform: { run: inClass } } } },
  import.meta.url,
);
