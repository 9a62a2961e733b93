import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { formatCredentials } from '../../../electron/handoff/copy-formats.ts';
import { quoteForShell, toProfileName } from '../../../electron/handoff/quoting.ts';
import { type CopyFormat, copyFormats } from '../../../shared/schemas.ts';

const run = promisify(execFile);
const nasty = `a/b+c='"$(touch x)\`id\`\\n!#;%d{{}}|&*?~`;
const target = {
  profileName: 'My StorX (work)',
  endpoint: 'https://gateway.example',
  region: 'us-east-1',
  addressing: 'path',
} as const;
const keys = { accessKeyId: new Secret('juo7key'), secretAccessKey: new Secret(nasty) };
const temporary = { ...keys, sessionToken: new Secret("tok'en") };
const textOf = (format: CopyFormat, from = keys, to = target): string =>
  formatCredentials(format, from, to).text.expose();

/** Splits the two files of the AWS profile where its comments say. */
const splitProfile = (text: string): { credentials: string; config: string } => {
  const [credentials = '', config = ''] = text.split('# Add to ~/.aws/config\n');
  return { credentials, config };
};

describe('copy formats', () => {
  it.each(copyFormats)('%s says whether it must leave the clipboard again', (format) => {
    const formatted = formatCredentials(format, keys, target);
    expect(formatted.isSecret).toBe(format !== 'endpoint' && format !== 'region');
    expect(formatted.label).toMatch(/^[A-Z]/);
    expect(String(formatted.text)).toBe('[secret]');
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

  it('the AWS profile keeps keys and settings apart', () => {
    expect(textOf('aws-profile', { ...keys, secretAccessKey: new Secret('sec') })).toBe(
      [
        '# Add to ~/.aws/credentials',
        '[My-StorX-work]',
        'aws_access_key_id = juo7key',
        'aws_secret_access_key = sec',
        '',
        '# Add to ~/.aws/config',
        '[profile My-StorX-work]',
        'region = us-east-1',
        'services = My-StorX-work-s3',
        's3 =',
        '  addressing_style = path',
        '',
        '[services My-StorX-work-s3]',
        's3 =',
        '  endpoint_url = https://gateway.example',
        '',
      ].join('\n'),
    );
  });

  it.each(['a\nb', 'a\r', '\u0000', 'a\u0085b'])('refuses a value with %j in it', (value) => {
    for (const format of copyFormats) {
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
      },
    });
    const pairs = stdout.split('\0').map((line): [string, string] => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    });
    return Object.fromEntries(pairs.filter(([name]) => name.startsWith('AWS_')));
  };

  it.each(['/bin/sh', '/bin/bash'])(
    '%s reads back every value, and no stale one',
    async (shell) => {
      const expected = {
        AWS_ACCESS_KEY_ID: 'juo7key',
        AWS_SECRET_ACCESS_KEY: nasty,
        AWS_REGION: 'us-east-1',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_ENDPOINT_URL_S3: 'https://gateway.example',
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

  it('property: quoting round-trips any text without NUL', async () => {
    const text = fc
      .string({
        unit: fc.oneof(
          fc.constantFrom(...`'"\\$\`! \n\t#*~`),
          fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        ),
      })
      .filter((value) => !value.includes('\0'));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 40 }), async (texts) => {
        const { stdout } = await run('/bin/sh', [
          '-c',
          `printf '%s\\0' ${texts.map(quoteForShell).join(' ')}`,
        ]);
        expect(stdout).toBe(texts.map((value) => `${value}\0`).join(''));
      }),
      { numRuns: 40 },
    );
  });
});

/** Asks botocore, the core of AWS's own command line, what it makes of what was copied. */
const botocore = `
import json, sys, botocore.session
session = botocore.session.Session(profile=sys.argv[1] or None)
client = session.create_client('s3')
credentials = session.get_credentials()
url = client.generate_presigned_url('get_object', Params={'Bucket': 'some-bucket', 'Key': 'k'})
print(json.dumps({
  'id': credentials.access_key, 'secret': credentials.secret_key, 'token': credentials.token,
  'region': client.meta.region_name, 'endpoint': client.meta.endpoint_url, 'url': url.split('?')[0],
}))
`;
const botocoreVersion = await run('python3', ['-c', 'import botocore; print(botocore.__version__)'])
  .then(({ stdout }) => stdout.trim())
  .catch(() => null);
/** `services` and endpoint variables came with 1.31. */
const [major = 0, minor = 0] = (botocoreVersion ?? '').split('.').map(Number);
const hasBotocore = major > 1 || (major === 1 && minor >= 31);

describe.skipIf(!hasBotocore)(`what botocore makes of it (${botocoreVersion})`, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stowkey-aws-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const ask = async (profile: string, files: { config: string; credentials: string }) => {
    const config = join(folder, 'config');
    const credentials = join(folder, 'credentials');
    await writeFile(config, files.config);
    await writeFile(credentials, files.credentials);
    const { stdout } = await run('python3', ['-c', botocore, profile], {
      env: {
        PATH: process.env.PATH ?? '',
        HOME: folder,
        AWS_CONFIG_FILE: config,
        AWS_SHARED_CREDENTIALS_FILE: credentials,
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    });
    return JSON.parse(stdout) as Record<string, string | null>;
  };

  it.each([
    ['path', 'https://gateway.example/some-bucket/k'],
    ['virtual', 'https://some-bucket.gateway.example/k'],
  ] as const)(
    'the profile gives keys, region, endpoint and %s addressing',
    async (addressing, url) => {
      const text = formatCredentials('aws-profile', temporary, { ...target, addressing }).text;
      expect(await ask('My-StorX-work', splitProfile(text.expose()))).toEqual({
        id: 'juo7key',
        secret: nasty,
        token: "tok'en",
        region: 'us-east-1',
        endpoint: 'https://gateway.example',
        url,
      });
    },
  );

  it('the JSON serves as credential_process, endpoint and region left aside', async () => {
    const file = join(folder, 'keys.json');
    await writeFile(file, textOf('json'));
    const config = `[profile p]\nregion = eu-1\ncredential_process = cat ${file}\n`;
    expect(await ask('p', { config, credentials: '' })).toMatchObject({
      id: 'juo7key',
      secret: nasty,
      token: null,
      region: 'eu-1',
    });
  });

  it('the environment block serves as it is', async () => {
    const script = join(folder, 'ask.py');
    await writeFile(script, botocore);
    const { stdout } = await run(
      '/bin/sh',
      ['-c', `${textOf('env-sh')}\nexec python3 "$0" ''`, script],
      {
        env: {
          PATH: process.env.PATH ?? '',
          HOME: folder,
          AWS_SESSION_TOKEN: 'stale',
          AWS_SECURITY_TOKEN: 'stale',
          AWS_EC2_METADATA_DISABLED: 'true',
        },
      },
    );
    expect(JSON.parse(stdout)).toEqual({
      id: 'juo7key',
      secret: nasty,
      token: null,
      region: 'us-east-1',
      endpoint: 'https://gateway.example',
      url: 'https://gateway.example/some-bucket/k',
    });
  });
});
