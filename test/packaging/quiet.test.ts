import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agentPaths } from '../../electron/platform/agent-paths.ts';
import { familyOf } from '../bench/family.ts';
import { makeProfile } from '../bench/profiles.ts';
import { packagedAppExecutable } from '../support/app/package-app.ts';
import { commandLine, type Release, startRelease } from '../support/app/release.ts';
import { type Display, startDisplay } from '../support/desktop/display.ts';
import { type Keyring, startKeyring } from '../support/desktop/keyring.ts';
import { run, until } from '../support/processes/processes.ts';

const isRoot = process.getuid?.() === 0;
const minuteMs = 60_000;

/**
 * A network of its own, in which every address is this machine and nobody answers. The kernel counts in it
 * whatever is tried, so a connection that is over at once is seen as well.
 */
const ownNetwork = `unshare ${isRoot ? '' : '--map-current-user --keep-caps '}--net sh -c '
ip link set lo up && ip route add local 0.0.0.0/0 dev lo
ip -6 route add local ::/0 dev lo
exec "$0" "$@"'`;

describe.skipIf(process.env.STOWKEY_NO_RUNTIME)('the release build with ten accounts', () => {
  let display: Display;
  let keyring: Keyring;
  let folder: string;
  let program: Release;

  beforeAll(async () => {
    display = await startDisplay();
    keyring = await startKeyring();
    folder = await realpath(await mkdtemp(join(tmpdir(), 'stowkey-quiet-')));
  });
  afterAll(async () => {
    await program?.end();
    await keyring?.close();
    await display?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('N17 asks nobody anything in the first minute: no telemetry, no updates, no look-up', async () => {
    const userData = join(folder, 'profile');
    await makeProfile(userData, 10, keyring);
    const start = join(folder, 'start');
    const script = `#!/bin/sh\nexec ${ownNetwork} '${packagedAppExecutable('release')}' "$@"\n`;
    await writeFile(start, script, { mode: 0o755 });
    const env = { ...keyring.env, DISPLAY: display.display };
    program = await startRelease({ executablePath: start, userData, env });
    const [pid = 0] = program.pids();
    await until('a window and the agent', async () => {
      const lines = (await familyOf(pid)).map(commandLine);
      const isDrawn = lines.some((line) => line.includes('--type=renderer'));
      return (isDrawn && existsSync(agentPaths(userData, 'linux').socket)) || undefined;
    });

    await setTimeout(minuteMs);
    expect(triedBy(pid)).toEqual({ connections: 0, datagrams: 0 });

    // What would have been seen: a name that is looked up, and an address.
    const inside = [
      '--target',
      String(pid),
      '--net',
      ...(isRoot ? [] : ['--user', '--preserve-credentials']),
    ];
    for (const url of ['http://stowkey.example/', 'http://192.0.2.1/'])
      await run('nsenter', [...inside, 'curl', '--silent', '--max-time', '5', url], { env });
    const { connections, datagrams } = triedBy(pid);
    expect([connections, datagrams > 0]).toEqual([1, true]);
  }, 120_000);
});

/** How many TCP connections were begun and UDP datagrams sent in the network of a process (Linux). */
function triedBy(pid: number): { readonly connections: number; readonly datagrams: number } {
  const snmp = readFileSync(`/proc/${pid}/net/snmp`, 'utf8');
  const count = (protocol: string, name: string): number => {
    const [names = [], values = []] = snmp
      .split('\n')
      .filter((line) => line.startsWith(`${protocol}: `))
      .map((line) => line.split(' '));
    return Number(values[names.indexOf(name)]);
  };
  const snmp6 = readFileSync(`/proc/${pid}/net/snmp6`, 'utf8');
  const datagrams6 = Number(/^Udp6OutDatagrams\s+(\d+)$/m.exec(snmp6)?.[1] ?? 0);
  return {
    connections: count('Tcp', 'ActiveOpens'),
    datagrams: count('Udp', 'OutDatagrams') + datagrams6,
  };
}
