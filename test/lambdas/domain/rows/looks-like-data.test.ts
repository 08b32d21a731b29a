import { describe, expect, it } from '@jest/globals';
import { looksLikeData } from '../../../../lambdas/domain/rows/looks-like-data.ts';

describe('looksLikeData', () => {
  it.each<[string, readonly string[]]>([
    [
      'an e-mail address',
      [
        'jo@example.com',
        'Jo Doe <jo@example.com>',
        'mailto:jo@example.com',
        'jö@exämple.de',
        'jo＠example.com',
        'jo%40example.com',
        'jo@localhost',
        ' jo@example.com ',
        'jo (at) example.com',
        'jo [at] example dot com',
        'mailto:jo',
        'https://example.com/jo',
      ],
    ],
    [
      'a phone number',
      [
        '+49 151 2345678',
        '(030) 123-456',
        '555.0100',
        'tel:+15550100',
        '+١٥٥٥٠١٠٠١٢٣',
        'ext. 555-0100',
        'tel. 12345',
        '0171/23 45',
        '+49 (0)30 / 123-45',
        '０３０１２３４',
      ],
    ],
    [
      'a number',
      [
        '42',
        '-1',
        '12.50',
        '1,234.50',
        '1e10',
        '0x1f',
        '€5',
        '5 €',
        'EUR 12.50',
        '12 USD',
        'R$5',
        'kr 12,50',
        '50 %',
        '½',
        '４２',
        '٤٢',
        'cust-100123',
        '8d1f3a52-77aa-4c0e-9b1a-0a1b2c3d4e5f',
      ],
    ],
    [
      'a date or a time',
      [
        '2025-11-03',
        '2025-11-03T10:00:00Z',
        '03/11/25',
        '3.11.',
        '3 Nov 2025',
        '3. November 25',
        'Nov 3, 2025',
        'Nov 2025',
        '3 November',
        '10:30 am',
        '2025年11月',
        'Mon, 3 Nov 2025',
        'lundi 3 novembre 2025',
        '3 de noviembre de 2025',
        '3º de maio de 2025',
        '1er mars 2025',
        '2025. november 3.',
        '3 pm',
      ],
    ],
    [
      'a postcode or an account',
      [
        '10115',
        'D-10115',
        '10115 Berlin',
        'CA 90210',
        'SW1A 1AA',
        'K1A 0B1',
        '1011 AB',
        'DE89 3704 0044 0532',
      ],
    ],
    ['more than a name', ['x'.repeat(151), 'id\nJo Doe', 'Jo Doe\r\nBerlin']],
  ])('recognizes %s', (_, texts) => {
    expect(texts.filter((text) => !looksLikeData(text))).toEqual([]);
  });

  it('does not take names of columns and events for data', () => {
    const names = [
      ...['id', 'E-Mail', 'First Name', 'user_id', 'customerId', 'Größe', '氏名', '@timestamp', '_note', '#'],
      ...['q3_2025', 'utm_source', 'address1', 'line 2', 'md5', 'p90', '7d_orders', 'last_30_days', '24h'],
      ...['order_placed', 'Checkout Started', 'created at', 'Score @ 5', 'A/B', 'Tags (all)', 'march_visits'],
      ...[
        'address_2',
        'Address 2',
        '2nd email',
        'field 1234',
        'Top 5 items 2024',
        '30 day revenue',
        'cf_12345',
      ],
      ...['attachments', 'Chat [attr]', 'total_€', 'v2', 'May', 'Sales 2025', 'column', ''],
    ];
    expect(names.filter((name) => looksLikeData(name))).toEqual([]);
  });
});
