import { expect, test } from 'vitest';
import { sortWords } from './parts.ts';

test('words that name end-to-end specs go to Playwright, all others to vitest', () => {
  expect(sortWords(['e2e', 'unit', 'e2e/clipboard', 'test/e2e/heap.spec.ts', 'e2e-like'])).toEqual({
    e2e: ['e2e', 'e2e/clipboard', 'test/e2e/heap.spec.ts'],
    vitest: ['unit', 'e2e-like'],
  });
});
