import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import { openKeytarStore } from '../../../electron/keychain/load-keytar.ts';
import { newId, record } from '../../support/fakes/secret-records.ts';

const options = {
  service: 'test.Stowkey',
  sentinel: { expected: () => null, remember: async () => {} },
  clock: { after: () => () => {} },
  random: { token: () => 'token' },
};

describe('loading keytar', () => {
  it('K20 gives a store that says unavailable, with every reason the loader had', async () => {
    const store = openKeytarStore(options, (name) => {
      throw new Error(name === 'keytar' ? 'Failed to load' : 'libsecret-1.so.0: cannot open');
    });
    const calls = [
      () => store.check(),
      () => store.read(newId()),
      () => store.write(newId(), record(1, { value: 'v' })),
      () => store.delete(newId()),
      () => store.forget(),
    ];
    for (const call of calls) {
      const error = await call().then(
        () => null,
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof AppError)) throw new Error('expected an AppError');
      expect([error.code, error.params]).toEqual([
        'keychain.unavailable',
        { reason: 'not-loaded' },
      ]);
      const { errors } = error.cause as AggregateError;
      expect(errors.map((reason: Error) => reason.message)).toContain('Failed to load');
      expect(errors.map((reason: Error) => reason.message)).toContain(
        'libsecret-1.so.0: cannot open',
      );
    }
  });

  it('takes three functions of keytar and no more', () => {
    const touched: string[] = [];
    const keytar = new Proxy(
      {},
      {
        get: (_, name) => {
          touched.push(String(name));
          return async () => null;
        },
      },
    );
    openKeytarStore(options, () => keytar);
    expect(touched.sort()).toEqual(['deletePassword', 'getPassword', 'setPassword']);
  });

  it('K15 no code uses keytar’s find functions, and one file loads keytar', () => {
    const root = new URL('../../../electron', import.meta.url).pathname;
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }));
    expect(files.length).toBeGreaterThan(5);
    const using = (pattern: RegExp) =>
      files.filter(({ text }) => pattern.test(text)).map(({ name }) => name);
    expect(using(/findCredentials|findPassword/)).toEqual([]);
    expect(using(/(from|import|require|load)\s*\(?\s*'(@github\/)?keytar['/]/)).toEqual([
      join('keychain', 'native-keytar.ts'),
    ]);
  });
});
