import { FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import { describe, expect, test } from 'vitest';
import { builderConfig, packagedAppExecutable } from '../support/app/package-app.ts';

/** How a fuse stands in the program file: the characters 0 and 1. */
const FuseState = { DISABLE: 48, ENABLE: 49 } as const;

/** Newer runtimes have it and the library has no name for it; it stays as Electron ships it. */
const trapHandlers = { index: '8', state: FuseState.ENABLE };

/** Decided in electron-builder.yml, written down here a second time on purpose. */
const wanted = {
  RunAsNode: FuseState.DISABLE,
  EnableCookieEncryption: FuseState.DISABLE,
  EnableNodeOptionsEnvironmentVariable: FuseState.DISABLE,
  EnableNodeCliInspectArguments: FuseState.DISABLE,
  EnableEmbeddedAsarIntegrityValidation: FuseState.ENABLE,
  OnlyLoadAppFromAsar: FuseState.ENABLE,
  LoadBrowserProcessSpecificV8Snapshot: FuseState.DISABLE,
  GrantFileProtocolExtraPrivileges: FuseState.DISABLE,
};

async function fusesOf(executable: string) {
  const { version, ...wire } = await getCurrentFuseWire(executable);
  expect(version).toBe(FuseVersion.V1);
  return Object.fromEntries(
    Object.entries(wire)
      .filter(([index, state]) => index !== trapHandlers.index || state !== trapHandlers.state)
      .map(([index, state]) => [FuseV1Options[Number(index)] ?? index, state]),
  );
}

describe.skipIf(process.env.STOWKEY_NO_RUNTIME)('P1 fuses of the packaged program', () => {
  test('P1 the release build has every fuse as decided, and no fuse that nobody decided on', async () => {
    expect(await fusesOf(packagedAppExecutable('release'))).toEqual(wanted);
  });

  test('P1 the build that Playwright drives differs in the inspector alone', async () => {
    const test = await fusesOf(packagedAppExecutable('test'));
    expect(test).toEqual({ ...wanted, EnableNodeCliInspectArguments: FuseState.ENABLE });
  });
});

test('P1 the two configurations differ in exactly one key', async () => {
  const release = flat(await builderConfig('release'));
  const driven = flat(await builderConfig('test'));
  const keys = new Set([...release.keys(), ...driven.keys()]);
  const differing = [...keys].filter((key) => release.get(key) !== driven.get(key));
  expect(differing).toEqual(['electronFuses.enableNodeCliInspectArguments']);
  expect(release.get('electronFuses.enableNodeCliInspectArguments')).toBe(false);
});

function flat(value: unknown, path = ''): Map<string, unknown> {
  if (typeof value !== 'object' || value === null) return new Map([[path, value]]);
  const entries = Object.entries(value).flatMap(([key, part]) => [
    ...flat(part, path === '' ? key : `${path}.${key}`),
  ]);
  return new Map(entries);
}
