import type { Page } from 'playwright';
import type { BackupPreview, RestoreChoice } from '../../shared/backup.ts';
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

/** Has every account saved; the dialogs for a place answer by themselves. */
export const backUp = (window: Page, passphrase: string): Promise<'done' | ErrorCode> =>
  window.evaluate(async (typed) => {
    const lock = { kind: 'passphrase', passphrase: typed } as const;
    const reply = await globalThis.window.stowkey.backup.save({ connectionIds: null, lock });
    return reply.ok ? 'done' : reply.error.code;
  }, passphrase);

type OpenedBackup = BackupPreview & { readonly backup: string };

export const openBackup = (window: Page, passphrase: string): Promise<OpenedBackup> =>
  window.evaluate(async (typed) => {
    const { backup } = globalThis.window.stowkey;
    const found = await backup.choose();
    if (!found.ok || found.value === null) throw new Error('no backup was found');
    const key = { kind: 'passphrase', passphrase: typed } as const;
    const opened = await backup.open({ backup: found.value.backup, key });
    if (!opened.ok || opened.value === null) throw new Error('the backup did not open');
    return { ...opened.value, backup: found.value.backup };
  }, passphrase);

export const restore = (
  window: Page,
  wanted: { readonly backup: string; readonly choices: RestoreChoice[] },
): Promise<'done' | ErrorCode> =>
  window.evaluate(async (argument) => {
    const reply = await globalThis.window.stowkey.backup.restore(argument);
    return reply.ok ? 'done' : reply.error.code;
  }, wanted);

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
