import { describe, expect, it } from '@jest/globals';
import { feedsJsonSchema, optionNames } from '../../lib/feeds-json-schema.ts';

describe('feedsJsonSchema', () => {
  const schema = feedsJsonSchema();

  it('describes what a person writes: what has a default may be left out', () => {
    expect(schema).toMatchObject({
      type: 'object',
      required: ['workspace', 'feeds'],
      additionalProperties: false,
    });
  });

  it('has every kind of feed, told by its kind', () => {
    const feed = (
      schema.properties as { feeds: { additionalProperties: { oneOf: { properties: object }[] } } }
    ).feeds.additionalProperties;
    expect(feed.oneOf.map(({ properties }) => (properties as { kind: object }).kind)).toEqual(
      ['people', 'events', 'objects', 'relationships'].map((kind) => ({ type: 'string', const: kind })),
    );
  });

  it('survives being printed', () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });
});

describe('optionNames', () => {
  it('finds options at every depth, each once', () => {
    const names = optionNames(feedsJsonSchema());
    expect(names).toEqual(
      expect.arrayContaining([
        'workspace',
        'feeds',
        'taxonomy',
        'kind',
        'columns',
        'stripApostrophe',
        'headColumn',
        'aliases',
      ]),
    );
    expect(new Set(names).size).toBe(names.length);
  });
});
