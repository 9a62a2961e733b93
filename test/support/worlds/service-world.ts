import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import { createKeytarStore } from '../../../electron/keychain/keytar-store.ts';
import type { ManagedPlace } from '../../../electron/organisation/place.ts';
import { systemClock } from '../../../electron/platform/clock.ts';
import { createHttpClient } from '../../../electron/platform/http.ts';
import type { Clock, HttpRequest } from '../../../electron/platform/interfaces.ts';
import { systemRandom } from '../../../electron/platform/random.ts';
import type { StartAtLogin } from '../../../electron/platform/start-at-login.ts';
import { createServices, type Services, type World } from '../../../electron/services.ts';
import type { Contract, ParsedArgument } from '../../../shared/contract.ts';
import type { ConnectionId, OperationId } from '../../../shared/ids.ts';
import type { OperationView, Prompt, Snapshot } from '../../../shared/schemas.ts';
import { createKeytar } from '../fakes/keytar.ts';
import { loggerInto } from '../fakes/logger.ts';
import { nothingManaged } from '../fakes/managed.ts';
import { cheapVaultKey } from '../fakes/vault-key.ts';
import { serviceOptions } from './service-options.ts';
import { createReplyWatch } from './watch-replies.ts';

type Answer = ParsedArgument<Contract['operations']['answer']>['answer'];

/** One run of the program: once it is over, nothing that it still waits for comes back. */
const createLife = () => {
  let isOver = false;
  const never = new Promise<never>(() => {});
  return {
    end: () => {
      isOver = true;
    },
    within:
      <A extends readonly unknown[], T>(act: (...parts: A) => Promise<T>) =>
      async (...parts: A): Promise<T> => {
        if (isOver) return never;
        const value = await act(...parts);
        return isOver ? never : value;
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
    readonly deadlineMs?: (url: URL) => number | undefined;
    /** Sees each request before it leaves, and each reply before the app does. */
    readonly onRequest?: (url: URL) => void | Promise<void>;
    readonly onReply?: (url: URL) => void | Promise<void>;
    readonly onSend?: (request: HttpRequest) => void;
    /** Keeps secrets elsewhere than in memory, such as in a real keychain. */
    readonly openKeychain?: World['openKeychain'];
    readonly hasDisplay?: boolean;
    readonly startAtLogin?: StartAtLogin;
    /** What the organisation has set; nothing unless told. */
    readonly managed?: ManagedPlace;
  } = {},
) => {
  const folder = await mkdtemp(join(tmpdir(), 'stowkey-services-'));
  const keytar = createKeytar();
  const clipboard = { text: '' };
  /** What was saved as a file, by name. */
  const saved = new Map<string, string>();
  /** The files that the person chooses, one after the other. */
  const chosen: { readonly name: string; readonly text: string }[] = [];
  const opened: string[] = [];
  const log: string[] = [];
  let visit: (address: string) => void = () => {};
  const waiting = new Set<() => void>();
  const clock = options.clock ?? systemClock;

  const http = createHttpClient({
    clock: systemClock,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  });
  const rerouted = (url: URL): URL => options.reroute?.(url) ?? url;

  const world: Omit<World, 'openKeychain'> = {
    clock,
    random: systemRandom,
    http: async (request) => {
      options.onSend?.(request);
      await options.onRequest?.(request.url);
      const deadlineMs = options.deadlineMs?.(request.url);
      const url = rerouted(request.url);
      const reply = await http({
        ...request,
        url,
        ...(deadlineMs === undefined ? {} : { deadlineMs }),
      });
      await options.onReply?.(request.url);
      // As the client itself does to a reply that is still on its way.
      if (request.signal?.aborted === true) throw new AppError('operation.cancelled');
      return reply;
    },
    openPath: async (path) => {
      opened.push(path);
      return true;
    },
    findRoutes: async () => [{ kind: 'direct' }],
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
      writeSecret: async (text) => {
        clipboard.text = text.expose();
      },
      remove: async (text) => {
        if (clipboard.text === text.expose()) clipboard.text = '';
        return true;
      },
    },
    saveFile: async (suggestedName, text) => {
      saved.set(suggestedName, text);
      return suggestedName;
    },
    chooseFolder: async () => null,
    openFile: async () => chosen.shift() ?? null,
    managed: options.managed ?? nothingManaged,
    deriveVaultKey: cheapVaultKey,
    logger: loggerInto(log, { homeDirectory: folder }),
  };

  const watch = createReplyWatch(keytar.items);
  let life = createLife();
  const start = async (): Promise<Services> => {
    life = createLife();
    const { getPassword, setPassword, deletePassword } = keytar.api;
    const living: World = {
      ...world,
      http: life.within(world.http),
      openKeychain:
        options.openKeychain ??
        ((store) =>
          createKeytarStore({
            ...store,
            keytar: {
              getPassword: life.within(getPassword),
              setPassword: life.within(setPassword),
              deletePassword: life.within(deletePassword),
            },
            secretService: keytar.secretService,
          })),
    };
    const started = await createServices(living, {
      ...serviceOptions(folder),
      ...(options.startAtLogin === undefined ? {} : { startAtLogin: options.startAtLogin }),
      ask:
        options.hasDisplay === false
          ? null
          : () => {
              for (const look of waiting) look();
            },
      push: (pushed) => {
        watch.look('app.changed', pushed);
        for (const look of waiting) look();
      },
    });
    return { ...started, handlers: watch.over(started.handlers) };
  };

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
    saved,
    chosen,
    opened,
    /** Every line that was logged, at any level. */
    log,
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
    /** The program dies where it stands, and is started again. */
    crash: async () => {
      life.end();
      services = await start();
    },
    close: async () => {
      await services.stop();
      await rm(folder, { recursive: true, force: true });
      expect([...watch.leaks], 'I8 no reply and no push holds a secret').toEqual([]);
    },
  };
};
export type ServiceWorld = Awaited<ReturnType<typeof startServices>>;
