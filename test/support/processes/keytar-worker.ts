/**
 * Runs one keytar store in a process of its own, since libsecret binds a process to one session bus
 * for life. Forked by `real-keytar.ts`; the parent sends `Request`s and gets a `Reply` to each.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import { openKeytarStore, overSecretService } from '../../../electron/keychain/load-keytar.ts';
import { systemClock } from '../../../electron/platform/clock.ts';
import { connectionIdSchema } from '../../../shared/ids.ts';
import { exposed, record } from '../fakes/secret-records.ts';
import { startNodeHelper } from './node-helper.ts';

export type PlainRecord = {
  readonly generation: number;
  readonly fields: Readonly<Record<string, string>>;
};

export type Request =
  | { readonly op: 'read' | 'delete'; readonly id: string }
  | { readonly op: 'write'; readonly id: string; readonly record: PlainRecord }
  | { readonly op: 'label'; readonly id: string; readonly text: string }
  | { readonly op: 'check' | 'adopt' | 'forget' | 'sentinel' | 'read-file' }
  | { readonly op: 'set-sentinel'; readonly value: string | null };

export type Reply = { readonly n: number } & (
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly code: string;
      readonly params: Readonly<Record<string, string | number>>;
      readonly log: string;
    }
);

let sentinel: string | null = null;
const deadlineMs = process.env.STOWKEY_TEST_DEADLINE_MS;

const store = openKeytarStore({
  ...overSecretService(systemClock),
  startHelper: startNodeHelper,
  service: process.env.STOWKEY_TEST_SERVICE ?? 'test.Stowkey',
  sentinel: {
    expected: () => sentinel,
    remember: async (value) => {
      sentinel = value;
    },
  },
  clock: systemClock,
  random: { token: (bytes) => randomBytes(bytes).toString('base64url') },
  ...(deadlineMs === undefined ? {} : { deadlineMs: Number(deadlineMs) }),
});

const answer = async (request: Request): Promise<unknown> => {
  switch (request.op) {
    case 'read':
      return exposed(await store.read(connectionIdSchema.parse(request.id)));
    case 'write': {
      const { generation, fields } = request.record;
      return store.write(connectionIdSchema.parse(request.id), record(generation, fields));
    }
    case 'delete':
      return store.delete(connectionIdSchema.parse(request.id));
    case 'label':
      return store.label(connectionIdSchema.parse(request.id), request.text);
    case 'check':
      return store.check();
    case 'adopt':
      return store.adopt();
    case 'forget':
      return store.forget();
    case 'sentinel':
      return sentinel;
    case 'set-sentinel':
      sentinel = request.value;
      return undefined;
    case 'read-file': {
      const startedMs = performance.now();
      await readFile(import.meta.filename);
      return performance.now() - startedMs;
    }
  }
};

process.on('message', ({ n, request }: { n: number; request: Request }) => {
  answer(request).then(
    (value) => process.send?.({ n, ok: true, value }),
    (error: unknown) => {
      const known = error instanceof AppError;
      process.send?.({
        n,
        ok: false,
        code: known ? error.code : 'internal',
        params: known ? error.params : {},
        log: inspect(error, { depth: 5 }),
      });
    },
  );
});
