import type { Page } from 'playwright';
import type { ErrorCode } from '../../shared/result.ts';
import type { OperationView, Snapshot } from '../../shared/schemas.ts';

type Call = {
  readonly channel: 'connect' | 'reconnect' | 'refresh' | 'rename' | 'disconnect';
  readonly argument: unknown;
  /** Typed where keys are asked for. */
  readonly secret: string;
};

/** Makes a call of the window and, where it begins an operation, says yes to its end. */
export const act = (window: Page, call: Call): Promise<'done' | ErrorCode> =>
  window.evaluate(async ({ channel, argument, secret }) => {
    const { app, connections, operations } = globalThis.window.stowkey;
    const answered = new Set<number>();
    let latest: readonly OperationView[] = [];
    let look = (): void => {};
    app.onChanged((changes) => {
      latest = changes.operations;
      look();
    });
    const begin = connections[channel] as (
      argument: unknown,
    ) => Promise<
      | { ok: true; value: { operationId: string } | undefined }
      | { ok: false; error: { code: ErrorCode } }
    >;
    const reply = await begin(argument);
    if (!reply.ok) return reply.error.code;
    if (reply.value === undefined) return 'done';
    const { operationId } = reply.value;
    return new Promise((resolve) => {
      look = () => {
        const operation = latest.find(({ id }) => id === operationId);
        if (operation === undefined) return;
        const { status, prompt, promptId, error, id } = operation;
        if (status !== 'running')
          return resolve(status === 'done' ? 'done' : (error?.code ?? 'internal'));
        const asks = prompt !== null && prompt.kind !== 'browser' && prompt.kind !== 'device-code';
        if (!asks || answered.has(promptId)) return;
        answered.add(promptId);
        const answer =
          prompt.kind === 'secret'
            ? ({ kind: 'secret', value: secret } as const)
            : ({ kind: 'accept' } as const);
        void operations.answer({ operationId: id, promptId, answer });
      };
      look();
    });
  }, call);

/** The list once nothing is under way any more and the keychain has answered. */
export const settled = (window: Page): Promise<Snapshot> =>
  window.evaluate(async () => {
    const { app } = globalThis.window.stowkey;
    const isSettled = ({ keychain, connections, operations }: Snapshot): boolean =>
      keychain.status === 'ready' &&
      connections.every(({ state }) => state === 'active') &&
      operations.every(({ status }) => status !== 'running');
    const read = async (): Promise<Snapshot> => {
      const reply = await app.snapshot();
      if (!reply.ok) throw new Error(reply.error.code);
      return reply.value;
    };
    return new Promise<Snapshot>((resolve, reject) => {
      const look = (): void => {
        read().then((snapshot) => {
          if (isSettled(snapshot)) resolve(snapshot);
        }, reject);
      };
      app.onChanged(look);
      look();
    });
  });

export const reveal = (
  window: Page,
  connectionId: string,
  field: 'secret-access-key' | 'access-token',
): Promise<string> =>
  window.evaluate(
    async (asked) => {
      const reply = await globalThis.window.stowkey.credentials.reveal(asked as never);
      return reply.ok ? reply.value.value : `refused: ${reply.error.code}`;
    },
    { connectionId, field },
  );
