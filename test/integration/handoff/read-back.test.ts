import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { parse as parseHcl } from '@cdktn/hcl2json';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { formatCredentials } from '../../../electron/handoff/formats/credentials.ts';
import { formatToken } from '../../../electron/handoff/formats/tokens.ts';
import { formatGrant } from '../../../electron/handoff/formats/tools/uplink.ts';
import type { CopyFormatOf } from '../../../shared/copy-formats.ts';
import { fetchDebianTools, fetchTestingTools } from '../../support/desktop/debian-tools.ts';
import { run } from '../../support/processes/processes.ts';
import { storageTools } from '../../support/tools/storage-tools.ts';
import { startToolsWorld, type ToolsWorld } from '../../support/worlds/tools-world.ts';

vi.setConfig({ testTimeout: 90_000 });

const stable = await fetchDebianTools();
const testing = await fetchTestingTools();

let world: ToolsWorld;
beforeAll(async () => {
  world = await startToolsWorld();
});
afterAll(() => world.close());
beforeEach(() => world.clear());

const lasting = (format: CopyFormatOf<'s3'>, addressing: 'path' | 'virtual' = 'path'): string => {
  const { accessKeyId, secretAccessKey } = world.lastingKeys;
  return formatCredentials(
    format,
    { accessKeyId: new Secret(accessKeyId), secretAccessKey: new Secret(secretAccessKey) },
    {
      label: 'photos',
      endpoint: world.endpoint,
      region: world.region,
      addressing,
      expiresAtEpochSeconds: null,
    },
  ).expose();
};
const copied = async (format: CopyFormatOf<'s3'>): Promise<string> => {
  const { connectionId, app } = world;
  await app.services().handlers.credentials.copy({ connectionId, format });
  return app.clipboard.text;
};
const saved = async (name: string, text: string): Promise<string> => {
  const path = join(world.home, name);
  await writeFile(path, text, { mode: 0o600 });
  return path;
};
const must = async (
  [program = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<string> => {
  const done = await run(program, args, { ...world.around(env), timeoutMs: 60_000 });
  expect(done).toMatchObject({ code: 0 });
  return done.stdout;
};
const inShell = (script: string, folder: string): Promise<string> =>
  must(['/bin/sh', '-ec', script], { PATH: `${folder}:/usr/bin:/bin` });

describe.skipIf(stable === null)('with keys that have no end', () => {
  const { mc = '', s3fs = '', aws = '' } = stable ?? {};

  it('mc keeps the alias that was copied, and works with it', async () => {
    const said = await inShell(lasting('mc-alias'), dirname(mc));
    expect(said).toContain('Added `photos` successfully');
    await must(storageTools.get('mc')?.transfer ?? []);
    expect((await world.downloaded('big')).equals(world.files.big)).toBe(true);
  });

  it('s3fs signs in with the password file', async () => {
    const file = await saved('passwd-s3fs', lasting('s3fs'));
    const options = [`passwd_file=${file}`, `url=${world.endpoint}`, 'use_path_request_style'];
    const list = [s3fs, 'photos', '-u', ...options.flatMap((option) => ['-o', option])];
    const trust = { CURL_CA_BUNDLE: world.around({}).env.SSL_CERT_FILE };
    const said = await must([...list, '-o', `endpoint=${world.region}`], trust);
    expect(said).toContain('There is no list');
  });

  it('aws imports the table', async () => {
    const table = await saved('keys.csv', lasting('csv'));
    const files = {
      AWS_CONFIG_FILE: join(world.home, 'imported-config'),
      AWS_SHARED_CREDENTIALS_FILE: join(world.home, 'imported'),
    };
    await must([aws, 'configure', 'import', '--csv', `file://${table}`], files);
    const read = (name: string) =>
      must([aws, 'configure', 'get', name, '--profile', 'photos'], files);
    const { accessKeyId, secretAccessKey } = world.lastingKeys;
    expect(await read('aws_access_key_id')).toBe(`${accessKeyId}\n`);
    expect(await read('aws_secret_access_key')).toBe(`${secretAccessKey}\n`);
  });
});

describe.skipIf(testing === null)('DuckDB', () => {
  const { duckdb = '', httpfs = '' } = testing ?? {};
  const queries = (secret: string): readonly string[] => [
    duckdb,
    ...['-unsigned', '-csv', '-noheader', '-bail', '-c'],
    `LOAD '${httpfs}'; SET ca_cert_file = getenv('SSL_CERT_FILE');
${secret}
COPY (SELECT 42 AS answer) TO 's3://photos/answer.csv'; SELECT answer FROM 's3://photos/answer.csv';`,
  ];

  it('writes and reads with the secret, a session’s and one without an end', async () => {
    for (const secret of [await copied('duckdb'), lasting('duckdb')]) {
      world.bucket().clear();
      expect(await must(queries(secret))).toContain('42');
      expect(world.bucket().get('answer.csv')?.body.toString()).toBe('answer\n42\n');
    }
  });

  it('takes the secret with the profile as far as its own AWS extension, which Debian has not', async () => {
    const [program = '', ...args] = queries(await copied('duckdb-profile'));
    const done = await run(program, args, world.around({}));
    expect(done.stderr).toContain('Extension "aws" is an existing extension');
    expect(done.stderr).not.toContain('Parser Error');
  });
});

it('restic runs as the command says, with keys of the account', async () => {
  const command = (await copied('restic-exec')).replace('/BUCKET', '/photos');
  const inPath = (script: string) =>
    must(['/bin/sh', '-ec', `export RESTIC_PASSWORD=throw-away; ${script}`], {
      PATH: `${dirname(world.launcher)}:/usr/bin:/bin`,
    });
  await inPath(command.replace('snapshots', 'init'));
  expect(world.bucket().has('config')).toBe(true);
  await inPath(command);
});

it('restic makes the repository that the variables name', async () => {
  const variables = (await copied('restic')).replace('/BUCKET', '/photos');
  await must(['/bin/sh', '-ec', `export RESTIC_PASSWORD=throw-away\n${variables}\nrestic init`]);
  expect(world.bucket().has('config')).toBe(true);
});

describe('HashiCorp’s parser', () => {
  const settings = {
    profile: 'photos',
    skip_credentials_validation: true,
    skip_metadata_api_check: true,
    skip_region_validation: true,
    skip_requesting_account_id: true,
  };
  it.each([
    ['path', true],
    ['virtual', false],
  ] as const)('reads provider and backend back: buckets in the %s', async (addressing, isPath) => {
    const where = { region: world.region };
    expect(await parseHcl('main.tf', lasting('terraform-provider', addressing))).toEqual({
      provider: {
        aws: [
          {
            ...settings,
            ...where,
            s3_use_path_style: isPath,
            endpoints: [{ s3: world.endpoint }],
          },
        ],
      },
    });
    expect(await parseHcl('main.tf', lasting('terraform-backend', addressing))).toEqual({
      terraform: [
        {
          backend: {
            s3: [
              {
                ...settings,
                ...where,
                bucket: 'BUCKET',
                key: 'terraform.tfstate',
                use_path_style: isPath,
                skip_s3_checksum: true,
                endpoints: { s3: world.endpoint },
              },
            ],
          },
        },
      ],
    });
  });
});

it('a property list has Cyberduck’s profile, which its bookmark names', async () => {
  const paths = [
    await saved('photos.cyberduckprofile', lasting('cyberduck-profile')),
    await saved('photos.duck', lasting('cyberduck-bookmark')),
  ];
  const script = join(import.meta.dirname, '../../support/handoff/read_back.py');
  const [profile, bookmark] = JSON.parse(
    await must(['/usr/bin/python3', script, 'plist', ...paths]),
  );
  const { hostname, port } = new URL(world.endpoint);
  expect(profile).toEqual({
    Protocol: 's3',
    Vendor: 'stowkey-photos',
    Description: 'photos',
    Scheme: 'https',
    'Default Hostname': hostname,
    'Default Port': port,
    Region: world.region,
    Properties: ['s3.bucket.virtualhost.disable=true'],
  });
  expect(bookmark).toEqual({
    Protocol: 's3',
    Provider: profile.Vendor,
    Nickname: 'photos',
    Hostname: hostname,
    Port: port,
    Username: world.lastingKeys.accessKeyId,
  });
});

it('single values are what an SDK’s client is made of', async () => {
  const client = new S3Client({
    credentials: {
      accessKeyId: lasting('access-key-id'),
      secretAccessKey: lasting('secret-access-key'),
    },
    endpoint: lasting('endpoint'),
    region: lasting('region'),
    forcePathStyle: true,
  });
  expect(await client.config.region()).toBe(world.region);
  expect(await client.config.credentials()).toMatchObject(world.lastingKeys);
  const { hostname, port } = (await client.config.endpoint?.()) ?? {};
  expect(`${hostname}:${port}`).toBe(lasting('host'));
});

it('curl sends the header, uplink is given the grant, and a file of variables the connection', async () => {
  const token = new Secret('ya29.a0-_~+/=');
  const header = formatToken('authorization-header', token).expose();
  const curl = ['-sv', '-o', '/dev/null', '-H', header, world.endpoint];
  const { stderr } = await run('/usr/bin/curl', curl, world.around({}));
  expect(stderr).toMatch(/^> authorization: Bearer ya29\.a0-_~\+\/=\r?$/im);
  const folder = join(world.home, 'stubs');
  await mkdir(folder);
  await writeFile(join(folder, 'uplink'), '#!/bin/sh\nprintf "<%s>" "$@"\n', { mode: 0o755 });
  const grant = new Secret('1QKbgjNFqhQxJ9QZzPZZZ');
  const line = formatGrant('uplink-import', grant, "It's mine!").expose();
  expect(await inShell(line, folder)).toBe(`<access><import><It-s-mine><${grant.expose()}>`);
  const id = new Secret('01J-_abc');
  const variables = parseEnv(formatToken('connection-id-env', id).expose());
  expect(variables).toEqual({ CONNECTION_ID: id.expose() });
});
