import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lettersOf } from '../../../shared/letters.ts';

it('splits plain texts as it splits all others', () => {
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  const plain = fc.string({ unit: fc.constantFrom(...'aZ 9~/\t-'), maxLength: 40 });
  fc.assert(
    fc.property(fc.oneof(plain, fc.string({ unit: 'grapheme' })), (text) => {
      expect(lettersOf(text)).toEqual([...segmenter.segment(text)].map(({ segment }) => segment));
    }),
  );
  expect(lettersOf('e\u0301👩‍👩‍👧x')).toEqual(['e\u0301', '👩‍👩‍👧', 'x']);
});
