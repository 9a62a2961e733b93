import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import {
  joinChunks,
  maxItemBytes,
  parseMainItem,
  readLayout,
  splitText,
  toItems,
} from '../../../electron/keychain/chunks.ts';
import { exposed, newId, record } from '../../support/fakes/secret-records.ts';

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'returned';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
};

/** Everything a log could show of the error. */
const shownBy = (work: () => unknown): string => {
  try {
    return `returned ${work()}`;
  } catch (error) {
    return inspect(error, { depth: 9, showHidden: true });
  }
};

const reread = (id: ReturnType<typeof newId>, items: ReturnType<typeof toItems>) => {
  const main = parseMainItem(id, items.main.text);
  return main.kind === 'inline'
    ? main.record
    : joinChunks(
        id,
        main,
        items.chunks.map((chunk) => chunk.text),
      );
};

describe('records as items', () => {
  it('K10 K11 gives any well-formed text back and keeps every item within the limit', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 4_000 }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3_000 }),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9.-]{0,20}$/), text, { maxKeys: 4 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (fields, generation) => {
          fc.pre(Object.values(fields).every((value) => !value.includes('\0')));
          const id = newId();
          const items = toItems(id, record(generation, fields));
          for (const { text: itemText } of [...items.chunks, items.main]) {
            expect(Buffer.byteLength(itemText)).toBeLessThanOrEqual(maxItemBytes);
            expect(Buffer.from(itemText, 'utf8').toString('utf8')).toBe(itemText);
          }
          expect(exposed(reread(id, items))).toEqual({ generation, fields: { ...fields } });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('K10 keeps a record in one item up to 2,400 bytes and splits it from 2,401 on', () => {
    const id = newId();
    const bytesWith = (length: number) => {
      const items = toItems(id, record(1, { value: 'k'.repeat(length) }));
      return { chunks: items.chunks.length, bytes: Buffer.byteLength(items.main.text) };
    };
    const around = bytesWith(1).bytes - 1;
    expect(bytesWith(maxItemBytes - around)).toEqual({ chunks: 0, bytes: 2_400 });
    expect(bytesWith(maxItemBytes - around + 1).chunks).toBe(2);
  });

  it('K14 never takes mutated chunks for a record', () => {
    const id = newId();
    const value = Array.from({ length: 700 }, (_, n) => `${n}`).join(',');
    const items = toItems(id, record(3, { value, other: 'o'.repeat(3_000) }));
    const main = parseMainItem(id, items.main.text);
    if (main.kind !== 'manifest') throw new Error('expected a manifest');
    const texts = items.chunks.map((chunk) => chunk.text);
    fc.assert(
      fc.property(
        fc.nat(texts.length - 1),
        fc.nat(maxItemBytes - 1),
        fc.integer({ min: 33, max: 126 }),
        (chunk, at, code) => {
          const altered = [...texts];
          const text = altered[chunk] ?? '';
          altered[chunk] = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
          fc.pre(altered[chunk] !== text);
          expect(codeOf(() => joinChunks(id, main, altered))).toBe('keychain.corrupt');
        },
      ),
      { numRuns: 300 },
    );
    expect(codeOf(() => joinChunks(id, main, texts.slice(1)))).toBe('keychain.corrupt');
    expect(codeOf(() => joinChunks(id, main, [...texts, 'x']))).toBe('keychain.corrupt');
    expect(codeOf(() => joinChunks(id, main, texts.toReversed()))).toBe('keychain.corrupt');
    const other = newId();
    expect(codeOf(() => joinChunks(other, main, texts))).toBe('keychain.corrupt');
  });

  it('K14 refuses the chunks of another generation, even whole', () => {
    const id = newId();
    const [first, second] = [1, 2].map((generation) =>
      toItems(id, record(generation, { value: 'v'.repeat(5_000) })),
    );
    const main = parseMainItem(id, second?.main.text ?? '');
    if (main.kind !== 'manifest' || first === undefined) throw new Error('expected a manifest');
    const texts = first.chunks.map((chunk) => chunk.text);
    expect(codeOf(() => joinChunks(id, main, texts))).toBe('keychain.corrupt');
  });

  it('K14 refuses the chunks of another record of the same generation, even whole', () => {
    const id = newId();
    const [first, second] = ['v', 'w'].map((letter) =>
      toItems(id, record(1, { value: letter.repeat(5_000) })),
    );
    const main = parseMainItem(id, second?.main.text ?? '');
    if (main.kind !== 'manifest' || first === undefined) throw new Error('expected a manifest');
    const texts = first.chunks.map((chunk) => chunk.text);
    expect(codeOf(() => joinChunks(id, main, texts))).toBe('keychain.corrupt');
  });

  it('K17 takes any altered main item for corrupt, and never quotes it in the error', () => {
    const id = newId();
    const text = toItems(id, record(1, { value: 'canary-secret' })).main.text;
    for (let at = 0; at < text.length; at += 1) {
      const cut = text.slice(0, at);
      expect(codeOf(() => parseMainItem(id, cut))).toBe('keychain.corrupt');
      const altered = `${cut}~${text.slice(at + 1)}`;
      expect(codeOf(() => parseMainItem(id, altered))).toBe('keychain.corrupt');
      expect(shownBy(() => parseMainItem(id, altered))).not.toContain('canary');
    }
  });

  it.each(['', '__proto__', 'a b', 'a"b', '1a', 'é', 'a'.repeat(61)])(
    'refuses %j as the name of a field',
    (name) => {
      const fields = JSON.parse(`{${JSON.stringify(name)}:"v"}`) as Record<string, string>;
      expect(codeOf(() => toItems(newId(), record(1, fields)))).toBe('keychain.invalid-value');
    },
  );

  it('splits at code points and loses nothing', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.integer({ min: 4, max: 40 }),
        (text, maxBytes) => {
          const parts = splitText(text, maxBytes);
          expect(parts.join('')).toBe(text);
          for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(maxBytes);
        },
      ),
    );
  });

  it('finds the layout of a damaged item, and none where there is none', () => {
    const id = newId();
    const manifest = toItems(id, record(12, { value: 'v'.repeat(6_000) })).main.text;
    expect(readLayout(manifest)).toEqual({ part: 12, chunkCount: 3 });
    expect(readLayout(manifest.slice(0, -5))).toEqual({ part: 12, chunkCount: 3 });
    expect(
      readLayout(toItems(id, record(7, { chunks: '1', value: '"part":5,"chunks":5,' })).main.text),
    ).toEqual({
      part: 7,
      chunkCount: 0,
    });
    expect(readLayout('"generation":99999999999999999999,')).toBeNull();
    expect(readLayout('rubbish')).toBeNull();
  });
});
