import fc from 'fast-check';

/** Lines as they stand in AWS config files, good and bad, and everything between. */
const line = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      '[default]',
      '[profile a]',
      '[profile "b c"]',
      '[DEFAULT]',
      '[services x]',
      '[x] # y',
      '[]',
      '[',
      '  [profile i]',
      '\t[a]b]',
    ),
  },
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      'region = eu-1',
      'Region=x',
      's3 =',
      's3=',
      '  endpoint_url = https://x',
      '\tnested=1',
      '  plain',
      'a : b',
      '= x',
      'word',
      '   ',
      '',
      'k =\v',
      ' \u3000x = 1',
      '  \u2028 y',
      '\x85k = v',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '# note',
      '; note',
      '  # in',
      '#',
      'key = a # b',
      '\ufeff[b]',
      '# >>> conda >>>',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.string({
      unit: fc.constantFrom(...'[]=: \t#;ab"\'\\%$é\u00a0\u2029\x1c'),
      maxLength: 12,
    }),
  },
);
const lineEnd = fc.constantFrom('\n', '\n', '\r\n', '\r');

/** Whole files of them, with line ends of every kind, mixed, and the last one missing or not. */
export const oddFile: fc.Arbitrary<string> = fc
  .tuple(fc.array(fc.tuple(line, lineEnd), { maxLength: 14 }), fc.boolean(), lineEnd, fc.boolean())
  .map(([lines, isUniform, end, isWhole]) => {
    const text = lines.map(([each, own]) => each + (isUniform ? end : own)).join('');
    return isWhole ? text : text.replace(/(?:\r\n|\n|\r)$/, '');
  });

/** The same, less each line that would make the file unreadable. */
export const oddButReadable = (isReadable: (text: string) => boolean): fc.Arbitrary<string> =>
  oddFile.map((text) =>
    (text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? []).reduce(
      (kept, line) => (isReadable(kept + line) ? kept + line : kept),
      '',
    ),
  );
