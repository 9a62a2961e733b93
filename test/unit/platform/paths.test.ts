import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  keychainServiceName,
  profileFolderName,
  profileOf,
  profilePaths,
} from '../../../electron/platform/paths.ts';

describe('a profile', () => {
  it('K19 M20 is told by its folder alone', () => {
    const usual = { default: '/d', development: null };
    expect(profileOf('/d', usual)).toEqual({ kind: 'default' });
    expect(profileOf('/e', { ...usual, development: '/e' })).toEqual({ kind: 'development' });
    expect(profileOf('/p', usual)).toEqual({ kind: 'custom', realPath: '/p' });
  });

  it('K19 names its keychain service', () => {
    expect(keychainServiceName({ kind: 'default' })).toBe('Stowkey');
    expect(keychainServiceName({ kind: 'development' })).toBe('Dev-Stowkey');
    expect(keychainServiceName({ kind: 'custom', realPath: '/tmp/p' })).toMatch(
      /^Profile-[0-9a-f]{8}-Stowkey$/,
    );
  });

  it('K19 M20 no service name begins another or holds a slash, and each folder has its own', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 2 }), (folders) => {
        const services = [
          keychainServiceName({ kind: 'default' }),
          keychainServiceName({ kind: 'development' }),
          ...folders.map((realPath) => keychainServiceName({ kind: 'custom', realPath })),
        ];
        for (const one of services) {
          expect(one).not.toContain('/');
          for (const other of services) expect(one !== other && one.startsWith(other)).toBe(false);
        }
        expect(new Set(services).size).toBe(services.length);
      }),
    );
  });

  it('M20 run from the sources has a folder of its own', () => {
    expect(profileFolderName({ kind: 'development' })).not.toBe(
      profileFolderName({ kind: 'default' }),
    );
  });

  it('keeps its files in its folder', () => {
    const { folder, ...files } = profilePaths('/p');
    for (const path of Object.values(files)) expect(path.startsWith(`${folder}/`)).toBe(true);
  });
});
