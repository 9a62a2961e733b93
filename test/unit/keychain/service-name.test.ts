import { describe, expect, it } from 'vitest';
import { serviceName } from '../../../electron/keychain/service-name.ts';

describe('K19 M20 service names', () => {
  const scopes = [
    { channel: 'stable' },
    { channel: 'development' },
    { channel: 'demo' },
    { channel: 'stable', profileFolder: '/home/a/one' },
    { channel: 'stable', profileFolder: '/home/a/one2' },
    { channel: 'test', profileFolder: '/home/a/one' },
    { channel: 'demo', profileFolder: '/home/a/one' },
  ] as const;
  const names = scopes.map(serviceName);

  it('differ for every channel and profile, and the released one is Stowkey', () => {
    expect(new Set(names).size).toBe(scopes.length);
    expect(names[0]).toBe('Stowkey');
  });

  it('are never the beginning of one another, and hold no slash', () => {
    for (const name of names) {
      expect(name).toMatch(/^[A-Za-z0-9.]+$/);
      for (const other of names) {
        if (other !== name) expect(other.startsWith(name)).toBe(false);
      }
    }
  });

  it('stay the same for the same profile', () => {
    expect(serviceName(scopes[3])).toBe(serviceName({ ...scopes[3] }));
  });
});
