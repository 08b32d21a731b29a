// Event tables of a data warehouse: exports of BigQuery, Snowflake, Redshift or Postgres.
import type { FeedInput } from '../../contracts/feed/feed.ts';

export const warehouseEvents = {
  kind: 'events',
  identifiers: [
    { as: 'id', columns: ['user_id', 'customer_id', 'visitorid', 'USER_ID', 'CUSTOMER_ID'] },
    { as: 'email', columns: ['email', 'EMAIL'] },
  ],
  event: { column: ['event_name', 'event_type', 'event', 'EVENT_NAME', 'EVENT_TYPE'] },
  time: {
    column: ['event_time', 'occurred_at', 'event_timestamp', 'timestamp', 'EVENT_TIME', 'OCCURRED_AT'],
  },
  key: [['event_id'], ['insert_id'], ['message_id'], ['EVENT_ID']],
  // Not 'NULL', which can be a text in a column of names.
  nullTokens: ['\\N'],
} as const satisfies FeedInput;
