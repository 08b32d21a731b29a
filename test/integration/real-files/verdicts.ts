// Every CSV file of ../shared/data, with its feed and the expected outcomes of its rows.

export interface Verdict {
  readonly path: string;
  readonly feed: string;
  /** Rows by outcome, if not 0, and rejected rows by code; or the code of the refusal. */
  readonly becomes: Readonly<Record<string, number>> | string;
}

const verdict = (feed: string, folder: string) => (name: string, becomes: Verdict['becomes']) =>
  ({ path: `${folder}/${name}`, feed, becomes }) satisfies Verdict;

const cells = verdict('cells', 'conformance');
const shopify = (feed: string) => verdict(feed, 'shopify');
const warehouse = (feed: string) => verdict(feed, 'warehouse');
const events = (feed: string) => verdict(feed, 'events');
const nasty = (name: string, becomes: Verdict['becomes'], feed = 'nasty') =>
  verdict(feed, 'nasty')(`${name}/input.csv`, becomes);

export const VERDICTS: readonly Verdict[] = [
  cells('csv-spectrum/comma_in_quotes.csv', { delivered: 1 }),
  cells('csv-spectrum/empty.csv', { delivered: 2 }),
  cells('csv-spectrum/empty_crlf.csv', { delivered: 2 }),
  cells('csv-spectrum/escaped_quotes.csv', { delivered: 2 }),
  cells('csv-spectrum/json.csv', { delivered: 1 }),
  cells('csv-spectrum/location_coordinates.csv', { lost_character: 1 }),
  cells('csv-spectrum/newlines.csv', { delivered: 3 }),
  cells('csv-spectrum/newlines_crlf.csv', { delivered: 3 }),
  cells('csv-spectrum/quotes_and_newlines.csv', { delivered: 2 }),
  cells('csv-spectrum/simple.csv', { delivered: 1 }),
  cells('csv-spectrum/simple_crlf.csv', { delivered: 1 }),
  cells('csv-spectrum/utf8.csv', { delivered: 2 }),
  cells('rfc4180/apostrophe.csv', { delivered: 1 }),
  cells('rfc4180/comma-in-quote.csv', { delivered: 1 }),
  cells('rfc4180/crlf.csv', { delivered: 1 }),
  // A row of delimiters alone is a blank row.
  cells('rfc4180/empty-fields.csv', { delivered: 1 }),
  cells('rfc4180/empty-file.csv', 'empty_file'),
  cells('rfc4180/lf-in-quote-crlf-file.csv', { delivered: 1 }),
  cells('rfc4180/nel-vt-ff-not-newline.csv', { delivered: 1 }),
  cells('rfc4180/no-final-newline.csv', { delivered: 1 }),
  cells('rfc4180/one-column-blank-quoted.csv', { delivered: 1, no_identifier: 1 }),
  cells('rfc4180/quote-in-quote.csv', { delivered: 1 }),
  cells('rfc4180/quote-inside-unquoted.csv', { delivered: 1 }),
  cells('rfc4180/quote-unterminated.csv', { unterminated_quote: 2 }),
  cells('rfc4180/quoted-last-no-newline.csv', { delivered: 1 }),
  cells('rfc4180/semicolon-not-delimiter.csv', { delivered: 1 }),
  cells('rfc4180/short-row.csv', { column_count: 1 }),
  cells('rfc4180/spaces-kept.csv', { delivered: 1 }),
  cells('rfc4180/utf8.csv', { delivered: 1 }),

  nasty('H01-duplicate-headers', 'duplicate_header'),
  nasty('H02-blank-headers', { delivered: 1 }),
  nasty('H04-prototype-header-names', { delivered: 2 }),
  nasty('I01-ids-as-strings', { delivered: 11, placeholder_identifier: 1 }),
  nasty('I04-id-and-email-missing-mix', { delivered: 3, no_identifier: 1 }, 'people'),
  nasty('N01-empty-file', 'empty_file'),
  nasty('N02-header-only', 'no_rows'),
  nasty('N04-one-row-no-final-newline', { delivered: 1 }),
  nasty('N05-trailing-blank-lines', { delivered: 3 }),
  nasty('N08-utf8-bom', { delivered: 2 }),
  nasty('N10-utf16le-bom', { delivered: 2 }),
  nasty('N12-latin1-bytes', { delivered: 2, invalid_encoding: 2 }),
  nasty('N15-nul-bytes', { delivered: 2, nul_byte: 1 }),
  nasty('N16-cr-only-line-ends', { delivered: 3 }),
  nasty('N17-mixed-line-ends', { delivered: 5 }),
  nasty('N18-gzip-named-csv', { delivered: 3 }),
  nasty('N21-zip-named-csv', { delivered: 3 }),
  nasty('N25-semicolon-delimited', { delivered: 2 }),
  nasty('N27-excel-sep-line', { delivered: 1 }),
  nasty('N30-header-repeated-midfile', { delivered: 4, repeated_header: 1 }),
  nasty('R01-ragged-rows', { delivered: 3, column_count: 2 }),
  // After the quote that never closes, each of the 50 lines can be a part of its cell. More than half of the rows are rejected, which holds the import.
  nasty('R02-unterminated-quote-at-eof', { held: 2, unterminated_quote: 51 }),
  nasty('R06-quoted-newlines-every-row', { delivered: 60 }),
  nasty('R09-csv-injection-payloads', { delivered: 8 }),
  nasty('R11-emoji-rtl-combining', { delivered: 4 }),
  nasty('R12-null-like-strings', { delivered: 6 }),
  nasty('R14-exact-duplicate-rows', { delivered: 3, duplicate: 3 }, 'events'),
  nasty('T02-timestamps-basic', { delivered: 6 }, 'events'),

  shopify('checkouts')('checkouts_export_1.csv', { delivered: 26, no_identifier: 2 }),
  shopify('customers')('customers_export_2023_21col.csv', { delivered: 11, no_identifier: 1 }),
  shopify('customers')('customers_export_20col.csv', { delivered: 39, no_identifier: 1 }),
  shopify('customers')('customers_export_legacy_19col.csv', { delivered: 11, no_identifier: 1 }),
  shopify('customers')('customers_export_metafields.csv', { delivered: 14, no_identifier: 1 }),
  shopify('orders')('orders_export_cl_zero_decimal.csv', { delivered: 19 }),
  shopify('orders')('orders_export_in_75col.csv', { delivered: 34, no_identifier: 2 }),
  shopify('orders')('orders_export_us_79col.csv', { delivered: 66, no_identifier: 4 }),
  shopify('checkouts')('headers/checkouts_70.csv', 'no_rows'),
  shopify('customers')('headers/customers_20.csv', 'no_rows'),
  shopify('customers')('headers/customers_2023_21.csv', 'no_rows'),
  shopify('customers')('headers/customers_legacy_19.csv', 'no_rows'),
  shopify('customers')('headers/customers_metafields_23.csv', 'no_rows'),
  shopify('orders')('headers/orders_75.csv', 'no_rows'),
  shopify('orders')('headers/orders_79.csv', 'no_rows'),
  shopify('orders')('headers/products_36.csv', 'missing_column'),

  warehouse('warehouse')('W01-bigquery-bq-results-000000000000.csv', { delivered: 25 }),
  warehouse('warehouse')('W02-bigquery-gzip-bq-000000000001.csv.gz', { delivered: 25 }),
  warehouse('warehouse')('W03-snowflake-quoted-header-data_0_0_0.csv.gz', { delivered: 25 }),
  warehouse('snowflake')('W04-snowflake-no-header-data_0_0_0.csv.gz', { delivered: 25 }),
  warehouse('warehouse')('W05-snowflake-ntz-data_0_0_0.csv', { delivered: 25 }),
  warehouse('redshift')('W06-redshift-pipe-escape-0000_part_00', { delivered: 25 }),
  warehouse('warehouse')('W07-redshift-csv-header-part0000_part_00.csv', { delivered: 25 }),
  warehouse('warehouse')('W08-postgres-copy-people.csv', { delivered: 25 }),
  warehouse('unload')('W09-redshift-parts/people_manifest', { delivered: 25 }),
  warehouse('fivetran-people')('fivetran_shopify_customer_data.csv', { delivered: 4 }),
  warehouse('fivetran-people')('fivetran_shopify_gql_customer_data.csv', { delivered: 10 }),
  warehouse('fivetran-orders')('fivetran_shopify_order_data.csv', { delivered: 8 }),
  warehouse('fivetran-orders')('fivetran_shopify_order_line_data.csv', 'missing_column'),
  warehouse('people')('jaffle_raw_customers.csv', { delivered: 100 }),
  warehouse('jaffle-orders')('jaffle_raw_orders.csv', { delivered: 99 }),

  // Three names of events are 260 bytes long.
  events('amplitude')('amplitude_event_data.csv', { delivered: 7, event_name_too_long: 3 }),
  events('events')('customerio_events_template.csv', { delivered: 2 }),
  events('people')('customerio_people_template.csv', { delivered: 2 }),
  events('clicks')('rees46_like.csv', { delivered: 300 }),
  events('clicks')('retailrocket_like.csv', { delivered: 300 }),
  events('segment')('segment_pages.csv', { delivered: 1 }),
  events('retail')('uci_online_retail_head.csv', { delivered: 90 }),
];

/** Parts of W09 do not start imports. */
export const PARTS = 'warehouse/W09-redshift-parts/';
