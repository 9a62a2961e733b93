import { jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../electron/diagnostics/errors.ts';
import { Secret } from '../../../../electron/diagnostics/secret.ts';
import { mintJwtClientSecret } from '../../../../electron/oauth/client/jwt-secret.ts';

/** Published in StorX's guide as an example. */
const vector = {
  clientId: 'e45fa79a-05f5-4f00-bbfe-bd0a14aead0a',
  clientSecret: '2b4719e00623ad66c4cde8681efc59e9d40bf96cdb43d4b9cf859e27d5252102',
  exp: 1_751_019_361,
  jwt: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJjbGllbnRfaWQiOiJlNDVmYTc5YS0wNWY1LTRmMDAtYmJmZS1iZDBhMTRhZWFkMGEiLCJleHAiOjE3NTEwMTkzNjF9.2USHN3Ad7nu7hoHY1keDqst1sI9R-ONHsx_GJotsPvI',
};

const at = (epochMs: number) => ({ nowEpochMs: () => epochMs });
const mint = (changes: Partial<Parameters<typeof mintJwtClientSecret>[0]> = {}) =>
  mintJwtClientSecret({
    clientId: vector.clientId,
    clientSecret: new Secret(vector.clientSecret),
    lifetimeMinutes: 5,
    clock: at((vector.exp - 300) * 1000),
    ...changes,
  });
const payloadOf = (jwt: Secret): unknown =>
  JSON.parse(Buffer.from(jwt.expose().split('.')[1] ?? '', 'base64url').toString());

describe('JWT client secret', () => {
  it('reproduces the published vector byte for byte', async () => {
    expect((await mint()).expose()).toBe(vector.jwt);
  });

  it('trims the secret and nothing else', async () => {
    const clientSecret = new Secret(` \r\n${vector.clientSecret}\n`);
    expect((await mint({ clientSecret })).expose()).toBe(vector.jwt);
  });

  it('uses the UTF-8 text as key, with $ and letters beyond ASCII', async () => {
    const text = '$2a$10$schlüssel/€.🔑';
    const jwt = await mint({ clientSecret: new Secret(text) });
    const { payload, protectedHeader } = await jwtVerify(
      jwt.expose(),
      new Uint8Array(Buffer.from(text, 'utf8')),
      { currentDate: new Date((vector.exp - 1) * 1000) },
    );
    expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(payload).toEqual({ client_id: vector.clientId, exp: vector.exp });
  });

  const trueNowMs = Date.UTC(2026, 2, 29, 0, 59, 59, 999);
  it.each([
    ['-24 h', -24 * 3600],
    ['-5 min', -300],
    ['0', 0],
    ['+5 min', 300],
    ['+24 h', 24 * 3600],
  ])('N8 exp is the local clock plus the lifetime at a clock offset of %s', async (_, seconds) => {
    const nowMs = trueNowMs + seconds * 1000;
    const payload = payloadOf(await mint({ lifetimeMinutes: 15, clock: at(nowMs) }));
    expect(payload).toEqual({
      client_id: vector.clientId,
      exp: Math.floor(nowMs / 1000) + 900,
    });
  });

  it.each([0, 0.99, 15.01, -1, Number.NaN, Number.POSITIVE_INFINITY])(
    'N10 refuses a lifetime of %s minutes',
    async (lifetimeMinutes) => {
      await expect(mint({ lifetimeMinutes })).rejects.toMatchObject({
        code: 'input.invalid',
        fields: { jwtLifetimeMinutes: 'out-of-range' },
      });
    },
  );

  it.each([1, 15])('N10 takes a lifetime of %s minutes', async (lifetimeMinutes) => {
    await expect(mint({ lifetimeMinutes })).resolves.toBeInstanceOf(Secret);
  });

  it.each([
    ['an empty secret', { clientSecret: new Secret('') }, { clientSecret: 'required' }],
    ['a blank secret', { clientSecret: new Secret(' \n') }, { clientSecret: 'required' }],
    ['a lone surrogate', { clientSecret: new Secret('a\ud800') }, { clientSecret: 'bad-format' }],
    ['an empty client id', { clientId: '' }, { clientId: 'required' }],
  ] as const)('N9 refuses %s with the field at fault', async (_, changes, fields) => {
    const error = await mint(changes).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'input.invalid', fields });
  });

  it('prints as [secret]', async () => {
    expect(`${await mint()} ${JSON.stringify({ jwt: await mint() })}`).toBe(
      '[secret] {"jwt":"[secret]"}',
    );
  });
});
