import { describe, expect, it } from 'vitest';
import { parseJson, parseJsonObject } from '../../../electron/platform/json.ts';

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
      expect(parseJsonObject(text)).toBeNull();
    }
  });

  it('lets no text make a prototype', () => {
    const value = parseJsonObject('{"__proto__":{"admin":true}}');
    expect((value as { admin?: unknown }).admin).toBeUndefined();
  });
});
