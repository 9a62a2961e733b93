import { describe, expect, it } from 'vitest';
import {
  isJsonObject,
  parseJson,
  parseJsonObject,
  quoteLongNumbers,
} from '../../../electron/platform/json.ts';

describe('JSON of others', () => {
  it('gives null for JSON’s null and undefined for what is no JSON', () => {
    expect(parseJson('null')).toBeNull();
    for (const text of ['', 'undefined', '{', '{} {}', 'secret', '\u0000', "{'a':1}"]) {
      expect(parseJson(text)).toBeUndefined();
    }
  });

  it('takes one object and nothing else for an object', () => {
    expect(parseJsonObject(' {"a":1} ')).toEqual({ a: 1 });
    for (const text of ['null', '[]', '"a"', '1', 'true', '{"a"', '']) {
      expect(isJsonObject(parseJson(text)), text).toBe(false);
      expect(parseJsonObject(text)).toBeNull();
    }
  });

  it.each([
    ['{"id":9007199254740993}', { id: '9007199254740993' }],
    ['[-9007199254740993,9007199254740991]', ['-9007199254740993', 9007199254740991]],
    ['{"a":"\\"12345678901234567890","b":1.5e300}', { a: '"12345678901234567890', b: 1.5e300 }],
    ['[0.90071992547409930]', [0.9007199254740993]],
  ])('keeps every digit of %s', (text, value) => {
    expect(parseJson(quoteLongNumbers(text))).toEqual(value);
  });

  it('lets no text make a prototype', () => {
    const value = parseJsonObject('{"__proto__":{"admin":true}}');
    expect((value as { admin?: unknown }).admin).toBeUndefined();
  });
});
