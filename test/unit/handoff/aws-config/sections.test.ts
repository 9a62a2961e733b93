import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAppError } from '../../../../electron/diagnostics/errors.ts';
import { decodeAwsFile, readSections } from '../../../../electron/handoff/aws-config/sections.ts';
import { startBotocore } from '../../../support/desktop/botocore.ts';
import { oddButReadable, oddFile } from './odd-files.ts';

let folder = '';
let botocore: ReturnType<typeof startBotocore>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowkey-sections-'));
  botocore = startBotocore();
});
afterAll(async () => {
  botocore.stop();
  await rm(folder, { recursive: true });
});

/** What botocore says of the bytes, in one word. */
const botocoreOf = async (bytes: string | Uint8Array): Promise<string> => {
  const path = join(folder, 'config');
  await writeFile(path, bytes);
  return 'refused' in (await botocore.read(path)) ? 'refused' : 'read';
};

const faultOf = (bytes: string | Uint8Array): unknown => {
  try {
    readSections(decodeAwsFile(Buffer.from(bytes)));
    return null;
  } catch (error) {
    if (!isAppError(error, 'aws-config.unparsable')) throw error;
    return error.params;
  }
};

const mostlyReadable = fc
  .tuple(
    oddButReadable((text) => faultOf(text) === null),
    oddFile,
  )
  .map(([readable, odd]) => readable + odd);

describe('reading an AWS config file', () => {
  it('F6 refuses what botocore refuses, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(oddFile, mostlyReadable), async (odd) => {
        // botocore looks into indented settings of [DEFAULT] only where there is another section.
        const text = `${odd}\n[services last]\n`;
        expect(await botocoreOf(text)).toBe(faultOf(text) === null ? 'read' : 'refused');
      }),
      { numRuns: 1_500 },
    );
  });

  it.each([
    [
      'a byte that is no UTF-8',
      Buffer.from('[default]\nregion = \xff\n', 'latin1'),
      2,
      'not-utf-8',
    ],
    ['a byte order mark', '\ufeff[default]\n', 1, 'byte-order-mark'],
    ['a setting above every section', '# note\n\nregion = x\n', 3, 'no-section'],
    ['a word alone', '[default]\r\nregion\r\n', 2, 'no-value'],
    ['a value alone', '[default]\n= x\n', 2, 'no-value'],
    ['a section that comes twice', '[default]\n[profile a]\n[default]\n', 3, 'section-twice'],
    ['a setting that comes twice', '[default]\nregion = x\nREGION : y\n', 3, 'setting-twice'],
    ['an indented line without a value', '[default]\ns3 =\n  a = b\n  word\n', 4, 'nested'],
  ])('F6 says the line of %s', async (_, bytes, line, reason) => {
    expect(faultOf(bytes)).toEqual({ line, reason });
    expect(await botocoreOf(bytes)).toBe('refused');
  });
});
