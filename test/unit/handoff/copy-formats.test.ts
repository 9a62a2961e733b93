import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { formatCredentials } from '../../../electron/handoff/copy-formats.ts';
import { quoteForShell, toProfileName } from '../../../electron/handoff/quoting.ts';
import {
  type CopyFormatOf,
  copyFormatIds,
  copyFormats,
  isFormatOf,
} from '../../../shared/copy-formats.ts';

const run = promisify(execFile);
const nasty = `a/b+c='"$(touch x)\`id\`\\n!#;%d{{}}|&*?~`;
const target = {
  profileName: 'My StorX (work)',
  endpoint: 'https://gateway.example',
  region: 'us-east-1',
  addressing: 'path',
  expiresAtEpochSeconds: null as number | null,
} as const;
const keys = { accessKeyId: new Secret('juo7key'), secretAccessKey: new Secret(nasty) };
const temporary = { ...keys, sessionToken: new Secret("tok'en") };
const textOf = (format: CopyFormatOf<'s3'>, from = keys, to = target): string =>
  formatCredentials(format, from, to).expose();

describe('copy formats', () => {
  it('are secrets but for addresses and names', () => {
    expect(copyFormatIds.filter((id) => !copyFormats[id].isSecret)).toEqual([
      'endpoint',
      'region',
      'connection-id',
      'connection-id-env',
    ]);
  });

  it('gives single fields as they are', () => {
    expect(textOf('access-key-id')).toBe('juo7key');
    expect(textOf('secret-access-key')).toBe(nasty);
    expect(textOf('endpoint')).toBe('https://gateway.example');
    expect(textOf('region')).toBe('us-east-1');
  });

  it('JSON is what credential_process expects, with endpoint and region beside it', () => {
    expect(JSON.parse(textOf('json'))).toEqual({
      Version: 1,
      AccessKeyId: 'juo7key',
      SecretAccessKey: nasty,
      Endpoint: 'https://gateway.example',
      Region: 'us-east-1',
    });
    expect(JSON.parse(textOf('json', temporary))).toMatchObject({ SessionToken: "tok'en" });
  });

  it('the AWS profile is one block with the keys inside', () => {
    expect(textOf('aws-profile', { ...keys, secretAccessKey: new Secret('sec') })).toBe(
      [
        '# Add to ~/.aws/config',
        '[profile My-StorX-work]',
        'aws_access_key_id=juo7key',
        'aws_secret_access_key=sec',
        'region = us-east-1',
        'services = stowkey-My-StorX-work',
        'request_checksum_calculation = when_required',
        'response_checksum_validation = when_required',
        '',
        '[services stowkey-My-StorX-work]',
        's3 =',
        '  endpoint_url = https://gateway.example',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['https://s3.eu-west-1.amazonaws.com', true],
    ['https://s3.cn-north-1.amazonaws.com.cn', true],
    ['https://s3.dualstack.us-east-1.amazonaws.com', true],
    ['https://amazonaws.com.example', false],
    ['https://s3.amazonaws.com.evil.example', false],
    ['http://127.0.0.1:9000', false],
  ])('%s checks uploads as AWS does: %s', (endpoint, isAws) => {
    for (const format of ['env-sh', 'aws-profile'] as const) {
      const text = textOf(format, keys, {
        ...target,
        endpoint: endpoint as typeof target.endpoint,
      });
      expect(/when_required/.test(text)).toBe(!isAws);
    }
  });

  it('says when the keys end, where they do', () => {
    const ends = { ...target, expiresAtEpochSeconds: 4_070_919_845 };
    expect(JSON.parse(textOf('json', keys, ends)).Expiration).toBe('2099-01-01T03:04:05Z');
    expect(textOf('env-sh', keys, ends)).toContain(
      "export AWS_CREDENTIAL_EXPIRATION='2099-01-01T03:04:05Z'",
    );
  });

  it.each(['a\nb', 'a\r', '\u0000', 'a\u0085b'])('refuses a value with %j in it', (value) => {
    for (const format of copyFormatIds.filter((id) => isFormatOf('s3', id))) {
      expect(() => textOf(format, keys, { ...target, region: value as 'us-east-1' })).toThrow(
        AppError,
      );
      expect(() => textOf(format, { ...keys, secretAccessKey: new Secret(value) })).toThrow(
        AppError,
      );
    }
  });
});

describe('profile names', () => {
  it.each([
    ['storx', 'storx'],
    ['My StorX (work)', 'My-StorX-work'],
    ['Année — Übung', 'Annee-Ubung'],
    ['a]\n[default', 'a-default'],
    ['default', 'stowkey-default'],
    ['DEFAULT', 'stowkey-default'],
    [' .-default-. ', 'stowkey-default'],
    ['хранилище', 'stowkey'],
    ['', 'stowkey'],
    ['x'.repeat(200), 'x'.repeat(64)],
  ])('%j becomes %s', (label, name) => {
    expect(toProfileName(label)).toBe(name);
  });

  it('hold nothing that could end a section, whatever the label', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (label) => {
        expect(toProfileName(label)).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/);
      }),
    );
  });
});

describe('the environment block, in a real shell', () => {
  const readBack = async (shell: string, block: string): Promise<Record<string, string>> => {
    const { stdout } = await run(shell, ['-c', `${block}\nenv -0`], {
      env: {
        PATH: process.env.PATH ?? '',
        AWS_SESSION_TOKEN: 'stale',
        AWS_SECURITY_TOKEN: 'stale',
        AWS_CREDENTIAL_EXPIRATION: '2001-01-01T00:00:00Z',
        AWS_PROFILE: 'stale',
        AWS_DEFAULT_PROFILE: 'stale',
        AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      },
    });
    const pairs = stdout.split('\0').map((line): [string, string] => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    });
    return Object.fromEntries(pairs.filter(([name]) => name.startsWith('AWS_')));
  };

  it.each(['/bin/sh', '/bin/bash'].filter(existsSync))(
    '%s reads back every value, and no stale one',
    async (shell) => {
      const expected = {
        AWS_ACCESS_KEY_ID: 'juo7key',
        AWS_SECRET_ACCESS_KEY: nasty,
        AWS_REGION: 'us-east-1',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_ENDPOINT_URL_S3: 'https://gateway.example',
        AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required',
        AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_required',
      };
      expect(await readBack(shell, textOf('env-sh'))).toEqual(expected);
      expect(await readBack(shell, textOf('env-sh', temporary))).toEqual({
        ...expected,
        AWS_SESSION_TOKEN: "tok'en",
      });
    },
  );

  it('starts every line with a space, to stay out of the history', () => {
    for (const line of textOf('env-sh').trimEnd().split('\n')) {
      expect(line).toMatch(/^ (export|unset) /);
    }
  });

  const shells = [
    ['/bin/sh', fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })],
    // It keeps some of Unicode's private characters for itself.
    ['/usr/bin/fish', fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 })],
  ] as const;
  // The test command installs both where it can.
  it.each(shells.filter(([shell]) => existsSync(shell)))(
    'property: quoting round-trips any text without NUL in %s',
    async (shell, character) => {
      const text = fc
        .string({ unit: fc.oneof(fc.constantFrom(...`'"\\$\`! \n\t#*~`), character) })
        .filter((value) => !value.includes('\0'));
      await fc.assert(
        fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 40 }), async (texts) => {
          const script = `printf '%s\\0' ${texts.map(quoteForShell).join(' ')}`;
          const { stdout } = await run(shell, ['-c', script]);
          expect(stdout).toBe(texts.map((value) => `${value}\0`).join(''));
        }),
        { numRuns: 40 },
      );
    },
  );
});
