import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../../electron/diagnostics/secret.ts';
import { createClientSecretMinter } from '../../../../electron/oauth/client/secret-minter.ts';

const clientSecret = new Secret('2b4719e00623ad66c4cde8681efc59e9d40bf96cdb43d4b9cf859e27d5252102');

const setUp = (startEpochMs = 1_800_000_000_000) => {
  let now = startEpochMs;
  const mint = createClientSecretMinter({ nowEpochMs: () => now });
  return {
    at: (epochMs: number) => {
      now = epochMs;
    },
    expOf: async (clientId = 'client', lifetimeMinutes = 5) =>
      decodeJwt((await mint({ clientId, clientSecret, lifetimeMinutes })).expose()).exp,
  };
};

describe('client secrets', () => {
  it('N10 are never the same twice, even within one second', async () => {
    const { expOf } = setUp();
    expect([await expOf(), await expOf(), await expOf()]).toEqual([
      1_800_000_300, 1_800_000_301, 1_800_000_302,
    ]);
  });

  it('keep their own count for each client', async () => {
    const { expOf } = setUp();
    expect([await expOf('one'), await expOf('two')]).toEqual([1_800_000_300, 1_800_000_300]);
  });

  it('N8 follow a clock that was set back by hours', async () => {
    const { at, expOf } = setUp();
    await expOf();
    at(1_800_000_000_000 - 86_400_000);
    expect(await expOf()).toBe(1_800_000_300 - 86_400);
  });
});
