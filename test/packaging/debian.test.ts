import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { packagedAppFolder } from '../support/app/package-app.ts';
import { type Display, startDisplay } from '../support/desktop/display.ts';
import { type Keyring, startKeyring } from '../support/desktop/keyring.ts';
import { createCookieBrowser } from '../support/oauth/cookie-browser.ts';
import { type OidcServer, startOidcServer } from '../support/oauth/oidc-server.ts';
import {
  type DebianRoot,
  fetchDebianRoot,
  person,
  personHome,
  startDebianRoot,
} from '../support/packages/debian-root.ts';
import { makeLinuxPackages } from '../support/packages/make-packages.ts';
import { run, until } from '../support/processes/processes.ts';

const older = '0.0.9';
const entryFile = '/usr/share/applications/dev.stowkey.app.desktop';

const canPackage = process.env.STOWKEY_NO_RUNTIME === undefined && existsSync('/usr/bin/dpkg-deb');
const base = canPackage ? await fetchDebianRoot() : null;

let folder: string;
const fileOf = (version: string): string => join(folder, `stowkey_${version}_amd64.deb`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowkey-deb-'));
  await chmod(folder, 0o755);
  if (!canPackage) return;
  for (const version of [older, manifest.version]) {
    const made = await makeLinuxPackages({
      targets: version === older ? ['deb'] : ['deb', 'rpm'],
      archs: ['x64'],
      packedFolder: packagedAppFolder('release'),
      compression: 'none',
      version,
      config: { directories: { output: folder } },
    });
    expect(made).toContain(fileOf(version));
  }
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(!canPackage)('the packages for Linux', () => {
  const deb = (): string => fileOf(manifest.version);
  const said = async (command: string, ...args: readonly string[]): Promise<string> => {
    const done = await run(command, args, { timeoutMs: 120_000 });
    expect(done, `${command} ${args.join(' ')}`).toMatchObject({ code: 0 });
    return done.stdout;
  };
  const unpacked = async (): Promise<string> => {
    const tree = join(folder, 'unpacked');
    if (!existsSync(tree)) await said('dpkg-deb', '-x', deb(), tree);
    return tree;
  };
  const id = manifest.desktopName.replace(/\.desktop$/, '');

  test('P4 everything in it is root’s, and nobody else may write to it', async () => {
    const lines = (await said('dpkg-deb', '-c', deb())).trim().split('\n');
    const sane = /^(drwxr-xr-x|-rwxr-xr-x|-rw-r--r--|lrwxrwxrwx) root\/root /;
    expect(lines.filter((line) => !sane.test(line))).toEqual([]);
  });

  test('its entry, its metadata and the running program have one name, and one set of icons', async () => {
    const tree = await unpacked();
    const entry = join(tree, entryFile);
    expect(entryFile).toContain(`/${manifest.desktopName}`);
    expect(await readFile(entry, 'utf8')).toContain(`StartupWMClass=${id}\n`);
    const metainfo = join(tree, `usr/share/metainfo/${id}.metainfo.xml`);
    expect(await readFile(metainfo, 'utf8')).toContain(`<id>${id}</id>`);
    expect(await said('desktop-file-validate', entry)).toBe('');
    await said('appstreamcli', 'validate', '--no-net', metainfo);
    const sizes = await readdir(join(tree, 'usr/share/icons/hicolor'));
    for (const size of sizes) {
      const [icon, ...more] = await readdir(join(tree, `usr/share/icons/hicolor/${size}/apps`));
      expect([icon, more]).toEqual(['stowkey.png', []]);
      const drawn = await readFile(`electron/app/icons/${size}.png`);
      const path = join(tree, `usr/share/icons/hicolor/${size}/apps/stowkey.png`);
      expect(drawn.equals(await readFile(path)), size).toBe(true);
    }
    expect(sizes).toEqual(expect.arrayContaining(['16x16', '48x48', '128x128', '512x512']));
  });

  test('lintian finds no error that has no reason', async () => {
    // The tests' package alone is not compressed.
    const quick = ['data', 'control'].map((part) => `uses-no-compression-for-${part}-tarball`);
    const rules = ['--fail-on', 'error', '--suppress-tags', quick.join(',')];
    await said('lintian', '--allow-root', ...rules, deb());
  }, 150_000);

  test('P6 the rpm asks for libsecret and has the command, its manual and its completion', async () => {
    const rpm = join(folder, `stowkey-${manifest.version}.x86_64.rpm`);
    expect(await said('rpm', '-qp', '--requires', rpm)).toContain('libsecret');
    const files = (await said('rpm', '-qpl', rpm)).split('\n');
    const wanted = ['/usr/bin/stowkey', '/usr/share/man/man1/stowkey.1.gz', '/opt/Stowkey/stowkey'];
    const completion = '/usr/share/zsh/site-functions/_stowkey';
    expect(files).toEqual(expect.arrayContaining([...wanted, completion, entryFile]));
    const owners = await said('rpm', '-qp', '--qf', '[%{FILEUSERNAME} %{FILEGROUPNAME}\n]', rpm);
    expect(new Set(owners.trim().split('\n'))).toEqual(new Set(['root root']));
  });
});

/** A person's desktop around a Debian that the package was never on. */
describe.skipIf(base === null)('the Debian package', () => {
  let display: Display;
  let keyring: Keyring;
  let oidc: OidcServer;
  let root: DebianRoot;

  beforeAll(async () => {
    display = await startDisplay();
    keyring = await startKeyring({ user: person });
    oidc = await startOidcServer();
    root = await startDebianRoot(base ?? '', [folder, join(keyring.home, '..')]);
  });
  afterAll(async () => {
    await root?.close();
    await oidc?.close();
    await keyring?.close();
    await display?.close();
  });

  const session = () => ({
    user: person,
    env: {
      HOME: personHome,
      DISPLAY: display.display,
      DBUS_SESSION_BUS_ADDRESS: keyring.env.DBUS_SESSION_BUS_ADDRESS ?? '',
    },
  });
  const asRoot = async (...command: readonly string[]): Promise<string> => {
    const done = await root.run(command, { env: { DEBIAN_FRONTEND: 'noninteractive' } });
    expect(done.code, `${command.join(' ')}\n${done.stdout}${done.stderr}`).toBe(0);
    return done.stdout + done.stderr;
  };
  const install = (version: string): Promise<string> =>
    asRoot('apt-get', 'install', '-y', '--no-install-recommends', fileOf(version));
  const stowkey = (...words: readonly string[]) => root.run(['stowkey', ...words], session());
  const inRoot = (path: string): string => join(root.path, path);
  const log = (): Promise<string> =>
    readFile(inRoot(`${personHome}/.config/Stowkey/logs/stowkey.log`), 'utf8');

  /** What the menu of a desktop runs: the entry's own line, without a file to open. */
  const startFromMenu = async (): Promise<void> => {
    const entry = await readFile(inRoot(entryFile), 'utf8');
    const line = /^Exec=(.*)$/m.exec(entry)?.[1] ?? '';
    root.spawn(line.replace(' %U', '').split(' '), session());
  };
  /** Since Electron 41.6 the class is the entry's name on X11 too, and was the program's before. */
  const untilWindow = (): Promise<string> =>
    until('a window', async () => {
      const args = ['search', '--onlyvisible', '--class', '^(dev\\.stowkey\\.app|Stowkey)$'];
      const env = { ...process.env, DISPLAY: display.display };
      const { stdout } = await run('xdotool', args, { env });
      return stdout.trim() || undefined;
    });

  /** Command lines of what runs in the root, by pid there. */
  const processes = async (): Promise<ReadonlyMap<string, string>> => {
    const pids = (await readdir(inRoot('proc'))).filter((name) => /^\d+$/.test(name));
    const lines = await Promise.all(
      pids.map(async (pid): Promise<[string, string]> => {
        const line = await readFile(inRoot(`proc/${pid}/cmdline`), 'utf8').catch(() => '');
        return [pid, line.replaceAll('\0', ' ')];
      }),
    );
    return new Map(lines.filter(([, line]) => line.startsWith('/opt/Stowkey/')));
  };
  const pidOf = async (kind: RegExp): Promise<string | undefined> =>
    [...(await processes())].find(([, line]) => kind.test(line))?.[0];
  /** Neither a part of the program nor a command. */
  const main = /^\/opt\/Stowkey\/stowkey(?!.* --(?:type=| ))/;
  const endProgram = async (): Promise<void> => {
    const pids = [...(await processes())].filter(([, line]) => main.test(line));
    await asRoot('kill', ...pids.map(([pid]) => pid));
    await until('its end', async () => (await pidOf(main)) === undefined || undefined);
  };
  const accounts = () => keyring.listItems('Stowkey');
  const listed = async (): Promise<string> => {
    const done = await stowkey('list', '--names');
    expect(done).toMatchObject({ code: 0, stderr: '' });
    return done.stdout;
  };

  test('P5 P6 it is installed, started from the menu, sandboxed and used by its command', async () => {
    await install(older);
    // Ubuntu 24.04 and later let nobody have Chromium's sandbox without it.
    expect(await readFile(inRoot('etc/apparmor.d/stowkey'), 'utf8')).toContain('userns,');
    await startFromMenu();
    await untilWindow();
    const renderer = await until('a page', () => pidOf(/--type=renderer/));
    const status = await readFile(inRoot(`proc/${renderer}/status`), 'utf8');
    expect(status).toMatch(/^Seccomp:\t2$/m);
    expect([...(await processes()).values()].join('\n')).not.toContain('--no-sandbox');

    const words = ['connect', 'oidc', '--device-code', '--name', 'Far'];
    const fields = [`issuer=${oidc.issuer}`, 'registerClient=true'];
    const command = ['stowkey', ...words, ...fields.flatMap((each) => ['--field', each])];
    const connecting = root.spawn(command, session());
    const ended = new Promise((resolve) => connecting.once('close', resolve));
    let said = '';
    connecting.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const code = await until('a code', () => /code ([A-Z]{4}-[A-Z]{4})\n/.exec(said)?.[1]);
    await createCookieBrowser().walkThrough(`${oidc.issuer}/device`, { user_code: code });
    expect(await ended, said).toBe(0);
    expect(await listed()).toBe('Far\n');
    expect(await accounts()).not.toEqual([]);
    await endProgram();
  }, 60_000);

  test('K20 P6 without libsecret the window opens, and the log has the loader’s reason', async () => {
    await asRoot('dpkg', '--remove', '--force-depends', 'libsecret-1-0');
    await startFromMenu();
    await untilWindow();
    await until(
      'the reason in the log',
      async () =>
        (await log()).includes('libsecret-1.so.0: cannot open shared object file') || undefined,
    );
    await endProgram();
    await asRoot('apt-get', 'install', '-y', '--fix-broken');
  }, 60_000);

  test('an update while it runs loses nothing, and is noticed', async () => {
    await startFromMenu();
    await untilWindow();
    const before = await accounts();
    await install(manifest.version);
    await until(
      'the news in the log',
      async () => (await log()).includes('its own file was replaced') || undefined,
    );
    // The program from before goes on until its window is told to start again.
    expect(await listed()).toBe('Far\n');
    await endProgram();

    expect((await stowkey('agent')).code).toBe(0);
    const first = await until('an agent', () => pidOf(main));
    await asRoot('dpkg', '--install', fileOf(manifest.version));
    // Nobody sees a window of it, so it gives way by itself.
    const isAnother = async () => ![undefined, first].includes(await pidOf(main)) || undefined;
    await until('another agent', isAnother, { deadlineMs: 30_000 });
    expect(await listed()).toBe('Far\n');
    expect(await accounts()).toEqual(before);
  }, 60_000);

  test('removed, it leaves people’s accounts and says where; purged, nothing of its own', async () => {
    const before = await accounts();
    const said = await asRoot('apt-get', 'remove', '-y', 'stowkey');
    expect(said).toContain('the list in ~/.config/Stowkey, the keys in the');
    expect(await accounts()).toEqual(before);
    expect(
      await readFile(inRoot(`${personHome}/.config/Stowkey/connections.json`), 'utf8'),
    ).toContain('Far');
    await asRoot('apt-get', 'purge', '-y', 'stowkey');
    const places = ['/usr', '/etc', '/var/lib'];
    expect(await asRoot('find', ...places, '-iname', '*stowkey*')).toBe('');
    expect(existsSync(inRoot('opt/Stowkey'))).toBe(false);
  });
});
