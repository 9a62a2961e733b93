import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAppError } from '../../../electron/diagnostics/errors.ts';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { formatCredentials } from '../../../electron/handoff/formats/credentials.ts';
import type { CopyFormatOf } from '../../../shared/copy-formats.ts';
import { createLedger } from '../../stand-ins/ledger.ts';
import { startS3Service } from '../../stand-ins/s3-service.ts';
import { fetchDebianTools, fetchTestingTools } from '../../support/desktop/debian-tools.ts';
import { readCmd, readMcHost, readPowerShell, readS3fs } from '../../support/handoff/grammars.ts';
import { readDuckdbSecret, startDockerDaemon } from '../../support/handoff/read-by-tools.ts';
import { run } from '../../support/processes/processes.ts';

const stable = await fetchDebianTools();
const testing = await fetchTestingTools();
const { mc = '', docker = '', s3fs = '' } = stable ?? {};
const { duckdb = '', httpfs = '' } = testing ?? {};

/** What a tool made of a text; null is no session token. */
type Read = { readonly id: string; readonly secret: string; readonly token: string | null };

/** What means something to a shell, a file or a tool, beside letters of everywhere. */
const odd = `'"\`\\$!%#;:@=&|<>^~*?{}[]() \u00a0\u2028\ufeff\u2018\u2019\u201b\uf600•ßé漢😀`;
const character = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...odd) },
  { weight: 6, arbitrary: fc.constantFrom(...'abcXYZ019+/=-_.') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
);
const hostile = fc.oneof(
  fc.string({ unit: character, minLength: 1, maxLength: 24 }),
  fc.constantFrom(
    '$(touch x)',
    '%PATH%',
    '%(access_key_id)s',
    '$HOME',
    '-n',
    '"quoted"',
    "'quoted'",
    '`quoted`',
    '"""quoted"""',
    '=1+1',
    '[default]',
    '#comment',
    'a #b',
    ' blanks ',
    'AWSAccessKeyId=x',
    '\\',
    '\\\\',
    "\\'",
    "a\\'",
    'a\uffffb',
    'x'.repeat(10_000),
  ),
);
/** What services hand out: it is never refused. */
const usual = fc.record({
  id: fc.stringMatching(/^[A-Z0-9]{20}$/),
  secret: fc.stringMatching(/^[A-Za-z0-9+/]{40}$/),
  token: fc.constant(null),
});
const keySets = fc.tuple(
  fc.array(usual, { minLength: 10, maxLength: 10 }),
  fc.array(
    fc.record({
      id: hostile,
      secret: hostile,
      token: fc.option(hostile, { nil: null, freq: 2 }),
    }),
    { minLength: 90, maxLength: 90 },
  ),
);

const write = (format: CopyFormatOf<'s3'>, keys: Read, label: string): string | null => {
  try {
    return formatCredentials(
      format,
      {
        accessKeyId: new Secret(keys.id),
        secretAccessKey: new Secret(keys.secret),
        ...(keys.token === null ? {} : { sessionToken: new Secret(keys.token) }),
      },
      {
        label,
        endpoint: 'https://gateway.example',
        region: 'eu-1',
        addressing: 'path',
        expiresAtEpochSeconds: null,
      },
    ).expose();
  } catch (error) {
    if (isAppError(error, 'format.unfit', 's3.unfit-for-profile')) return null;
    throw error;
  }
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowkey-formats-'));
});
afterAll(() => rm(folder, { recursive: true }));

const save = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

const must = async (command: string, args: readonly string[]): Promise<string> => {
  // Nothing of what these tests run may find the keys of the person who runs them.
  const env = { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C.UTF-8' };
  const done = await run(command, args, { env, cwd: folder, timeoutMs: 60_000 });
  expect(done.stderr).toBe('');
  expect(done.code).toBe(0);
  return done.stdout;
};

/** Reads texts by the parsers of Python tools, in one process. */
const byPython = async <T>(kind: string, texts: readonly string[]): Promise<readonly T[]> => {
  const paths = await Promise.all(texts.map((text, index) => save(`${kind}${index}`, text)));
  const script = join(import.meta.dirname, '../../support/handoff/read_back.py');
  return JSON.parse(await must('/usr/bin/python3', [script, kind, ...paths]));
};

/** Runs all texts in one shell, one after the other, so that each has to undo the last. */
const byShell = async (
  shell: string,
  texts: readonly string[],
  print: string,
): Promise<readonly string[]> => {
  const script = await save('script', texts.map((text) => `${text}\n${print}\n`).join(''));
  return (await must(shell, [script])).split('\0').slice(0, -1);
};

const inThrees = (texts: readonly string[]): readonly Read[] =>
  Array.from({ length: texts.length / 3 }, (_, index) => {
    const [id = '', secret = '', token = ''] = texts.slice(index * 3);
    return { id, secret, token: token === 'none' ? null : token };
  });

const printInSh = `printf '%s\\0' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" "\${AWS_SESSION_TOKEN-none}"`;
const printInFish = `printf '%s\\0' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY"
if set -q AWS_SESSION_TOKEN; printf '%s\\0' "$AWS_SESSION_TOKEN"; else; printf 'none\\0'; end`;

type Reader = (texts: readonly string[]) => Promise<readonly Read[]> | readonly Read[];

const ofVariables = (read: ReadonlyMap<string, string | null | undefined>): Read => ({
  id: read.get('AWS_ACCESS_KEY_ID') ?? '',
  secret: read.get('AWS_SECRET_ACCESS_KEY') ?? '',
  token: read.get('AWS_SESSION_TOKEN') ?? null,
});
const ofRecord = (read: Readonly<Record<string, string | undefined>>): Read =>
  ofVariables(new Map(Object.entries(read)));
const ofSettings = (read: Readonly<Record<string, string | undefined>> = {}): Read => ({
  id: read.aws_access_key_id ?? '',
  secret: read.aws_secret_access_key ?? '',
  token: read.aws_session_token ?? null,
});

/** Sections of one file, by the names that `labelOf` gives. */
const inOrder = <T>(sections: Readonly<Record<string, T>>): readonly T[] =>
  Object.keys(sections)
    .sort((one, other) => Number(one.replace(/\D/g, '')) - Number(other.replace(/\D/g, '')))
    .map((name) => sections[name] as T);

const inShell =
  (shell: string, print: string): Reader =>
  async (texts) =>
    inThrees(await byShell(shell, texts, print));

const byJavaScript = async (part: 'configFile' | 'credentialsFile', texts: readonly string[]) => {
  const path = await save('js', texts.join('\n'));
  const nothing = await save('empty', '');
  const read = await loadSharedConfigFiles({
    configFilepath: part === 'configFile' ? path : nothing,
    filepath: part === 'credentialsFile' ? path : nothing,
    ignoreCache: true,
  });
  const sections = Object.entries(read[part]).filter(([name]) => name.startsWith('p'));
  return inOrder(Object.fromEntries(sections)).map((section) => ofSettings(section));
};

const readers: readonly (readonly [string, CopyFormatOf<'s3'>, Reader])[] = [
  ['sh', 'env-sh', inShell('/bin/sh', printInSh)],
  ['bash', 'env-sh', inShell('/bin/bash', printInSh)],
  ['zsh', 'env-sh', inShell('/bin/zsh', printInSh)],
  ['zsh', 's5cmd', inShell('/bin/zsh', printInSh)],
  ['bash', 'restic', inShell('/bin/bash', printInSh)],
  ['fish', 'env-fish', inShell('/usr/bin/fish', printInFish)],
  ['PowerShell’s grammar', 'env-powershell', (texts) => texts.map(readPowerShell).map(ofVariables)],
  ['cmd’s grammar', 'env-cmd', (texts) => texts.map(readCmd).map(ofVariables)],
  ['Node', 'dotenv', (texts) => texts.map((text) => ofRecord(parseEnv(text)))],
  [
    'python-dotenv',
    'dotenv',
    async (texts) => (await byPython<Record<string, string>>('dotenv', texts)).map(ofRecord),
  ],
  ['sh', 'dotenv', inShell('/bin/sh', `${printInSh}; unset AWS_SESSION_TOKEN`)],
  [
    'botocore',
    'aws-profile',
    async (texts) => {
      const [profiles = {}] = await byPython<Record<string, Record<string, string>>>('aws', [
        texts.join('\n'),
      ]);
      return inOrder(profiles).map(ofSettings);
    },
  ],
  [
    'botocore',
    'aws-credentials',
    async (texts) => {
      const [sections = {}] = await byPython<Record<string, Record<string, string>>>(
        'aws_credentials',
        [texts.join('\n')],
      );
      return inOrder(sections).map(ofSettings);
    },
  ],
  ['the JavaScript SDK', 'aws-profile', (texts) => byJavaScript('configFile', texts)],
  ['the JavaScript SDK', 'aws-credentials', (texts) => byJavaScript('credentialsFile', texts)],
  [
    'a JSON parser',
    'json',
    (texts) =>
      texts.map((text) => {
        const { AccessKeyId: id, SecretAccessKey: secret, SessionToken } = JSON.parse(text);
        return { id, secret, token: SessionToken ?? null };
      }),
  ],
  [
    'Python’s csv',
    'csv',
    async (texts) =>
      (await byPython<Record<string, string>>('csv', texts)).map((row) => ({
        id: row['Access key ID'] ?? '',
        secret: row['Secret access key'] ?? '',
        token: row['Session token'] ?? null,
      })),
  ],
  [
    'rclone',
    'rclone',
    async (texts) => {
      const path = await save('rclone.conf', texts.join('\n'));
      const dump = await must('/usr/bin/rclone', ['config', 'dump', '--config', path]);
      return inOrder<Record<string, string>>(JSON.parse(dump)).map((remote) => ({
        id: remote.access_key_id ?? '',
        secret: remote.secret_access_key ?? '',
        token: remote.session_token ?? null,
      }));
    },
  ],
  [
    's3cmd',
    's3cmd',
    async (texts) =>
      (await byPython<Record<string, string>>('s3cmd', texts)).map((read) => ({
        id: read.access_key ?? '',
        secret: read.secret_key ?? '',
        token: read.access_token || null,
      })),
  ],
  [
    'a shell before mc',
    'mc-alias',
    async (texts) => {
      // As mc's own reader, it cuts lines at 4 KiB.
      const stub = `mc() { while IFS= read -r line; do printf "%s\\0" "\${line:0:4096}"; done; }`;
      const lines = await byShell('/bin/bash', [stub, ...texts], '');
      return texts.map((_, index) => ({
        id: lines[index * 2] ?? '',
        secret: lines[index * 2 + 1] ?? '',
        token: null,
      }));
    },
  ],
  [
    's3fs’s grammar',
    's3fs',
    (texts) => texts.map(readS3fs).map(([id, secret]) => ({ id, secret, token: null })),
  ],
];

/** Debian's tools, which are not there where it cannot be reached. */
const byDebian: typeof readers = [
  [
    'docker',
    'docker-env-file',
    async (texts) => {
      const daemon = await startDockerDaemon();
      try {
        const files = await Promise.all(texts.map((text, index) => save(`docker${index}`, text)));
        const given = files.flatMap((file) => ['--env-file', file]);
        await must(docker, ['-H', daemon.host, 'create', ...given, 'image']);
        const all = daemon.environment();
        const begins = all.flatMap((each, at) =>
          each.startsWith('AWS_ACCESS_KEY_ID=') ? [at] : [],
        );
        return begins.map((at, index) =>
          ofVariables(
            new Map(
              all.slice(at, begins[index + 1]).map((each) => {
                const [name = '', ...value] = each.split('=');
                return [name, value.join('=')];
              }),
            ),
          ),
        );
      } finally {
        await daemon.close();
      }
    },
  ],
  [
    'a shell before mc',
    'mc-host',
    async (texts) => {
      const list = `${mc} --config-dir ${folder}/mc alias list --json`;
      const names = texts.map((_, index) => `"$MC_HOST_p${String(index)}x"`);
      const print = `printf '%s\\0' ${names.join(' ')}`;
      const numbered = texts.map((text, index) =>
        text.replace(/MC_HOST_\w+/, `MC_HOST_p${index}x`),
      );
      const script = await save('script', [...numbered, print, list].join('\n'));
      const said = (await must('/bin/zsh', [script])).split('\0');
      const lines = (said.at(-1) ?? '')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const known = new Map(lines.map((line) => [line.alias, line]));
      return texts.map((_, index) => {
        const { accessKey: id = '', secretKey: secret = '' } = known.get(`p${index}x`) ?? {};
        // It lists no tokens.
        return { id, secret, token: readMcHost(said[index] ?? '').token ?? null };
      });
    },
  ],
  [
    'DuckDB',
    'duckdb',
    async (texts) => {
      // What it keeps for good it writes as it is; what it keeps for a while it shows to nobody.
      const lasting = texts.map((text, index) =>
        text.replace(/^CREATE OR REPLACE SECRET \w+/, `CREATE PERSISTENT SECRET p${index}x`),
      );
      const place = join(folder, 'duckdb');
      await rm(place, { recursive: true, force: true });
      const begin = `SET secret_directory = '${place}'; LOAD '${httpfs}';`;
      const script = await save('secrets.sql', [begin, ...lasting].join('\n'));
      await must(duckdb, ['-unsigned', '-bail', '-f', script]);
      const read = (index: number, option: string) =>
        readDuckdbSecret(join(place, `p${index}x.duckdb_secret`), option);
      return Promise.all(
        texts.map(async (_, index) => ({
          id: (await read(index, 'key_id')) ?? '',
          secret: (await read(index, 'secret')) ?? '',
          token: await read(index, 'session_token'),
        })),
      );
    },
  ],
];

describe('F5 hostile keys are read back, or refused', () => {
  const available = stable === null || testing === null ? readers : [...readers, ...byDebian];
  it.each(available)('by %s: %s', async (_tool, format, read) => {
    await fc.assert(
      fc.asyncProperty(keySets, async ([plain, wild]) => {
        const all = [...plain, ...wild];
        const written = all.map((keys, index) => ({
          keys,
          text: write(format, keys, `p${String(index)}x`),
        }));
        for (const { text } of written.slice(0, plain.length)) expect(text).not.toBeNull();
        const kept = written.flatMap(({ keys, text }) => (text === null ? [] : [{ keys, text }]));
        const given = await read(kept.map(({ text }) => text));
        expect(given).toEqual(kept.map(({ keys }) => keys));
      }),
      { numRuns: 3, endOnFailure: true },
    );
  });

  it('by a property list: cyberduck-bookmark', async () => {
    await fc.assert(
      fc.asyncProperty(keySets, async ([plain, wild]) => {
        const kept = [...plain, ...wild].flatMap((keys) => {
          const text = write('cyberduck-bookmark', keys, 'Photos');
          return text === null ? [] : [{ keys, text }];
        });
        const read = await byPython<Record<string, string>>(
          'plist',
          kept.map(({ text }) => text),
        );
        expect(read.map(({ Username }) => Username)).toEqual(kept.map(({ keys }) => keys.id));
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });

  /** A few keys that the format takes, the usual ones first; tools want some length, and headers no more than ASCII and neither `,` nor `/`. */
  const takenBy = (format: CopyFormatOf<'s3'>) => {
    const [[plain, wild] = [[], []]] = fc.sample(keySets, 1);
    return [...plain.slice(0, 2), ...wild]
      .filter(
        ({ id, secret, token }) =>
          /^[ -+.0-~-]{3,}$/.test(id) && secret.length > 7 && token === null,
      )
      .filter((keys) => write(format, keys, 'p') !== null)
      .slice(0, 12)
      .map((keys, index) => ({ keys, text: write(format, keys, `p${index}x`) ?? '' }));
  };

  it.skipIf(stable === null)('by mc itself: mc-alias', async () => {
    const taken = takenBy('mc-alias');
    const begin = `mc() { '${mc}' --config-dir '${folder}/mc-alias' "$@"; }`;
    // Of an address with TLS it looks at the certificate first.
    const lines = taken.map(({ text }) =>
      text.replace('https://gateway.example', 'http://127.0.0.1:1'),
    );
    await must('/bin/sh', [await save('script', [begin, ...lines].join('\n'))]);
    const { aliases } = JSON.parse(await readFile(join(folder, 'mc-alias', 'config.json'), 'utf8'));
    for (const [index, { keys }] of taken.entries()) {
      const { accessKey: id, secretKey: secret } = aliases[`p${index}x`];
      expect({ id, secret, token: null }).toEqual(keys);
    }
  });

  it.skipIf(stable === null)('by s3fs itself, which signs with them: s3fs', async () => {
    const ledger = createLedger('1@satellite.test:7777', Date.now);
    const s3 = await startS3Service({ ledger, log: () => {} });
    s3.seedBuckets({ photos: {} });
    try {
      for (const { keys, text } of takenBy('s3fs')) {
        ledger.addKeys({ accessKeyId: keys.id, secretAccessKey: keys.secret });
        const file = await save('passwd-s3fs', text);
        await chmod(file, 0o600);
        const options = [`passwd_file=${file}`, `url=${s3.endpoint}`, 'use_path_request_style'];
        const list = ['photos', '-u', ...options.flatMap((option) => ['-o', option])];
        const done = await run(s3fs, list, { env: { HOME: folder }, timeoutMs: 30_000 });
        expect({ keys, code: done.code, said: done.stdout }).toMatchObject({
          code: 0,
          said: expect.stringContaining('There is no list'),
        });
      }
    } finally {
      await s3.close();
    }
  });

  it('and no tool ran anything of theirs', async () => {
    await expect(readFile(join(folder, 'x'))).rejects.toThrow('ENOENT');
  });
});
