import { describe, expect, it } from '@jest/globals';
import { feedsJsonSchema, optionNames } from '../../lib/feeds-json-schema.ts';

describe('feedsJsonSchema', () => {
  const schema = feedsJsonSchema();

  it('describes the input of defineFeeds, where options with a default are optional', () => {
    expect(schema).toMatchObject({
      type: 'object',
      required: ['workspace', 'feeds'],
      additionalProperties: false,
    });
  });

  it('has every kind of feed, distinguished by kind', () => {
    const feed = (
      schema.properties as { feeds: { additionalProperties: { oneOf: { properties: object }[] } } }
    ).feeds.additionalProperties;
    expect(feed.oneOf.map(({ properties }) => (properties as { kind: object }).kind)).toMatchObject(
      ['people', 'events', 'objects', 'relationships'].map((kind) => ({ type: 'string', const: kind })),
    );
  });

  it('can be printed as JSON', () => {
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
