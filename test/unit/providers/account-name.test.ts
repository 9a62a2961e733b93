import { describe, expect, it } from 'vitest';
import { accountName } from '../../../electron/providers/account-name.ts';

const family = '👩‍👩‍👧‍👦';
const wales = '🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}';

describe('the name of an account', () => {
  it.each([
    ['ada@example.com', 'ada@example.com'],
    [' Ada\u0000 Lovelace\n', 'Ada Lovelace'],
    ['علی\u200cرضا', 'علی\u200cرضا'],
    ['a\u202egpj.exe', 'a[U+202E]gpj.exe'],
    ['Drop\u200bbox\u2060', 'Drop[U+200B]box[U+2060]'],
    ['Drop\u00adbox', 'Drop[U+00AD]box'],
    [`${family}❤\ufe0f`, `${family}❤\ufe0f`],
    [wales, wales],
    ['a\ud800b', 'a\ufffdb'],
    [`${'a'.repeat(199)}😀`, 'a'.repeat(199)],
    [`${'a'.repeat(190)}${family}`, 'a'.repeat(190)],
    [`${'a'.repeat(198)}e\u0301e\u0301`, `${'a'.repeat(198)}e\u0301`],
    [`a${'\u0301'.repeat(400)}`, `a${'\u0301'.repeat(199)}`],
  ])('%j is kept as %j', (given, kept) => {
    expect(accountName(given)).toBe(kept);
  });

  it.each([
    '',
    ' ',
    '\u200b \u200b',
    '\u3164',
    '\u2800',
    '\ue000',
    '\u00ad\u2060',
    '\u202e\u202c',
    '\u0301',
  ])('%j is none', (given) => {
    expect(accountName(given)).toBeNull();
  });
});
