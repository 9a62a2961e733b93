import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StandInWorld, startWorld } from '../../stand-ins/stand-in-world.ts';
import { fetchDebianTools } from '../../support/desktop/debian-tools.ts';
import { grantFor, keysFor, type S3Keys } from './client-side.ts';

const run = promisify(execFile);
const { aws } = (await fetchDebianTools()) ?? { aws: '' };
const rclone = '/usr/bin/rclone';

let world: StandInWorld;
let keys: S3Keys;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowkey-s3-tools-'));
  world = await startWorld();
  world.s3.seedBuckets({ photos: { 'trip/one.txt': 'first' } });
  keys = await keysFor(world, await grantFor(world));
  await writeFile(join(folder, 'up load.txt'), 'from the tool\n');
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});

/** Runs a tool with the keys in its environment and nothing of the person's own configuration. */
const tool = async (
  command: string,
  parameters: readonly string[],
  secret = keys.secretAccessKey,
): Promise<{ stdout: string; stderr: string; code: number }> => {
  const environment = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required',
    AWS_EC2_METADATA_DISABLED: 'true',
    NO_PROXY: '127.0.0.1',
  };
  try {
    const { stdout, stderr } = await run(command, parameters, { env: environment });
    return { stdout, stderr, code: 0 };
  } catch (error) {
    const failed = error as { stdout: string; stderr: string; code: number };
    return { stdout: failed.stdout, stderr: failed.stderr, code: failed.code };
  }
};

describe.skipIf(aws === '')('the aws command line', () => {
  const s3 = (...parameters: readonly string[]) =>
    tool(aws, ['--endpoint-url', world.s3.endpoint, 's3', ...parameters]);

  it('lists, uploads, downloads and deletes', async () => {
    expect((await s3('ls')).stdout).toMatch(/ photos\n$/);
    expect((await s3('ls', 's3://photos')).stdout).toContain('PRE trip/');
    const up = await s3('cp', join(folder, 'up load.txt'), 's3://photos/up load.txt');
    expect(up).toMatchObject({ code: 0 });
    const down = join(folder, 'down.txt');
    expect(await s3('cp', 's3://photos/up load.txt', down)).toMatchObject({ code: 0 });
    expect(await readFile(down, 'utf8')).toBe('from the tool\n');
    expect(await s3('rm', 's3://photos/up load.txt')).toMatchObject({ code: 0 });
    expect(world.s3.buckets.get('photos')?.objects.has('up load.txt')).toBe(false);
  });

  it('makes a bucket', async () => {
    expect(await s3('mb', 's3://from-aws')).toMatchObject({ code: 0 });
    expect(world.s3.buckets.has('from-aws')).toBe(true);
  });

  it('is told SignatureDoesNotMatch for a wrong secret', async () => {
    const parameters = ['--endpoint-url', world.s3.endpoint, 's3', 'ls'];
    const wrong = await tool(aws, parameters, `${keys.secretAccessKey}x`);
    expect(wrong.code).not.toBe(0);
    expect(wrong.stderr).toContain('SignatureDoesNotMatch');
  });
});

describe.skipIf(!existsSync(rclone))('rclone', () => {
  const remote = (path: string): string =>
    `:s3,provider=Other,env_auth=true,region=us-east-1,endpoint="${world.s3.endpoint}":${path}`;

  it('lists and copies both ways', async () => {
    expect((await tool(rclone, ['lsd', remote('')])).stdout).toContain('photos');
    const source = join(folder, 'up load.txt');
    expect(await tool(rclone, ['copy', source, remote('photos/rc')])).toMatchObject({ code: 0 });
    expect(world.s3.buckets.get('photos')?.objects.has('rc/up load.txt')).toBe(true);
    expect(await tool(rclone, ['copy', remote('photos/trip'), folder])).toMatchObject({ code: 0 });
    expect(await readFile(join(folder, 'one.txt'), 'utf8')).toBe('first');
  });

  it('is refused with a wrong secret', async () => {
    const wrong = await tool(
      rclone,
      ['lsd', '--retries', '1', '--low-level-retries', '1', remote('')],
      'x',
    );
    expect(wrong.code).not.toBe(0);
    expect(wrong.stderr).toContain('SignatureDoesNotMatch');
  });
});
