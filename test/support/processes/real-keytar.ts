import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import type { SecretStore } from '../../../electron/keychain/secret-store.ts';
import { type ErrorCode, errorCodes } from '../../../shared/result.ts';
import { exposed, record } from '../fakes/secret-records.ts';
import type { PlainRecord, Reply, Request } from './keytar-worker.ts';

export const testService = 'test.Stowkey';

/** A store over the real keytar, in a process of its own. */
export type RealKeytar = {
  readonly store: SecretStore;
  readonly sentinel: () => Promise<string | null>;
  readonly setSentinel: (value: string | null) => Promise<void>;
  /** Reads a file in that process and tells how long it took. */
  readonly readFileMs: () => Promise<number>;
  readonly pid: number;
  readonly close: () => Promise<void>;
};

export const startRealKeytar = async (
  env: NodeJS.ProcessEnv,
  options: {
    readonly deadlineMs?: number;
    readonly nodeArguments?: readonly string[];
  } = {},
): Promise<RealKeytar> => {
  const child = fork(fileURLToPath(new URL('keytar-worker.ts', import.meta.url)), {
    env: {
      ...env,
      STOWKEY_TEST_SERVICE: testService,
      ...(options.deadlineMs === undefined
        ? {}
        : { STOWKEY_TEST_DEADLINE_MS: String(options.deadlineMs) }),
    },
    execArgv: ['--import', 'tsx', ...(options.nodeArguments ?? [])],
    serialization: 'advanced',
  });
  await once(child, 'spawn');
  const waiting = new Map<number, (reply: Reply) => void>();
  let count = 0;
  child.on('message', (reply: Reply) => {
    waiting.get(reply.n)?.(reply);
    waiting.delete(reply.n);
  });
  child.on('exit', (code, signal) => {
    for (const [n, settle] of waiting) {
      settle({ n, ok: false, code: 'internal', params: {}, log: `worker: ${code ?? signal}` });
    }
  });

  const ask = async (request: Request): Promise<unknown> => {
    count += 1;
    const n = count;
    const reply = await new Promise<Reply>((resolve) => {
      waiting.set(n, resolve);
      child.send({ n, request });
    });
    if (reply.ok) return reply.value;
    const code = errorCodes.find((known) => known === reply.code) ?? ('internal' as ErrorCode);
    throw new AppError(code, { params: reply.params, cause: new Error(reply.log) });
  };
  const none = async (request: Request): Promise<void> => {
    await ask(request);
  };

  return {
    store: {
      read: async (id) => {
        const found = (await ask({ op: 'read', id })) as PlainRecord | null;
        return found === null ? null : record(found.generation, found.fields);
      },
      write: async (id, wanted) => {
        const plain = exposed(wanted);
        if (plain !== null) await none({ op: 'write', id, record: plain });
      },
      label: (id, text) => none({ op: 'label', id, text }),
      delete: (id) => none({ op: 'delete', id }),
      check: () => none({ op: 'check' }),
      isThere: async () => true,
      isLocked: async () => false,
      identify: async () => null,
      adopt: () => none({ op: 'adopt' }),
      forget: () => none({ op: 'forget' }),
    },
    sentinel: async () => (await ask({ op: 'sentinel' })) as string | null,
    setSentinel: (value) => none({ op: 'set-sentinel', value }),
    readFileMs: async () => Number(await ask({ op: 'read-file' })),
    pid: child.pid ?? -1,
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      // A hung native call would keep it alive.
      child.kill('SIGKILL');
      await ended;
    },
  };
};
