import { expect, it } from 'vitest';
import { printable } from '../../../shared/printable.ts';

it('A16 shows what would not be seen, and leaves pictures as they are', () => {
  for (const unseen of ['\n', '\u001b', '\u202e', '\u200b', '\u034f', '\u3164', '\u115f', '\u2800'])
    expect(printable(`a${unseen}b`)).toBe('a\ufffdb');
  for (const seen of ['Fotos 🏖️', 'Übertrag', '写真', 'פרויקט']) expect(printable(seen)).toBe(seen);
});
