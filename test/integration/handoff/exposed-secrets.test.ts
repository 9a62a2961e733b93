import { execFileSync } from 'node:child_process';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createServer, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError, isAppError } from '../../../electron/diagnostics/errors.ts';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { createAwsProfiles } from '../../../electron/handoff/aws-config/aws-profiles.ts';
import { awsFilesOf } from '../../../electron/handoff/aws-config/paths.ts';
import { createExposedSecrets } from '../../../electron/handoff/exposed-secrets/exposed-secrets.ts';
import { systemRandom } from '../../../electron/platform/random.ts';
import { contract } from '../../../shared/contract.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import type { ErrorCode } from '../../../shared/result.ts';
import { connection } from '../../e2e/harness/fixtures.ts';
import { startServices } from '../../support/worlds/service-world.ts';

const isRoot = process.getuid?.() === 0;
const ours = connection({ number: 1, label: 'Photos' });
const id = 'AKIAQ3EGTWN5ABCDEFGH';
const secret = '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';
const otherId = 'otherAccessKeyId0001';
const otherSecret = 'zz9/pQz+mR2sT9uW4xY6aB8cD0eF1gH3iJ5kL7mN';
const dotenv = (keyId = id, key = secret): string =>
  `A=1\nAWS_ACCESS_KEY_ID=${keyId}\nAWS_SECRET_ACCESS_KEY=${key}\n`;

let root = '';
let home = '';
let project = '';
let given: Map<string, ConnectionId>;
/** What the keychain answers with, where it cannot. */
let outage: ErrorCode | null = null;
let asked = 0;
let prefilled: string[] = [];
let meanwhile: () => Promise<void> = async () => {};

const open = (env: NodeJS.ProcessEnv = {}) => {
  const files = awsFilesOf(env, home);
  const access = {
    isFree: () => true,
    isGiven: ({ profile }: { profile: string }) => given.has(profile),
    commandFor: (profile: string) => `/opt/stowkey-credentials ${profile}`,
    giveAccess: async (to: ConnectionId, { profile }: { profile: string }) => {
      given.set(profile, to);
      await meanwhile();
      return { command: `/opt/stowkey-credentials ${profile}` };
    },
    withdrawAccess: async (_: ConnectionId, { profile }: { profile: string }) => {
      given.delete(profile);
    },
  };
  const shared = {
    files,
    access,
    clock: { nowEpochMs: () => Date.UTC(2026, 0, 2, 3, 4, 5) },
    random: systemRandom,
  };
  const exposed = createExposedSecrets({
    ...shared,
    env,
    profiles: createAwsProfiles({
      ...shared,
      connections: () => [ours],
      isListWhole: () => true,
    }),
    connections: {
      views: () => [ours],
      s3Keys: async () => {
        asked += 1;
        if (outage !== null) throw new AppError(outage);
        const { s3 } = ours.facts;
        if (s3 === null) throw new Error('no keys');
        return {
          label: ours.label,
          s3,
          accessKeyId: new Secret(id),
          secretAccessKey: new Secret(secret),
          expiresAtEpochSeconds: null,
        };
      },
      prefill: (providerId, text) => {
        prefilled.push(providerId, text);
        return {
          draft: systemRandom.uuid(),
          values: {},
          secretFields: ['accessKeyId'],
          owner: null,
        };
      },
    },
    chooseFolder: async () => project,
  });
  const search = async () => {
    const reply = await exposed.search();
    // What crosses the bridge fits its schema and holds no key.
    expect(contract.exposedSecrets.search.reply.parse(reply)).toEqual(reply);
    expect(JSON.stringify(reply)).not.toMatch(/pQz|AKIAQ3|otherAccess/);
    return reply;
  };
  return { ...exposed, search };
};

const put = async (path: string, content: string | Uint8Array): Promise<string> => {
  const whole = join(home, path);
  await mkdir(dirname(whole), { recursive: true });
  await writeFile(whole, content);
  return whole;
};
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'resolved',
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  );
const first = async (exposed: ReturnType<typeof open>) => {
  const { findings } = await exposed.search();
  const [finding] = findings;
  if (finding === undefined) throw new Error('nothing found');
  return finding;
};
const replaced = async (exposed: ReturnType<typeof open>): Promise<string> => {
  const { id: finding } = await first(exposed);
  const { basis, lines } = await exposed.preview(finding);
  expect(JSON.stringify(lines)).not.toMatch(/pQz|AKIAQ3/);
  return (await exposed.replace({ finding, basis })).undo;
};

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'stowkey-exposed-'));
  home = join(root, 'home');
  project = join(home, 'project');
  await mkdir(project, { recursive: true });
  given = new Map();
  outage = null;
  asked = 0;
  prefilled = [];
  meanwhile = async () => {};
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('the search for keys in plain text', () => {
  it('F7 tells ours by their hash from unknown ones, with file, line and the end of the key ID', async () => {
    await put(
      '.aws/credentials',
      `[photos]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
    );
    await put('.s3cfg', `[default]\naccess_key = ${otherId}\nsecret_key = ${otherSecret}\n`);
    await put('.bashrc', dotenv());
    const { findings, files } = await open().search();
    expect(files).toBe(3);
    expect(findings.map(({ id: _, ...rest }) => rest)).toEqual([
      {
        file: '~/.aws/credentials',
        line: 3,
        kind: 'aws-credentials',
        name: 'photos',
        isBackup: false,
        keyEnding: 'EFGH',
        owner: { kind: 'ours', connectionId: ours.id },
        act: 'replace',
      },
      {
        file: '~/.s3cfg',
        line: 3,
        kind: 's3cmd',
        name: 'default',
        isBackup: false,
        keyEnding: '0001',
        owner: { kind: 'unknown' },
        act: 'take',
      },
      {
        file: '~/.bashrc',
        line: 3,
        kind: 'shell',
        name: null,
        isBackup: false,
        keyEnding: 'EFGH',
        owner: { kind: 'ours', connectionId: ours.id },
        act: 'by-hand',
      },
    ]);
  });

  it('says so when the keychain is locked, and asks it once; without a finding it is not asked', async () => {
    await open().search();
    expect(asked).toBe(0);
    await put('.bashrc', dotenv());
    outage = 'keychain.locked';
    const { owner, act } = await first(open());
    expect([owner.kind, act, asked]).toEqual(['not-compared', 'none', 1]);
  });

  it('F7 follows no link out of a folder, and none to a folder; reads no FIFO, device or socket', async () => {
    const outside = join(root, 'outside');
    await mkdir(outside);
    await writeFile(join(outside, '.env'), dotenv());
    await put('project/real/web.env', dotenv());
    await symlink(join(outside, '.env'), join(project, '.env'));
    await symlink(outside, join(project, 'linked'));
    await symlink(project, join(project, 'loop'));
    await symlink(join(project, 'real/web.env'), join(project, '.env.inside'));
    await symlink('/dev/zero', join(project, '.env.device'));
    execFileSync('mkfifo', [join(project, '.env.fifo')]);
    await mkdir(join(project, '.env.folder'));
    // A home's own file that leads away from it, as well.
    await symlink(join(outside, '.env'), join(home, '.bashrc'));
    execFileSync('mkfifo', [join(home, '.zshrc')]);
    const socket = createServer();
    await new Promise<void>((done) => socket.listen(join(project, '.env.socket'), done));
    const exposed = open();
    await exposed.addFolder();
    const { findings, skipped } = await exposed.search();
    socket.close();
    expect(findings).toHaveLength(1);
    expect(findings[0]?.file).toMatch(/^~\/project\/(?:real\/web\.env|\.env\.inside)$/);
    expect(skipped.map(({ file, reason }) => `${file} ${reason}`).sort()).toEqual([
      '~/.bashrc link-out',
      '~/.zshrc not-a-file',
      '~/project/.env link-out',
      '~/project/.env.device link-out',
      '~/project/.env.fifo not-a-file',
      '~/project/.env.socket not-a-file',
    ]);
  });

  it('F7 passes over what is huge, binary or not readable, and names it', async () => {
    await put('project/.env', `${dotenv()}${'#'.repeat(2 * 1024 * 1024)}`);
    await put('project/.env.bin', Buffer.from(`\0${dotenv()}`));
    const closed = await put('project/.env.closed', dotenv());
    await chmod(closed, 0);
    const exposed = open();
    await exposed.addFolder();
    const { findings, skipped } = await exposed.search();
    expect(skipped.map(({ file, reason }) => `${file} ${reason}`).sort()).toEqual([
      '~/project/.env too-large',
      '~/project/.env.bin binary',
      ...(isRoot ? [] : ['~/project/.env.closed unreadable']),
    ]);
    expect(findings).toHaveLength(isRoot ? 1 : 0);
  });

  it('F7 looks through 10,000 files, and ends at its limits and says so', async () => {
    for (let folder = 0; folder < 100; folder += 1) {
      const path = join(project, String(folder));
      await mkdir(path);
      await Promise.all(
        Array.from({ length: 100 }, (_, number) => writeFile(join(path, `${number}.txt`), '')),
      );
    }
    await put('project/50/.env', dotenv());
    const exposed = open();
    await exposed.addFolder();
    expect(await exposed.search()).toMatchObject({ files: 1, isCutShort: false, findings: [{}] });
    await Promise.all(
      Array.from({ length: 2_100 }, (_, number) => put(`project/99/${number}.env`, 'A=1')),
    );
    expect(await exposed.search()).toMatchObject({ files: 2_000, isCutShort: true });
  }, 120_000);

  it('has an unknown key taken into the form that fits, from the file as it is now', async () => {
    const path = await put(
      '.config/rclone/rclone.conf',
      `[r]\ntype = s3\naccess_key_id = ${otherId}\nsecret_access_key = ${otherSecret}\nendpoint = gateway.storjshare.io\n`,
    );
    const exposed = open();
    const { id: finding } = await first(exposed);
    const reply = await exposed.take(finding);
    expect(contract.exposedSecrets.take.reply.parse(reply)).toEqual(reply);
    expect(prefilled[0]).toBe('s3-storj');
    expect(JSON.parse(prefilled[1] ?? '')).toMatchObject({
      accessKeyId: otherId,
      secretAccessKey: otherSecret,
    });
    await writeFile(path, '[r]\n');
    expect(await codeOf(exposed.take(finding))).toBe('exposed.changed');
  });
});

describe('a reference in the place of a key', () => {
  it('F7 sends nothing, logs no value and keeps none: of a whole world of services', async () => {
    const sent = vi.spyOn(Socket.prototype, 'connect');
    const world = await startServices();
    try {
      const { handlers } = world.services();
      await mkdir(join(world.folder, '.aws'));
      await writeFile(join(world.folder, '.aws/credentials'), theirs);
      const { findings } = await handlers.exposedSecrets.search();
      expect(findings).toMatchObject([{ file: '~/.aws/credentials', line: 8, act: 'take' }]);
      const taken = await handlers.exposedSecrets.take({ finding: findings[0]?.id ?? '' });
      expect(taken).toMatchObject({
        providerId: 's3-aws',
        // The form shows the ID, as it does of one that is typed.
        values: { accessKeyId: id },
        secretFields: ['secretAccessKey'],
      });
      expect(JSON.stringify(taken)).not.toContain(secret);
      const seen = JSON.stringify([findings, world.log, world.snapshot()]);
      for (const canary of [id, secret]) expect(seen).not.toContain(canary);
      expect(sent).not.toHaveBeenCalled();
    } finally {
      await world.close();
    }
  });

  const theirs = `; mine\r\n[default]\r\nregion = eu-1\r\n\r\n[photos]\r\n# note\r\naws_access_key_id = ${id}\r\naws_secret_access_key = ${secret}\r\nregion=x\r\n[z]\r\noutput = json`;

  it('F7 F4 changes the lines of the key alone, and undo gives the very bytes back', async () => {
    const path = await put('.aws/credentials', theirs);
    await chmod(path, 0o640);
    const exposed = open();
    const undo = await replaced(exposed);
    expect(await readFile(path, 'utf8')).toBe(
      theirs.replace(
        /aws_access_key_id.*\r\naws_secret.*\r\n/,
        'credential_process = /opt/stowkey-credentials photos\r\n',
      ),
    );
    expect((await stat(path)).mode & 0o777).toBe(0o640);
    expect([...given]).toEqual([['photos', ours.id]]);
    const backup = `${path}.stowkey-20260102T030405Z`;
    expect(await readFile(backup, 'utf8')).toBe(theirs);
    // The copy still holds the key, and the next search says so.
    expect((await exposed.search()).findings).toMatchObject([{ isBackup: true, act: 'by-hand' }]);
    await exposed.undo(undo);
    expect(await readFile(path, 'utf8')).toBe(theirs);
    expect([...given]).toEqual([]);
    await replaced(exposed);
    expect((await readdir(dirname(path))).sort()).toEqual([
      'credentials',
      'credentials.stowkey-20260102T030405Z',
      'credentials.stowkey-20260102T030405Z-2',
    ]);
  });

  it('has botocore run the reference that stands in the credentials file', async () => {
    const path = await put('.aws/credentials', theirs);
    await replaced(open());
    const command = join(root, 'give');
    const document = { Version: 1, AccessKeyId: 'fresh', SecretAccessKey: 's' };
    await writeFile(command, `#!/bin/sh\necho '${JSON.stringify(document)}'\n`, { mode: 0o700 });
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('/opt/stowkey-credentials', command));
    const script =
      'import botocore.session; print(botocore.session.Session(profile="photos").get_credentials().access_key)';
    const env = { HOME: home, PYTHONUTF8: '1' };
    const said = execFileSync('/usr/bin/python3', ['-I', '-c', script], { env, encoding: 'utf8' });
    expect(said.trim()).toBe('fresh');
  });

  it('F7 gives rclone a profile that is made for it, and undo takes both back', async () => {
    const conf = `# mine\n[r]\ntype = s3\nprovider = Other\nenv_auth = false\naccess_key_id = ${id}\nsecret_access_key = ${secret}\nendpoint = s3.example\n\n[d]\ntype = drive\n`;
    const path = await put('.config/rclone/rclone.conf', conf);
    const exposed = open();
    const undo = await replaced(exposed);
    expect(await readFile(path, 'utf8')).toBe(
      conf.replace(/env_auth[\s\S]*?secret_access.*\n/, 'env_auth = true\nprofile = Photos\n'),
    );
    expect(await readFile(join(home, '.aws/config'), 'utf8')).toContain('[profile Photos]');
    await exposed.undo(undo);
    expect(await readFile(path, 'utf8')).toBe(conf);
    expect(await readdir(join(home, '.aws'))).toEqual([]);
    expect([...given]).toEqual([]);
  });

  it('F7 F3 what changed since it was looked at, previewed or written is refused and stays', async () => {
    const path = await put('.aws/credentials', theirs);
    const exposed = open();
    const { id: finding } = await first(exposed);
    const { basis } = await exposed.preview(finding);
    meanwhile = () => writeFile(path, `${theirs}\n`);
    expect(await codeOf(exposed.replace({ finding, basis }))).toBe('aws-config.changed');
    expect(await readFile(path, 'utf8')).toBe(`${theirs}\n`);
    expect(await codeOf(exposed.preview(finding))).toBe('exposed.changed');
    expect([...given]).toEqual([]);
    expect(await readdir(dirname(path))).toEqual(['credentials']);
    meanwhile = async () => {};
    const undo = await replaced(exposed);
    await writeFile(path, 'mine now');
    expect(await codeOf(exposed.undo(undo))).toBe('aws-config.changed');
    expect(await readFile(path, 'utf8')).toBe('mine now');
    expect(await codeOf(exposed.preview(systemRandom.uuid()))).toBe('exposed.gone');
  });

  it.each([
    [
      'no UTF-8',
      Buffer.concat([Buffer.from(theirs), Buffer.from([0xff])]),
      'aws-config.unparsable',
    ],
    ['no AWS file', `${theirs}\nwhat is this`, 'aws-config.unparsable'],
    ['a value of several lines', theirs.replace('region=x', '  more'), 'exposed.unfit'],
    [
      'another command there',
      theirs.replace('region=x', 'credential_process = y'),
      'aws-config.unparsable',
    ],
  ])('F7 leaves a file alone that has %s', async (_, content, code) => {
    const path = await put('.aws/credentials', content);
    const exposed = open();
    const { id: finding } = await first(exposed);
    expect(await codeOf(exposed.preview(finding))).toBe(code);
    expect(await readFile(path)).toEqual(Buffer.from(content));
  });

  it('F7 F2 follows a link within the home to the file, and no other by the time it writes', async () => {
    const real = await put('dotfiles/credentials', theirs);
    await mkdir(join(home, '.aws'));
    await symlink(real, join(home, '.aws/credentials'));
    const exposed = open();
    const undo = await replaced(exposed);
    expect(await readFile(real, 'utf8')).toContain('credential_process');
    await exposed.undo(undo);
    const { id: finding } = await first(exposed);
    const { basis } = await exposed.preview(finding);
    const outside = join(root, 'credentials');
    await writeFile(outside, theirs);
    await rm(join(home, '.aws/credentials'));
    await symlink(outside, join(home, '.aws/credentials'));
    expect(await codeOf(exposed.replace({ finding, basis }))).toBe('exposed.changed');
    expect(await readFile(outside, 'utf8')).toBe(theirs);
  });
});
