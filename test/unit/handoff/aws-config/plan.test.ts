import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAppError } from '../../../../electron/diagnostics/errors.ts';
import {
  blockLines,
  findBlocks,
  withBlock,
  withoutBlock,
} from '../../../../electron/handoff/aws-config/blocks.ts';
import {
  planProfile,
  proposeName,
  type Wanted,
} from '../../../../electron/handoff/aws-config/plan.ts';
import { readSections } from '../../../../electron/handoff/aws-config/sections.ts';
import { connectionIdSchema } from '../../../../shared/ids.ts';
import { type BotocoreReading, startBotocore } from '../../../support/desktop/botocore.ts';
import { oddButReadable } from './odd-files.ts';

const account = connectionIdSchema.parse('00000000-0000-4000-8000-000000000001');
const other = '00000000-0000-4000-8000-000000000002';
const around = { credentials: '', isFree: () => true, isAccount: () => true };
const wanted = (profile: string, more: Partial<Wanted['s3']> = {}): Wanted => ({
  profile,
  account,
  command: `/home/ana/.stowkey/bin/stowkey-credentials ${profile}`,
  s3: {
    endpoint: 'https://gateway.example:8443',
    region: 'auto',
    addressing: 'path',
    accessKeyHint: '',
    ...more,
  },
});

const errorOf = (act: () => unknown): unknown => {
  try {
    act();
    return null;
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { code: error.code, ...error.params };
  }
};

let folder = '';
let botocore: ReturnType<typeof startBotocore>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowkey-plan-'));
  botocore = startBotocore();
});
afterAll(async () => {
  botocore.stop();
  await rm(folder, { recursive: true });
});
const read = async (text: string): Promise<BotocoreReading> => {
  const path = join(folder, 'config');
  await writeFile(path, text);
  return botocore.read(path);
};

const block = (profile: string, lines: readonly string[]) =>
  withBlock('', profile, blockLines(profile, account, lines));

describe('a profile in the config file', () => {
  it('is one block with everything that a service needs', () => {
    expect(planProfile('', wanted('photos', { addressing: 'virtual' }), around).text).toBe(`\
# >>> stowkey: photos (do not edit between these lines) >>>
# account 00000000-0000-4000-8000-000000000001
[profile photos]
credential_process = /home/ana/.stowkey/bin/stowkey-credentials photos
region = auto
services = stowkey-photos
request_checksum_calculation = when_required
response_checksum_validation = when_required
s3 =
  addressing_style = virtual

[services stowkey-photos]
s3 =
  endpoint_url = https://gateway.example:8443
# <<< stowkey: photos <<<
`);
  });

  it('has no checksum settings for AWS itself', () => {
    const { text } = planProfile(
      '',
      wanted('a', { endpoint: 'https://s3.eu-1.amazonaws.com' }),
      around,
    );
    expect(text).not.toContain('checksum');
  });

  it('F1 F4 leaves every other byte, is read back, and goes without a trace', async () => {
    await fc.assert(
      fc.asyncProperty(
        oddButReadable(
          (text) => errorOf(() => readSections(`${text}\n[services last]\n`)) === null,
        ),
        fc.uniqueArray(fc.constantFrom('photos', 'x.y', 'Z_1', 'b-2'), { minLength: 1 }),
        fc.infiniteStream(fc.nat()),
        async (file, names, picks) => {
          const before = await read(file);
          if ('refused' in before) throw new Error(before.refused);
          let text = file;
          for (const name of names) {
            const after = planProfile(text, wanted(name), around).text;
            expect(after.startsWith(text)).toBe(true);
            text = after;
          }
          const after = await read(text);
          if ('refused' in after) throw new Error(after.refused);
          for (const name of names) {
            expect(after.profiles[name]).toMatchObject({
              credential_process: wanted(name).command,
              region: 'auto',
              services: `stowkey-${name}`,
              request_checksum_calculation: 'when_required',
            });
            // It has every setting of ours, and what [DEFAULT] gives to all.
            delete (after.profiles as Record<string, unknown>)[name];
          }
          expect(after.profiles).toEqual(before.profiles);
          const left = [...names];
          for (const pick of picks) {
            const [name] = left.splice(pick % left.length, 1);
            if (name === undefined) break;
            text = withoutBlock(text, name) ?? '';
            if (left.length === 0) break;
          }
          expect(text).toBe(file);
        },
      ),
      { numRuns: 700 },
    );
  });

  it('F1 leaves a file of 10 MB as it is', () => {
    const large = `[profile large]\r\n${'# a line of the person\r\n'.repeat(450_000)}`;
    const { text, linesBefore } = planProfile(large, wanted('photos'), around);
    expect(large.length).toBeGreaterThan(10e6);
    expect(text.startsWith(large)).toBe(true);
    expect(text.slice(large.length).replaceAll('\r\n', '')).not.toContain('\n');
    expect(linesBefore).toBe(450_001);
    expect(withoutBlock(text, 'photos')).toBe(large);
  });

  it('replaces its own block in place, and shows what that changes', () => {
    const file = `[default]\n${planProfile('', wanted('photos'), around).text}[profile z]\nregion = x`;
    const { text, lines, linesBefore } = planProfile(
      file,
      wanted('photos', { region: 'eu-2' }),
      around,
    );
    expect(text).toBe(file.replace('region = auto', 'region = eu-2'));
    expect(linesBefore).toBe(1);
    expect(lines.filter(({ kind }) => kind !== 'kept')).toEqual([
      { kind: 'removed', text: 'region = auto' },
      { kind: 'added', text: 'region = eu-2' },
    ]);
  });

  it('S1 shows no value that the person put into the block', () => {
    const file = block('photos', [
      '[profile photos]',
      'aws_secret_access_key = canary',
      '# canary',
    ]);
    const shown = JSON.stringify(planProfile(file, wanted('photos'), around).lines);
    expect(shown).toContain('aws_secret_access_key = …');
    expect(shown).not.toContain('canary');
  });

  it.each([
    ['[profile photos]', 1, 'config', ''],
    ['# x\n[profile "photos"]\n', 2, 'config', ''],
    ["[ profile\t'Photos' ]", 1, 'config', ''],
    ['[services stowkey-photos]', 1, 'config', ''],
    ['', 3, 'credentials', 'not = in a section\n\n[photos]\n'],
    [block('photos', []).replaceAll(account, other), 1, 'account', ''],
    [block('Photos', []), 1, 'account', ''],
    [block('photos', []).replace(/# account.*\n/, ''), 1, 'account', ''],
  ])('never takes over what has the name: %j', (text, line, where, credentials) => {
    expect(errorOf(() => planProfile(text, wanted('photos'), { ...around, credentials }))).toEqual({
      code: 'aws-config.name-taken',
      line,
      where,
    });
    expect(proposeName('Photos', text, account, { ...around, credentials })).toBe('Photos-2');
  });

  it('takes the place of a block whose account is gone', () => {
    const file = block('photos', ['[profile photos]']).replaceAll(account, other);
    const { text } = planProfile(file, wanted('photos'), { ...around, isAccount: () => false });
    expect(text).toBe(planProfile('', wanted('photos'), around).text);
  });

  it('F5 refuses names that a tool could read in another way', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 70 }), (profile) => {
        const error = errorOf(() => planProfile('', wanted(profile), around));
        const isPlain = /^[A-Za-z0-9](?:[\w.-]{0,62}\w)?$/.test(profile);
        expect(error).toEqual(isPlain ? null : { code: 'aws-config.unfit-name' });
      }),
    );
    for (const name of [
      '',
      ' ',
      'default',
      'Default',
      '-x',
      '.',
      '..',
      'a]',
      'a\n[b',
      'é',
      'x'.repeat(10_240),
    ])
      expect(errorOf(() => planProfile('', wanted(name), around))).toMatchObject({
        code: 'aws-config.unfit-name',
      });
  });

  it('F5 has values read back as they are, or refuses them', async () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom(...'\n\r]["\'$`%#;= \t\\\u2028\u0085\u00a0ab') }),
      fc.constantFrom('a #b', ' a', 'a ', '$HOME', '%(x)s', 'x'.repeat(10_240), 'a\n[default]'),
    );
    let readBack = 0;
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (region, path) => {
        const one = wanted('photos', { region, endpoint: `https://gateway.example/${path}` });
        const error = errorOf(() => planProfile('[default]\n', one, around));
        if (error !== null) {
          expect(error).toMatchObject({ code: 'aws-config.unfit-value' });
          return;
        }
        readBack += 1;
        const reading = await read(planProfile('[default]\n', one, around).text);
        expect(reading).toMatchObject({
          profiles: { default: {}, photos: { region } },
          rest: { 'services stowkey-photos': { s3: { endpoint_url: one.s3.endpoint } } },
        });
      }),
      { numRuns: 500 },
    );
    expect(readBack).toBeGreaterThan(50);
  });

  it.each([
    '/home/ana maria/bin/x photos',
    '~/bin/x photos',
    '/home/$USER/x photos',
    "/home/o'brien/x photos",
    'C:\\Users\\tom\\x photos',
    '/bin/x',
    '/bin/x other',
    'C:\\tom\\x.cmd photos',
    'C:\\José\\x.cmd photos',
    '/bin/x photos --more',
    '/bin/x;id photos',
    '/bin/x\nregion=y photos',
  ])('F5 refuses a command that tools take apart: %j', (command) => {
    expect(errorOf(() => planProfile('', { ...wanted('photos'), command }, around))).toEqual({
      code: 'aws-config.unfit-value',
      reason: 'command',
    });
  });
});

describe('the markers of our blocks', () => {
  const two = block('a', ['[profile a]']) + block('b', ['[profile b]']);

  it('F6 cut, doubled, altered or out of order are refused with their line', () => {
    const lines = two.trimEnd().split('\n');
    const isMarker = (line: string): boolean => /^# (?:>>>|<<<)/.test(line);
    const places = lines.flatMap((line, index) => (isMarker(line) ? [index] : []));
    for (const at of places) {
      const line = lines[at] ?? '';
      for (const instead of [
        [],
        [line, line],
        [line.slice(0, 14)],
        [` ${line}`],
        [line.replace(/[ab] /, 'c ')],
        [line.replace('stowkey', 'Stowkey')],
      ]) {
        const text = lines.toSpliced(at, 1, ...instead).join('\n');
        expect(
          errorOf(() => findBlocks(text)),
          text,
        ).toMatchObject({
          code: 'aws-config.bad-block',
          reason: 'marker',
          line: expect.any(Number),
        });
      }
      for (const to of places.filter((each) => each !== at)) {
        const text = lines
          .with(at, lines[to] ?? '')
          .with(to, line)
          .join('\n');
        expect(
          errorOf(() => findBlocks(text)),
          text,
        ).toMatchObject({ reason: 'marker' });
      }
    }
    expect(errorOf(() => findBlocks(two + two))).toMatchObject({ reason: 'marker', line: 9 });
    expect(errorOf(() => withoutBlock(two.replace('# <<< stowkey: a <<<\n', ''), 'a'))).toEqual({
      code: 'aws-config.bad-block',
      reason: 'marker',
      line: 4,
    });
  });

  it('keep what others put into a block or directly behind it', () => {
    const inside = two.replace('[profile a]\n', '[profile a]\n[profile mine]\n');
    const behind = `${two}\n# note\nregion = x\n`;
    expect(errorOf(() => withoutBlock(inside, 'a'))).toEqual({
      code: 'aws-config.bad-block',
      reason: 'foreign-section',
      line: 4,
    });
    expect(errorOf(() => withoutBlock(behind, 'b'))).toEqual({
      code: 'aws-config.bad-block',
      reason: 'goes-on',
      line: 11,
    });
    expect(withoutBlock(behind, 'a')).toBe(behind.slice(block('a', ['[profile a]']).length));
  });
});
