import { execFileSync } from 'node:child_process';
import {
  appendFile,
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAppError } from '../../../electron/diagnostics/errors.ts';
import {
  type AwsProfiles,
  createAwsProfiles,
} from '../../../electron/handoff/aws-config/aws-profiles.ts';
import { awsFilesOf } from '../../../electron/handoff/aws-config/paths.ts';
import { createProfileAccess } from '../../../electron/handoff/aws-config/profile-access.ts';
import { createConsumers } from '../../../electron/handoff/consumers.ts';
import { systemRandom } from '../../../electron/platform/random.ts';
import { openConsumerStore } from '../../../electron/storage/consumer-store.ts';
import { createHeaderFolder } from '../../../electron/storage/header-folder.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { connection } from '../../e2e/harness/fixtures.ts';

const isRoot = process.getuid?.() === 0;
const one = connection({ number: 1, label: 'Photos (Storj)' });
const two = connection({ number: 2, label: 'Other' });
const connectionId = one.id;
const profile = 'photos';
/** A person's file, with whatever editors leave. */
const theirs =
  '; mine\r\n[default]\r\nregion\t=\teu-1\r\ns3 =\r\n\taddressing_style = path\r\n\r\n# end';

let root = '';
let home = '';
let config = '';
/** What was given and withdrawn, as the agent would be asked. */
let access: string[] = [];
/** What happens between the look at the file and its writing. */
let meanwhile: () => Promise<void> = async () => {};
let accounts: readonly ConnectionView[] = [];
let isListWhole = true;

const open = (env: NodeJS.ProcessEnv = {}): AwsProfiles =>
  createAwsProfiles({
    files: awsFilesOf(env, home),
    access: {
      isFree: () => true,
      isGiven: () => false,
      commandFor: (name) => `/opt/stowkey-credentials ${name}`,
      giveAccess: async (id, { profile: name }) => {
        access.push(`give ${name} to ${id}`);
        await meanwhile();
        return { command: `/opt/stowkey-credentials ${name}` };
      },
      withdrawAccess: async (id, { profile: name }) => {
        access.push(`withdraw ${name} from ${id}`);
      },
    },
    connections: () => accounts,
    isListWhole: () => isListWhole,
    clock: { nowEpochMs: () => Date.UTC(2026, 0, 2, 3, 4, 5) },
    random: systemRandom,
  });
const gave = `give ${profile} to ${connectionId}`;
const withdrew = `withdraw ${profile} from ${connectionId}`;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'stowkey-aws-config-'));
  home = join(root, 'home');
  config = join(home, '.aws', 'config');
  await mkdir(home);
  access = [];
  meanwhile = async () => {};
  accounts = [one, two];
});
afterEach(() => rm(root, { recursive: true, force: true }));

const makeTheirs = async (path = config): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, theirs);
};
const add = async (profiles: AwsProfiles, name = profile): Promise<string> => {
  const { basis } = await profiles.preview({ connectionId, profile: name });
  const { undo } = await profiles.write({ connectionId, profile: name, basis });
  return undo ?? '';
};
const errorOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'resolved',
    (error: unknown) =>
      isAppError(error) ? `${error.code} ${error.params.reason ?? ''}`.trim() : String(error),
  );
const beside = async (path = config): Promise<readonly string[]> =>
  (await readdir(dirname(path))).filter((name) => !path.endsWith(`/${name}`)).sort();

describe('the config file of AWS tools', () => {
  it('is made where there is none, for this person only, and undo takes it away again', async () => {
    const umask = process.umask(0);
    const profiles = open();
    const undo = await add(profiles).finally(() => process.umask(umask));
    expect((await stat(config)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(config))).mode & 0o777).toBe(0o700);
    expect(await beside()).toEqual([]);
    expect(await profiles.list(connectionId)).toEqual({
      file: '~/.aws/config',
      profiles: [profile],
      proposed: 'Photos-Storj',
    });
    expect(await profiles.list(two.id)).toMatchObject({ profiles: [] });
    await profiles.undo(undo);
    expect(await readdir(dirname(config))).toEqual([]);
    expect(access).toEqual([gave, withdrew]);
  });

  it('F1 F4 keeps its bytes, and a backup of them that is never overwritten', async () => {
    await makeTheirs();
    const profiles = open();
    await add(profiles);
    const first = await readFile(config, 'utf8');
    expect(first.startsWith(theirs)).toBe(true);
    await add(profiles, 'second');
    expect(await beside()).toEqual([
      'config.stowkey-20260102T030405Z',
      'config.stowkey-20260102T030405Z-2',
    ]);
    expect(await readFile(`${config}.stowkey-20260102T030405Z`, 'utf8')).toBe(theirs);
    expect(await readFile(`${config}.stowkey-20260102T030405Z-2`, 'utf8')).toBe(first);
    await profiles.remove({ connectionId, profile });
    await profiles.remove({ connectionId, profile: 'second' });
    expect(await readFile(config, 'utf8')).toBe(theirs);
  });

  it('F4 undo gives the bytes back, of writing and of removing, while nobody else wrote', async () => {
    await makeTheirs();
    const profiles = open();
    await profiles.undo(await add(profiles));
    expect(await readFile(config, 'utf8')).toBe(theirs);
    const stale = await add(profiles);
    const withProfile = await readFile(config, 'utf8');
    const { undo } = await profiles.remove({ connectionId, profile });
    expect(await errorOf(profiles.undo(stale))).toBe('aws-config.changed');
    await profiles.undo(undo ?? '');
    expect(await readFile(config, 'utf8')).toBe(withProfile);
    expect(access).toEqual([gave, withdrew, gave, withdrew, gave]);

    const again = await profiles.remove({ connectionId, profile });
    await appendFile(config, '\n# by hand');
    expect(await errorOf(profiles.undo(again.undo ?? ''))).toBe('aws-config.changed');
    expect(await readFile(config, 'utf8')).toBe(`${theirs}\n# by hand`);
  });

  it('F3 changed while the preview was open: nothing is written, and a new preview is', async () => {
    await makeTheirs();
    const profiles = open();
    const { basis } = await profiles.preview({ connectionId, profile });
    await appendFile(config, '\r\n[profile photos]');
    const wanted = { connectionId, profile, basis };
    expect(await errorOf(profiles.write(wanted))).toMatch(/^aws-config.name-taken/);
    await writeFile(config, `${theirs}\r\n`);
    expect(await errorOf(profiles.write(wanted))).toBe('aws-config.changed');
    await writeFile(config, theirs);
    accounts = [connection({ number: 1, label: 'Moved', providerId: 's3-wasabi' })].map((view) => ({
      ...view,
      facts: { ...view.facts, s3: view.facts.s3 && { ...view.facts.s3, region: 'moved' } },
    }));
    expect(await errorOf(profiles.write(wanted))).toBe('aws-config.changed');
    expect(await readFile(config, 'utf8')).toBe(theirs);
    expect(await beside()).toEqual([]);
    expect(access).toEqual([]);
    await add(profiles);
    expect(access).toEqual([gave]);
    // At the last moment.
    meanwhile = () => appendFile(config, '\n# by hand');
    expect(await errorOf(add(profiles, 'second'))).toBe('aws-config.changed');
    expect(await readFile(config, 'utf8')).toMatch(/<<< stowkey: photos <<<\n# by hand$/);
    expect(await beside()).toHaveLength(1);
  });

  it('writes nothing where all is there already, and gives access anew', async () => {
    await makeTheirs();
    const profiles = open();
    await add(profiles);
    const before = await readFile(config, 'utf8');
    expect(await add(profiles)).toBe('');
    expect(await readFile(config, 'utf8')).toBe(before);
    expect(await beside()).toHaveLength(1);
    expect(access).toEqual([gave, gave]);
  });

  it('a block that the person deleted is simply gone, and its access goes when it is removed', async () => {
    await makeTheirs();
    const profiles = open();
    await add(profiles);
    await writeFile(config, theirs);
    expect(await profiles.list(connectionId)).toMatchObject({ profiles: [] });
    expect(await profiles.remove({ connectionId, profile })).toEqual({ undo: null });
    expect(await readFile(config, 'utf8')).toBe(theirs);
    expect(access).toEqual([gave, withdrew]);
  });

  it('F4 of several accounts go in one change, with one backup, and come back by one undo', async () => {
    await makeTheirs();
    const profiles = open();
    await add(profiles);
    await add(profiles, 'second');
    const other = { connectionId: two.id, profile: 'third' };
    const { basis } = await profiles.preview(other);
    await profiles.write({ ...other, basis });
    const before = await readFile(config, 'utf8');
    const backups = (await beside()).length;
    expect((await profiles.ofSeveral([two.id])).profiles).toEqual([
      { profile: 'third', connectionId: two.id },
    ]);
    access = [];
    const { undo } = await profiles.removeOfSeveral([connectionId, two.id]);
    expect(await readFile(config, 'utf8')).toBe(theirs);
    expect((await beside()).length).toBe(backups + 1);
    expect(access).toHaveLength(3);
    await profiles.undo(undo ?? '');
    expect(await readFile(config, 'utf8')).toBe(before);
    expect(access).toHaveLength(6);
  });

  it('whose account is gone is listed and can be taken out, and undo gives no access', async () => {
    const profiles = open();
    const { basis } = await profiles.preview({ connectionId, profile });
    await profiles.write({ connectionId, profile, basis });
    const before = await readFile(config);
    expect((await profiles.leftBehind()).profiles).toEqual([]);
    accounts = [two];
    expect(await profiles.leftBehind()).toEqual({
      file: '~/.aws/config',
      profiles: [{ profile, connectionId }],
    });
    // A list that could not be read whole says nothing of who is gone.
    isListWhole = false;
    expect((await profiles.leftBehind()).profiles).toEqual([]);
    isListWhole = true;
    access = [];
    const { undo } = await profiles.remove({ connectionId, profile });
    expect((await profiles.leftBehind()).profiles).toEqual([]);
    await profiles.undo(undo ?? '');
    expect(await readFile(config)).toEqual(before);
    expect(access).toEqual([withdrew]);
  });

  it('F6 a file that does not parse is left alone, but a profile can still be taken out of it', async () => {
    await makeTheirs();
    const profiles = open();
    await add(profiles);
    const broken = `word\n${await readFile(config, 'utf8')}`;
    await writeFile(config, broken);
    expect(await errorOf(profiles.preview({ connectionId, profile: 'more' }))).toBe(
      'aws-config.unparsable no-section',
    );
    await profiles.remove({ connectionId, profile });
    expect(await readFile(config, 'utf8')).toBe(`word\n${theirs}`);
  });

  it('looks at the credentials file, whose keys would come first', async () => {
    await makeTheirs();
    const elsewhere = join(root, 'keys');
    await writeFile(elsewhere, '[photos]\naws_access_key_id = x\n');
    const profiles = open({ AWS_SHARED_CREDENTIALS_FILE: elsewhere });
    expect(await errorOf(profiles.preview({ connectionId, profile }))).toMatch(/name-taken/);
  });
});

describe('where the config file is', () => {
  it('AWS_CONFIG_FILE says, and a folder that is missing there is not made', async () => {
    const named = join(home, 'dot files', 'aws.ini');
    const profiles = open({ AWS_CONFIG_FILE: '~/dot files/aws.ini' });
    const { basis } = await profiles.preview({ connectionId, profile });
    expect(await errorOf(profiles.write({ connectionId, profile, basis }))).toBe(
      'aws-config.unwritable ENOENT',
    );
    expect(access).toEqual([gave, withdrew]);
    expect(await readdir(home)).toEqual([]);
    await makeTheirs(named);
    await add(profiles);
    expect(await readFile(named, 'utf8')).toMatch(/stowkey: photos/);
    expect((await profiles.list(connectionId)).file).toBe('~/dot files/aws.ini');
  });

  it('F2 links are followed to the real file, whose mode and owner stay', async () => {
    const real = join(root, 'dotfiles', 'aws-config');
    await makeTheirs(real);
    await chmod(dirname(real), 0o755);
    await chmod(real, 0o644);
    if (isRoot) await chown(real, 12_345, 54_321);
    const { uid, gid } = await stat(real);
    await mkdir(dirname(config));
    await symlink('../hop', config);
    await symlink('../dotfiles/aws-config', join(home, 'hop'));
    const profiles = open();
    const undo = await add(profiles);
    const after = await stat(real);
    expect((await lstat(config)).isSymbolicLink()).toBe(true);
    expect([after.mode & 0o777, after.uid, after.gid]).toEqual([0o644, uid, gid]);
    expect((await stat(dirname(real))).mode & 0o777).toBe(0o755);
    expect(await beside(real)).toEqual(['aws-config.stowkey-20260102T030405Z']);
    await profiles.undo(undo);
    expect(await readFile(real, 'utf8')).toBe(theirs);
    expect((await stat(real)).uid).toBe(uid);
  });

  it.each([
    ['dangling-link', () => symlink('/nowhere/at/all', config)],
    ['ELOOP', () => symlink('config', config)],
    ['not-a-file', () => mkdir(config)],
    ['not-a-file', async () => execFileSync('mkfifo', [config])],
    ['too-large', () => writeFile(config, '#'.repeat(16 * 1024 * 1024 + 1))],
  ])('F2 refuses what is no file to write: %s', async (reason, make) => {
    await mkdir(dirname(config));
    await make();
    const profiles = open();
    expect(await errorOf(profiles.preview({ connectionId, profile }))).toBe(
      `aws-config.unreadable ${reason}`,
    );
    expect(await beside()).toEqual([]);
  });

  it('F2 a file marked read-only stays as it is', async () => {
    await makeTheirs();
    await chmod(config, 0o444);
    expect(await errorOf(add(open()))).toBe('aws-config.unwritable read-only');
    expect(await readFile(config, 'utf8')).toBe(theirs);
    expect(await beside()).toEqual([]);
    expect(access).toEqual([gave, withdrew]);
  });

  it('F2 a full disk and a read-only one change nothing, and leave nothing beside', async (context) => {
    await makeTheirs();
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', dirname(config)], {
        stdio: 'ignore',
      });
    } catch {
      return context.skip('needs the right to mount');
    }
    try {
      const large = `${theirs}\r\n${'# note\r\n'.repeat(2_500)}`;
      await writeFile(config, large);
      const filler = join(dirname(config), 'filler');
      for (const free of [4, 22, 28]) {
        // The backup does not fit, then the new file does not beside it.
        await writeFile(filler, 'x'.repeat((64 - 20 - free) * 1024));
        expect(await errorOf(add(open()))).toBe('aws-config.disk-full');
        expect(await readFile(config, 'utf8')).toBe(large);
        expect(await beside()).toEqual(['filler']);
      }
      await rm(filler);
      const profiles = open();
      const undo = await add(profiles);
      execFileSync('mount', ['-o', 'remount,ro', dirname(config)]);
      expect(await errorOf(profiles.remove({ connectionId, profile }))).toBe(
        'aws-config.unwritable EROFS',
      );
      expect(await errorOf(profiles.undo(undo))).toBe('aws-config.unwritable EROFS');
      expect((await profiles.list(connectionId)).profiles).toEqual([profile]);
    } finally {
      execFileSync('umount', [dirname(config)]);
    }
  });
});

describe('the access that a profile stands for', () => {
  const nowEpochMs = () => Date.UTC(2026, 0, 2);
  const openAccess = async () => {
    const folder = join(root, 'consumers');
    const consumers = createConsumers({
      store: await openConsumerStore({ path: join(root, 'list.json'), clock: { nowEpochMs } }),
      headers: createHeaderFolder({ headersFolder: folder, tokensFolder: join(root, 'tokens') }),
      clock: { nowEpochMs },
      random: systemRandom,
      report: () => {},
      requireConsumer: () => {},
    });
    const tokens = (): Promise<readonly string[]> => readdir(folder);
    return {
      consumers,
      tokens,
      access: createProfileAccess(
        { path: '/home/ana/.stowkey/bin/stowkey-credentials', write: async () => {} },
        consumers,
      ),
    };
  };

  it('is a consumer of that one account, and ends with the profile', async () => {
    const { consumers, tokens, access: real } = await openAccess();
    expect(await real.giveAccess(connectionId, { profile })).toEqual({
      command: '/home/ana/.stowkey/bin/stowkey-credentials photos',
    });
    expect(consumers.all()).toMatchObject([
      { name: 'AWS profile photos', handle: profile, connectionIds: [connectionId] },
    ]);
    expect(await tokens()).toEqual([profile]);
    expect(real.isFree(connectionId, { profile })).toBe(true);
    expect(real.isFree(connectionId, { profile: 'Photos' })).toBe(false);
    expect(real.isFree(two.id, { profile })).toBe(false);
    await real.withdrawAccess(two.id, { profile });
    expect(await tokens()).toEqual([profile]);
    await real.withdrawAccess(connectionId, { profile });
    await real.withdrawAccess(connectionId, { profile });
    expect(consumers.all()).toEqual([]);
    expect(await tokens()).toEqual([]);
  });

  it('is never that of another tool', async () => {
    const { consumers, access: real } = await openAccess();
    await consumers.welcomeCommandLine('Command line');
    expect(real.isFree(connectionId, { profile: 'command-line' })).toBe(false);
    await real.withdrawAccess(connectionId, { profile: 'command-line' });
    expect(consumers.all()).toHaveLength(1);
  });
});
