import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookLikeKeys, readKeys } from '../../../../electron/handoff/exposed-secrets/read-keys.ts';
import type { ExposedFileKind } from '../../../../shared/exposed-secrets.ts';

const id = 'AKIAQ3EGTWN5ABCDEFGH';
const secret = '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';
const found = (kind: ExposedFileKind, content: string | Uint8Array) =>
  readKeys(kind, Buffer.from(content)).map((key) => ({
    line: key.line,
    name: key.name,
    pair: `${key.accessKeyId.expose()} ${key.secretAccessKey.expose()}`,
  }));
const pair = `${id} ${secret}`;

/** A file of each kind as its tool writes it, and where its key stands. */
const samples: readonly (readonly [ExposedFileKind, string, number, string | null])[] = [
  [
    'aws-credentials',
    `# mine\r\n[photos]\r\naws_access_key_id=${id}\r\naws_secret_access_key = ${secret}\r\n`,
    4,
    'photos',
  ],
  [
    'aws-config',
    `[profile web]\nregion = eu-1\naws_secret_access_key=${secret}\naws_access_key_id=${id}`,
    3,
    'profile web',
  ],
  [
    'rclone',
    `[a]\ntype = drive\n\n[store]\ntype = s3\naccess_key_id = ${id}\nsecret_access_key = ${secret}\n`,
    7,
    'store',
  ],
  [
    's3cmd',
    `[default]\naccess_key = ${id}\nhost_base = s3.example\nsecret_key = ${secret}\n`,
    4,
    'default',
  ],
  [
    'mc',
    `{\n "version": "10",\n "aliases": {\n  "play": {\n   "url": "https://x",\n   "accessKey": "${id}",\n   "secretKey": "${secret}"\n  }\n }\n}`,
    7,
    'play',
  ],
  ['s3fs', `# all\n${id}:${secret}\n`, 2, null],
  ['s3fs', `photos:${id}:${secret}`, 1, 'photos'],
  [
    'duckdb',
    `.prompt x\nCREATE SECRET s (\n  TYPE s3,\n  KEY_ID '${id}',\n  SECRET '${secret}'\n);\n`,
    5,
    null,
  ],
  [
    'duckdb',
    `SET s3_access_key_id='${id}';SET s3_region='x';\nSET s3_secret_access_key='${secret}';`,
    2,
    null,
  ],
  ['duckdb', `\0\u0001\u0006key_id\0\u0014${id}\0\u0006secret\0(${secret}\0\0`, 1, null],
  [
    'cyberduck',
    `<plist>\n<dict>\n<key>Username</key>\n<string>${id}</string>\n<key>Password</key>\n<string>${secret}</string></dict></plist>`,
    6,
    null,
  ],
  ['cyberduck', `https\\://${id}@s3.amazonaws.com=${secret}\n`, 1, 's3.amazonaws.com'],
  [
    'shell',
    `x() {\n  export AWS_ACCESS_KEY_ID="${id}" \n export AWS_SECRET_ACCESS_KEY='${secret}'\n}`,
    3,
    null,
  ],
  ['shell', `set -gx AWS_ACCESS_KEY_ID ${id}\nset -gx AWS_SECRET_ACCESS_KEY ${secret}`, 2, null],
  ['shell', `export MC_HOST_play=https://${id}:${secret}@play.min.io`, 1, null],
  ['dotenv', `A=1\nS3_PROD_SECRET_KEY=${secret}\nS3_PROD_ACCESS_KEY=${id}\n`, 2, null],
];

describe('the readers of files with keys', () => {
  it.each(samples)('F7 %s: finds the key with its line', (kind, text, line, name) => {
    expect(found(kind, text)).toEqual([{ line, name, pair }]);
  });

  it('keeps pairs apart that stand in one file, and takes no half of one', () => {
    const text = `PROD_ACCESS_KEY=${id}\nTEST_ACCESS_KEY=other\nTEST_SECRET_KEY=b\nPROD_SECRET_KEY=a\nCLIENT_SECRET=c\n`;
    expect(found('dotenv', text)).toEqual([
      { line: 3, name: null, pair: 'other b' },
      { line: 4, name: null, pair: `${id} a` },
    ]);
  });

  it('takes variables, placeholders and examples of manuals for no keys', () => {
    const values = [
      '$SECRET_OF_SOMEBODY',
      ['$', '{SECRET_OF_SOMEBODY}'].join(''),
      'xxxxxxxxxxxxxxxxxxxx',
      '<your-secret-key-here>',
      'your-secret-access-key',
      'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      'short',
    ];
    for (const value of values) {
      const keys = readKeys('dotenv', Buffer.from(`ACCESS_KEY=${id}\nSECRET_KEY=${value}`));
      expect(keys.filter(lookLikeKeys), value).toEqual([]);
    }
    const keys = readKeys('dotenv', Buffer.from(`ACCESS_KEY=${id}\nSECRET_KEY=${secret}`));
    expect(keys.filter(lookLikeKeys)).toHaveLength(1);
  });

  const kinds = [...new Set(samples.map(([kind]) => kind))];
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ unit: fc.constantFrom(...'[]{}=:;\'"\\<>/%$# \t\0\r\n'), maxLength: 20 }),
    fc.constantFrom(
      ...samples.map(([, text]) => text),
      '__proto__=',
      'constructor',
      '{"__proto__":{"accessKey":"a","secretKey":"b"}}',
    ),
  );

  it('F7 whatever a file holds, nothing is thrown and every line is one of its own', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.array(piece, { maxLength: 12 }), (kind, pieces) => {
        const text = pieces.join('');
        const count = text.split(/\r\n|\n|\r/).length;
        for (const { line, lines } of readKeys(kind, Buffer.from(text))) {
          for (const each of [line, ...lines]) {
            expect(each).toBeGreaterThan(0);
            expect(each).toBeLessThanOrEqual(count);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('F7 what stands before a key moves its line and hides nothing', () => {
    const before = fc.array(
      fc
        .string({ unit: fc.constantFrom(...'# ;éx=\u2028'), maxLength: 20 })
        .map((text) => `# ${text}`),
      { maxLength: 20 },
    );
    const lines = samples.filter(([kind]) => kind !== 'mc' && kind !== 'cyberduck');
    fc.assert(
      fc.property(fc.constantFrom(...lines), before, ([kind, text, line], rest) => {
        fc.pre(!text.includes('\0'));
        const all = [...rest, text].join('\n');
        expect(found(kind, all).map((each) => each.line)).toEqual([line + rest.length]);
      }),
    );
  });

  it.each(kinds)('reads a hostile file of 1 MB of kind %s in a bounded time', (kind) => {
    for (const unit of ['a ', "a'", 'a_secret=x\n', '{"', '<key>', '"', 'export ', 'a:', ' \t']) {
      const text = unit.repeat(Math.floor(1_000_000 / unit.length));
      expect(() => readKeys(kind, Buffer.from(text)), unit).not.toThrow();
    }
  });
});
