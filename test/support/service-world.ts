import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { AppError } from '../../electron/diagnostics/errors.ts';
import { createKeytarStore } from '../../electron/keychain/keytar-store.ts';
import { systemClock } from '../../electron/platform/clock.ts';
import { createHttpClient } from '../../electron/platform/http.ts';
import type { Clock } from '../../electron/platform/ports.ts';
import { createServices, type Services, type World } from '../../electron/services.ts';
import type { Contract, ParsedArgument } from '../../shared/contract.ts';
import type { ConnectionId, OperationId } from '../../shared/ids.ts';
import type { OperationView, Prompt, Snapshot } from '../../shared/schemas.ts';
import { quietLogger } from './quiet-logger.ts';

type Answer = ParsedArgument<Contract['operations']['answer']>['answer'];

/** A keychain in memory that can be locked, as libsecret is: reads look empty, writes are refused. */
export const createMemoryKeytar = () => {
  const items = new Map<string, string>();
  let locked = false;
  return {
    items,
    lock: (value: boolean) => {
      locked = value;
    },
    api: {
      getPassword: async (_service: string, account: string) =>
        locked ? null : (items.get(account) ?? null),
      setPassword: async (_service: string, account: string, text: string) => {
        if (locked) throw new Error('Cannot create an item in a locked collection');
        items.set(account, text);
      },
      deletePassword: async (_service: string, account: string) =>
        locked ? false : items.delete(account),
    },
  };
};

/**
 * Runs all services without Electron: real sockets, real files, a keychain and a clipboard in
 * memory, and a browser that the test holds.
 */
export const startServices = async (
  options: {
    readonly clock?: Clock;
    /** What requests leave through; Node's own unless told. */
    readonly fetch?: (url: URL, init: RequestInit) => Promise<Response>;
    /** Leads requests for real hosts to their stand-ins; null leaves a URL as it is. */
    readonly reroute?: (url: URL) => URL | null;
    /** Shortens how long an answer is waited for; undefined leaves the product's own deadline. */
    readonly deadlineMs?: () => number | undefined;
    /** Keeps secrets elsewhere than in memory, such as in a real keychain. */
    readonly openKeychain?: World['openKeychain'];
  } = {},
) => {
  const folder = await mkdtemp(join(tmpdir(), 'stowkey-services-'));
  const keytar = createMemoryKeytar();
  const clipboard = { text: '' };
  const opened: string[] = [];
  let visit: (address: string) => void = () => {};
  const waiting = new Set<() => void>();
  const clock = options.clock ?? systemClock;

  const http = createHttpClient({
    clock: systemClock,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  });
  const rerouted = (url: URL): URL => options.reroute?.(url) ?? url;

  const world: World = {
    clock,
    random: {
      uuid: randomUUID,
      token: (bytes) => randomBytes(bytes).toString('base64url'),
    },
    http: (request) => {
      const deadlineMs = options.deadlineMs?.();
      const url = rerouted(request.url);
      return http({ ...request, url, ...(deadlineMs === undefined ? {} : { deadlineMs }) });
    },
    browser: {
      open: async (url) => {
        opened.push(url.href);
        visit(rerouted(url).href);
        return true;
      },
    },
    clipboard: {
      write: async (text) => {
        clipboard.text = text.expose();
      },
      holds: async (text) => clipboard.text === text.expose(),
      clear: async () => {
        clipboard.text = '';
      },
    },
    openKeychain:
      options.openKeychain ?? ((store) => createKeytarStore({ ...store, keytar: keytar.api })),
    logger: quietLogger,
  };

  const start = (): Promise<Services> =>
    createServices(world, {
      metadataPath: join(folder, 'connections.json'),
      templatesFolder: join(folder, 'templates'),
      keychainService: 'Test-Stowkey',
      info: {
        version: '0',
        electronVersion: '0',
        expectedElectronVersion: '0',
        evaluationRuntime: false,
        platform: 'linux',
      },
      push: () => {
        for (const look of waiting) look();
      },
      onReveal: () => {},
    });

  let services = await start();
  const snapshot = (): Snapshot => services.handlers.app.snapshot() as Snapshot;

  /** Resolves with the first value that is not undefined, looking again at every change. */
  const until = <T>(look: (snapshot: Snapshot) => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const attempt = (): void => {
        try {
          const value = look(snapshot());
          if (value === undefined) return;
          resolve(value);
        } catch (error) {
          reject(error);
        }
        waiting.delete(attempt);
      };
      waiting.add(attempt);
      attempt();
    });

  const operation = (id: OperationId): OperationView | undefined =>
    snapshot().operations.find((each) => each.id === id);

  return {
    folder,
    keytar,
    clipboard,
    opened,
    snapshot,
    services: () => services,
    /** What the browser does with each URL it is given. */
    onVisit: (next: (address: string) => void) => {
      visit = next;
    },
    prompt: <K extends Prompt['kind']>(id: OperationId, kind: K) =>
      until(() => {
        const view = operation(id);
        if (view !== undefined && view.status !== 'running') {
          throw new AppError('internal', { cause: view });
        }
        return view?.prompt?.kind === kind
          ? (view.prompt as Extract<Prompt, { kind: K }>)
          : undefined;
      }),
    /** Answers the prompt that is open now. */
    answer: async (id: OperationId, answer: Answer): Promise<void> => {
      const promptId = operation(id)?.promptId ?? 0;
      await services.handlers.operations.answer({ operationId: id, promptId, answer });
    },
    ended: (id: OperationId) =>
      until(() => {
        const view = operation(id);
        return view === undefined || view.status === 'running' ? undefined : view;
      }),
    /** Waits for the operation and demands that it went well. */
    done: async (id: OperationId): Promise<OperationView> => {
      const view = await until(() => {
        const each = operation(id);
        return each === undefined || each.status === 'running' ? undefined : each;
      });
      expect(view).toMatchObject({ status: 'done', error: null });
      return view;
    },
    until,
    connection: (id: ConnectionId) => snapshot().connections.find((each) => each.id === id),
    restart: async () => {
      await services.stop();
      services = await start();
    },
    close: async () => {
      await services.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
export type ServiceWorld = Awaited<ReturnType<typeof startServices>>;
