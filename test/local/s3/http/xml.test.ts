import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { readXml, writeXml } from '../../../../local/s3/http/xml.ts';

const document = z.object({ List: z.object({ Key: z.array(z.string()) }) });

describe('writeXml', () => {
  it('repeats an element for each item, and omits undefined', () => {
    expect(writeXml('Error', { A: [1, 'two'], B: undefined, C: { D: true }, E: [] })).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Error><A>1</A><A>two</A><C><D>true</D></C></Error>',
    );
  });
});

describe('readXml', () => {
  it('reads every text that was written', () => {
    const keys = ['&amp; <b> "q"', ' spaces ', 'line\r\nbreak\ttab', '007', 'true', 'é😀', ''];
    expect(readXml(writeXml('List', { Key: keys }), document, 'Key').List.Key).toEqual(keys);
  });

  it.each(['', 'no XML', '<List><Key>cut off', '<Other/>', '<List/>'])(
    'refuses %j as MalformedXML',
    (xml) => {
      expect(() => readXml(xml, document, 'Key')).toThrow(expect.objectContaining({ code: 'MalformedXML' }));
    },
  );
});
