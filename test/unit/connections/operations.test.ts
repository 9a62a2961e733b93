import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createOperations, type Operation } from '../../../electron/connections/operations.ts';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { connectionIdSchema, operationIdSchema, providerIdSchema } from '../../../shared/ids.ts';
import type { Prompt } from '../../../shared/schemas.ts';

const providerId = providerIdSchema.parse('storx');
const passphrase: Prompt = { kind: 'secret', secret: 'passphrase' };

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const setUp = () => {
  const reported: unknown[] = [];
  const operations = createOperations({
    random: { uuid: randomUUID, token: () => 'token' },
    onChange: () => {},
    report: (error) => {
      reported.push(error);
      return 'incident';
    },
  });
  const start = (
    run: (operation: Operation) => Promise<void>,
    connectionId = connectionIdSchema.parse(randomUUID()),
  ) =>
    operations.start(
      { kind: 'connect', providerId, connectionId, steps: ['wait-for-browser', 'save'] },
      run,
    );
  const view = (id: string) => operations.views().find((each) => each.id === id);
  const settled = async (id: string): Promise<void> => {
    while (view(id)?.status === 'running') await new Promise((resolve) => setImmediate(resolve));
  };
  return { operations, start, view, settled, reported };
};

describe('operations', () => {
  it('marks earlier steps done and later ones waiting', async () => {
    const { start, view, settled } = setUp();
    const seen: unknown[] = [];
    const id = start(async (operation) => {
      operation.step('save');
      seen.push(view(operation.id)?.steps.map((step) => step.status));
    });
    await settled(id);
    expect(seen).toEqual([['done', 'running']]);
    expect(view(id)?.steps.map((step) => step.status)).toEqual(['done', 'done']);
  });

  it('shows a step that was not announced before those still to come', async () => {
    const { start, view, settled } = setUp();
    const id = start(async (operation) => {
      operation.step('wait-for-browser');
      operation.step('exchange-code');
      expect(view(operation.id)?.steps).toEqual([
        { id: 'wait-for-browser', status: 'done' },
        { id: 'exchange-code', status: 'running' },
        { id: 'save', status: 'waiting' },
      ]);
    });
    await settled(id);
    expect(view(id)?.error).toBeNull();
  });

  it('shows nothing of the browser once a device code or a pasted token has taken its place', async () => {
    for (const instead of ['wait-for-device', 'refresh-tokens'] as const) {
      const { start, view, settled } = setUp();
      const id = start(async (operation) => {
        operation.step(instead);
        expect(view(operation.id)?.steps).toEqual([
          { id: instead, status: 'running' },
          { id: 'save', status: 'waiting' },
        ]);
      });
      await settled(id);
      expect(view(id)?.error).toBeNull();
    }
  });

  it('moves a step that comes a second time behind what happened in between', async () => {
    const { start, view, settled } = setUp();
    const id = start(async (operation) => {
      operation.step('wait-for-browser');
      operation.step('exchange-grant');
      operation.step('wait-for-browser');
      expect(view(operation.id)?.steps.map((step) => step.id)).toEqual([
        'exchange-grant',
        'wait-for-browser',
        'save',
      ]);
    });
    await settled(id);
    expect(view(id)?.error).toBeNull();
  });

  it('ends a prompt with the answer it asks for and refuses any other', async () => {
    const { operations, start, view, settled } = setUp();
    const answers: unknown[] = [];
    const id = start(async (operation) => {
      answers.push(await operation.ask(passphrase));
    });
    expect(() => operations.answer(id, 1, { kind: 'accept' })).toThrow('call.invalid-argument');
    operations.answer(id, 1, { kind: 'secret', value: 'tree' });
    const again = () => operations.answer(id, 1, { kind: 'secret', value: 'two' });
    expect(again).toThrow('operation.stale-answer');
    await settled(id);
    expect(answers).toEqual([{ kind: 'secret', value: 'tree' }]);
    expect(view(id)?.prompt).toBeNull();
    expect(JSON.stringify(view(id))).not.toContain('tree');
  });

  it('refuses an answer that was meant for the prompt before, and asks on', async () => {
    const { operations, start, view, settled } = setUp();
    const answers: unknown[] = [];
    const id = start(async (operation) => {
      answers.push(await operation.ask(passphrase));
      answers.push(await operation.ask({ kind: 'secret', secret: 'client-secret' }));
    });
    const first = view(id)?.promptId ?? 0;
    operations.answer(id, first, { kind: 'secret', value: 'tree' });
    await turn();
    const second = view(id)?.promptId ?? 0;
    expect(second).not.toBe(first);
    const late = () => operations.answer(id, first, { kind: 'secret', value: 'tree' });
    expect(late).toThrow('operation.stale-answer');
    expect(view(id)).toMatchObject({ prompt: { secret: 'client-secret' }, promptId: second });
    operations.answer(id, second, { kind: 'secret', value: 'leaf' });
    await settled(id);
    expect(answers).toMatchObject([{ value: 'tree' }, { value: 'leaf' }]);
    expect(() => operations.answer(id, second, { kind: 'refuse' })).toThrow('stale-answer');
  });

  it('shows no question of what is being cancelled', async () => {
    const { operations, start, view, settled } = setUp();
    let finish: () => void = () => {};
    const id = start(async (operation) => {
      await operation.ask(passphrase).catch(() => {});
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    const { promptId = 0 } = view(id) ?? {};
    operations.cancel(id);
    await turn();
    expect(view(id)).toMatchObject({ status: 'running', prompt: null });
    expect(() => operations.answer(id, promptId, { kind: 'refuse' })).toThrow('stale-answer');
    finish();
    await settled(id);
  });

  it('keeps the prompt of a browser that is opened again the same one', async () => {
    const { operations, start, view } = setUp();
    const browser = (browserOpened: boolean): Extract<Prompt, { kind: 'browser' }> => ({
      kind: 'browser',
      host: 'provider.example',
      redirectUri: 'http://127.0.0.1:1/',
      deadlineEpochSeconds: 1,
      browserOpened,
    });
    const controls = {
      url: () => new Secret(''),
      reopen: async () => {},
      submitAddress: () => {},
    };
    const ids: unknown[] = [];
    const id = start(async (operation) => {
      for (const opened of [true, false]) {
        operation.showBrowser(browser(opened), controls);
        ids.push(view(operation.id)?.promptId);
      }
      operation.hideBrowser();
      await operation.ask(passphrase);
    });
    await turn();
    expect(ids).toEqual([1, 1]);
    expect(view(id)?.promptId).toBe(2);
    await operations.cancelAll();
  });

  it('L14 ends once when cancelled twice and while a prompt is open', async () => {
    const { operations, start, view, settled, reported } = setUp();
    const id = start(async (operation) => {
      await operation.ask(passphrase);
    });
    operations.cancel(id);
    operations.cancel(id);
    await settled(id);
    expect(view(id)).toMatchObject({ status: 'cancelled', prompt: null, error: null });
    expect(reported).toEqual([]);
    operations.cancel(operationIdSchema.parse(randomUUID()));
  });

  it('says of the step that was cancelled that it was, and not that it failed', async () => {
    const { operations, start, view, settled } = setUp();
    const id = start(async (operation) => {
      operation.step('wait-for-browser');
      await operation.ask(passphrase);
    });
    operations.cancel(id);
    await settled(id);
    expect(view(id)?.steps).toContainEqual({ id: 'wait-for-browser', status: 'cancelled' });
  });

  it('keeps a failure until it is dismissed, with the code and no message', async () => {
    const { operations, start, view, settled } = setUp();
    const id = start(async (operation) => {
      operation.step('wait-for-browser');
      throw new AppError('server.trouble', { params: { status: 503 }, retryable: true });
    });
    await settled(id);
    expect(view(id)).toMatchObject({
      status: 'failed',
      error: { code: 'server.trouble', params: { status: 503 }, incident: 'incident' },
      steps: [{ status: 'failed' }, { status: 'waiting' }],
    });
    operations.dismiss(id);
    expect(view(id)).toBeUndefined();
  });

  it('reports anything that is no AppError as internal, without its text', async () => {
    const { start, view, settled } = setUp();
    const id = start(async () => {
      throw new Error('secret-in-message');
    });
    await settled(id);
    expect(view(id)?.error?.code).toBe('internal');
    expect(JSON.stringify(view(id))).not.toContain('secret-in-message');
  });

  it('runs one operation a connection and any number beside it', async () => {
    const { operations, start, settled } = setUp();
    const connectionId = connectionIdSchema.parse(randomUUID());
    const first = start(async (operation) => {
      await operation.ask(passphrase);
    }, connectionId);
    expect(() => start(async () => {}, connectionId)).toThrow('connection.busy');
    expect(operations.isBusy(connectionId)).toBe(true);
    const other = start(async () => {});
    await settled(other);
    operations.cancel(first);
    await settled(first);
    await settled(start(async () => {}, connectionId));
  });

  it('cancels everything at quit and waits for the ends', async () => {
    const { operations, start, view } = setUp();
    const ended: string[] = [];
    const ids = ['a', 'b'].map((name) =>
      start(async (operation) => {
        try {
          await operation.ask(passphrase);
        } finally {
          ended.push(name);
        }
      }),
    );
    await operations.cancelAll();
    expect(ended).toEqual(['a', 'b']);
    expect(ids.map((id) => view(id)?.status)).toEqual(['cancelled', 'cancelled']);
  });
});
