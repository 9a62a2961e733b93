import { describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import { channels } from '../../../shared/channels.ts';
import { maxTemplateFileLength } from '../../../shared/limits.ts';
import { errorViewSchema } from '../../../shared/schemas.ts';
import { createApi } from '../../support/fakes/api.ts';

const connectionId = '3f0d0c52-6f4e-4c3e-9b3c-6a0c7a2b8f10';
const operationId = '7c1f1f4e-8a0b-4b57-8d53-0f6f3a1c2d11';
const secret = 'jzsecretsecretsecretsecretsecretsecretsecretsecretse';

const cyclic: Record<string, unknown> = { connectionId };
cyclic.self = cyclic;

const deep = (levels: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = { a: value };
  return value;
};

describe('a call', () => {
  it('gives the handler the parsed argument and answers what the reply schema names', async () => {
    const bridge = createApi({
      'stowkey:connections.verify': () => ({ operationId, token: secret }),
    });
    const answer = await bridge.call('connections', 'verify', { connectionId });
    expect(bridge.entered).toEqual([
      { channel: 'stowkey:connections.verify', argument: { connectionId } },
    ]);
    expect(answer).toEqual({ ok: true, value: { operationId } });
  });

  it.each(['previewTemplate', 'importTemplate'])(
    'I3 takes a whole file of 256 KiB for %s, and not one of 300',
    async (name) => {
      const bridge = createApi();
      const call = (length: number) =>
        bridge.call('providers', name, {
          text: 'x'.repeat(length),
          ...(name === 'importTemplate' ? { replace: false } : {}),
        });
      await call(maxTemplateFileLength);
      expect(bridge.entered).toHaveLength(1);
      expect(await call(300 * 1024)).toMatchObject({ error: { code: 'call.invalid-argument' } });
      expect(await call(maxTemplateFileLength + 1)).toMatchObject({
        error: { code: 'call.invalid-argument' },
      });
      expect(bridge.entered).toHaveLength(1);
    },
  );

  it('trims what the schema trims', async () => {
    const bridge = createApi();
    await bridge.call('connections', 'rename', { connectionId, label: '  Mine ' });
    expect(bridge.entered[0]?.argument).toEqual({ connectionId, label: 'Mine' });
  });

  it.each<readonly [string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a string', connectionId],
    ['an array', [connectionId]],
    ['a missing field', {}],
    ['a field of another type', { connectionId: 7 }],
    ['not a number', { connectionId: Number.NaN }],
    ['an extra field', { connectionId, more: 1 }],
    ['an extra undefined field', { connectionId, more: undefined }],
    ['an empty id', { connectionId: '' }],
    ['a path as the id', { connectionId: '../../etc/passwd' }],
    ['an id with a line break', { connectionId: `${connectionId}\n` }],
    ['a huge string', { connectionId: 'a'.repeat(1_000_000) }],
    ['deep nesting', deep(10_000)],
    ['a cycle', cyclic],
    ['a typed array', new Uint8Array(16)],
    ['bytes', new ArrayBuffer(8)],
    ['a Map', new Map([['connectionId', connectionId]])],
    ['a Date', new Date(0)],
    ['a BigInt', { connectionId: 1n }],
    ['a function', { connectionId: () => connectionId }],
    ['a toJSON trick', { connectionId, toJSON: () => ({ connectionId }) }],
    ['a __proto__ key', JSON.parse(`{"connectionId":"${connectionId}","__proto__":{"x":1}}`)],
    ['a symbol key', { connectionId, [Symbol('x')]: 1 }],
    [
      'a getter',
      Object.defineProperty({}, 'connectionId', { enumerable: true, get: () => connectionId }),
    ],
    [
      'an object of a class',
      new (class Id {
        connectionId = connectionId;
      })(),
    ],
    [
      'a proxy that throws',
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error(secret);
          },
        },
      ),
    ],
  ])('I3 I4 refuses %s', async (_name, argument) => {
    const bridge = createApi();
    const answer = await bridge.call('connections', 'verify', argument);
    expect(answer.ok).toBe(false);
    expect(answer).toMatchObject({
      error: { code: expect.stringMatching(/^call\.invalid-argument$|^internal$/) },
    });
    expect(bridge.entered).toEqual([]);
    expect(JSON.stringify(answer)).not.toContain(secret);
  });

  it.each(['__proto__', 'constructor', 'prototype'])(
    'I2 refuses a form with a field named %s',
    async (name) => {
      const bridge = createApi();
      const input: unknown = JSON.parse(`{"${name}":"x"}`);
      const argument = { providerId: 'storx', label: 'x', input };
      const answer = await bridge.call('connections', 'connect', argument);
      expect(answer).toMatchObject({ ok: false, error: { code: 'call.invalid-argument' } });
      expect(bridge.entered).toEqual([]);
    },
  );

  it('I3 refuses an argument where none belongs, and a second argument anywhere', async () => {
    const bridge = createApi();
    for (const data of [[{}], [null], [undefined, 1]]) {
      const answer = await bridge.call('app', 'snapshot', ...data);
      expect(answer).toMatchObject({ ok: false, error: { code: 'call.invalid-argument' } });
    }
    expect(bridge.entered).toEqual([]);
    // They count: a flood of them is a flood.
    for (let sent = 0; sent < 1_000; sent += 1) await bridge.call('app', 'snapshot', undefined, 1);
    expect(await bridge.call('app', 'snapshot', undefined, 1)).toMatchObject({
      error: { code: 'call.rate-limited' },
    });
  });

  it('I9 answers an AppError by its code and safe parameters alone', async () => {
    const bridge = createApi({
      'stowkey:connections.verify': () => {
        throw new AppError('server.rejected', {
          params: { host: 'https://anna:pw@s3.example/?token=abc', status: 403 },
          retryable: true,
          cause: new Error(`upstream said ${secret} in /home/anna/x`),
        });
      },
    });
    const answer = await bridge.call('connections', 'verify', { connectionId });
    expect(answer).toEqual({
      ok: false,
      error: {
        code: 'server.rejected',
        params: { host: 'https://s3.example/?[redacted]', status: 403 },
        fields: {},
        retryable: true,
        incident: 'incident-1',
      },
    });
    expect(bridge.lines.join('\n')).toContain('incident-1');
    expect(bridge.lines.join('\n')).not.toContain('/home/anna');
  });

  it.each<readonly [string, unknown]>([
    ['an error', new TypeError(`stack and ${secret} at /home/anna/app`)],
    ['a string', secret],
    ['undefined', undefined],
    [
      'a hostile object',
      {
        get message(): string {
          throw new Error('again');
        },
      },
    ],
  ])('I9 answers `internal` and no detail when a handler throws %s', async (_name, thrown) => {
    const bridge = createApi({
      'stowkey:app.snapshot': () => {
        throw thrown;
      },
    });
    const answer = await bridge.call('app', 'snapshot');
    expect(answer).toEqual({
      ok: false,
      error: { code: 'internal', params: {}, fields: {}, retryable: false, incident: 'incident-1' },
    });
  });

  it('I9 answers `internal` when the reply does not fit the contract, without quoting it', async () => {
    const bridge = createApi({
      'stowkey:credentials.copy': () => ({ clearsAtEpochMs: secret }),
    });
    const answer = await bridge.call('credentials', 'copy', { connectionId, format: 'json' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(answer) + bridge.lines.join('')).not.toContain(secret);
  });

  it('never resolves undefined: a void handler answers an envelope', async () => {
    const bridge = createApi();
    expect(await bridge.call('keychain', 'check')).toEqual({ ok: true, value: undefined });
  });

  it('logs channel, duration and code, never the payload', async () => {
    const bridge = createApi();
    await bridge.call('operations', 'answer', {
      operationId,
      promptId: 1,
      answer: { kind: 'secret', value: 'correct horse battery staple' },
    });
    expect(bridge.entered).toHaveLength(1);
    expect(bridge.lines).toHaveLength(1);
    const line: unknown = JSON.parse(bridge.lines[0] ?? '');
    expect(line).toMatchObject({ channel: 'stowkey:operations.answer', code: 'ok', durationMs: 0 });
    expect(Object.keys(line as object).sort()).toEqual(
      ['channel', 'code', 'durationMs', 'event', 'level', 'time'].sort(),
    );
  });

  it('every refusal fits the schema of an error', async () => {
    const bridge = createApi();
    const answer = await bridge.call('connections', 'verify', 1);
    expect(answer.ok).toBe(false);
    if (!answer.ok) expect(errorViewSchema.parse(answer.error)).toEqual(answer.error);
  });
});

describe('a flood of calls', () => {
  it.each([
    ['credentials', 'reveal', 5, { connectionId, field: 'access-key-id' }],
    ['credentials', 'copy', 10, { connectionId, format: 'json' }],
    ['connections', 'connect', 10, { providerId: 'storx', label: 'x', input: {} }],
    ['providers', 'prefill', 5, { providerId: 'storx', text: 'x' }],
    ['providers', 'recognize', 5, { text: 'x' }],
    ['app', 'snapshot', 40, undefined],
  ] as const)(
    'I10 %s.%s passes %i at once and refuses the rest',
    async (group, name, burst, argument) => {
      const bridge = createApi();
      const codes: string[] = [];
      for (let count = 0; count < burst + 10; count += 1) {
        const answer = await bridge.call(
          group,
          name,
          ...(argument === undefined ? [] : [argument]),
        );
        if (!answer.ok) codes.push(answer.error.code);
      }
      expect(bridge.entered).toHaveLength(burst);
      expect(codes.filter((code) => code === 'call.rate-limited')).toHaveLength(10);
      bridge.advance(60_000);
      await bridge.call(group, name, ...(argument === undefined ? [] : [argument]));
      expect(bridge.entered).toHaveLength(burst + 1);
    },
  );

  it('I10 counts calls that were refused for their argument', async () => {
    const bridge = createApi();
    for (let count = 0; count < 5; count += 1) await bridge.call('credentials', 'reveal', 1);
    const answer = await bridge.call('credentials', 'reveal', {
      connectionId,
      field: 'access-key-id',
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'call.rate-limited' } });
  });

  it('I10 bounds the calls that are under way', async () => {
    const waiting: (() => void)[] = [];
    const bridge = createApi({
      'stowkey:keychain.check': () => new Promise<void>((resolve) => waiting.push(resolve)),
    });
    const pending: Promise<unknown>[] = [];
    for (let count = 0; count < 16; count += 1) {
      bridge.advance(10_000);
      pending.push(bridge.call('keychain', 'check'));
    }
    bridge.advance(10_000);
    expect(await bridge.call('keychain', 'check')).toMatchObject({
      error: { code: 'call.rate-limited' },
    });
    for (const resolve of waiting) resolve();
    await Promise.all(pending);
    const last = bridge.call('keychain', 'check');
    waiting.at(-1)?.();
    expect(await last).toEqual({ ok: true, value: undefined });
  });

  it('I10 leaves the other channels alone', async () => {
    const bridge = createApi();
    for (let count = 0; count < 50; count += 1) await bridge.call('credentials', 'reveal', 1);
    expect(await bridge.call('keychain', 'check')).toMatchObject({ ok: true });
  });
});

it('the channel table and the handlers are the same set (I5)', () => {
  const names = Object.entries(channels).flatMap(([group, members]) =>
    Object.entries(members)
      .filter(([, kind]) => kind === 'call')
      .map(([name]) => `stowkey:${group}.${name}`),
  );
  expect([...createApi().listeners.keys()].sort()).toEqual(names.sort());
});

describe('a call by the agent', () => {
  it('is one that names it, and answered as the window is', async () => {
    const { agent, entered } = createApi({ 'stowkey:app.info': () => ({ token: secret }) });
    const names = [...agent.calls.keys()];
    expect(names.filter((name) => !name.startsWith('stowkey:tools.'))).toEqual([
      'stowkey:app.info',
    ]);
    const info = agent.calls.get('stowkey:app.info');
    expect(await info?.([{}])).toMatchObject({ error: { code: 'call.invalid-argument' } });
    expect(entered).toEqual([]);
    expect(await info?.([undefined])).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(entered).toHaveLength(1);
  });

  it('costs the window none of its own', async () => {
    const bridge = createApi();
    const info = bridge.agent.calls.get('stowkey:app.info');
    for (let count = 0; count < 50; count += 1) await info?.([undefined]);
    expect(bridge.entered).toHaveLength(40);
    await bridge.call('app', 'info');
    expect(bridge.entered).toHaveLength(41);
  });
});
