import type { ActivityLine, ActivityPage, ActivityQuery } from '../../../shared/activity.ts';
import type { CopyFormat } from '../../../shared/copy-formats.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import type { ProviderDescriptor } from '../../../shared/provider-descriptor.ts';
import type { Reminder } from '../../../shared/reminders.ts';
import type { RenewalPolicy } from '../../../shared/renewal-policies.ts';
import type { ErrorView } from '../../../shared/result.ts';
import type {
  AppInfo,
  ConsumerView,
  GivenTool,
  Question,
  Snapshot,
  SnapshotChanges,
} from '../../../shared/schemas.ts';
import type { SettingsChange } from '../../../shared/settings-schemas.ts';

type BridgeData = {
  readonly snapshot: Snapshot;
  readonly providers: readonly ProviderDescriptor[];
  readonly info: AppInfo;
  /** What happened, the newest first. */
  readonly activity: readonly ActivityLine[];
  /** Errors to answer with, by channel: `connections.connect`. */
  readonly errors: Readonly<Record<string, ErrorView>>;
  /** Values to answer with, by channel, instead of the usual ones. */
  readonly replies: Readonly<Record<string, unknown>>;
  readonly secretFormats: readonly CopyFormat[];
  /** What main would show of each format. */
  readonly previews: Readonly<Partial<Record<CopyFormat, string>>>;
};

type Sent = {
  readonly providerId: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly draft: string | null;
};

type Given = {
  readonly connectionIds: readonly ConnectionId[];
  readonly usesEndpoint: boolean;
  readonly assistant: object | null;
};

declare global {
  interface Window {
    /** Pushes a snapshot as main would, with the next revision. */
    harnessPush(change: Partial<Snapshot>): void;
    /** Asks the next question, as main tells the window that asks. */
    harnessAsk(question: Question | null): void;
    /** What a reply waits for, where the window is made late. */
    harnessReply?: () => Promise<void>;
    readonly harnessCalls: { channel: string; argument: unknown }[];
  }
}

/**
 * Puts a bridge into a page that answers from data. It runs in the page by way of
 * `addInitScript`, so it can use nothing from outside itself.
 */
export const installBridge = (data: BridgeData): void => {
  let snapshot = data.snapshot;
  const listeners = new Set<(changes: SnapshotChanges) => void>();
  const askListeners = new Set<(question: Question | null) => void>();
  const calls: { channel: string; argument: unknown }[] = [];
  const push = (change: Partial<Snapshot>): void => {
    const { revision: since, connections: before } = snapshot;
    snapshot = { ...snapshot, ...change, revision: since + 1 };
    const { connections: changed, ...rest } = snapshot;
    const removed = before
      .map(({ id }) => id)
      .filter((id) => changed.every((each) => each.id !== id));
    for (const listener of listeners) listener({ ...rest, since, changed, removed });
  };
  const replies: Record<string, (argument: never) => unknown> = {
    'app.snapshot': () => snapshot,
    'app.info': () => data.info,
    'providers.list': () => data.providers,
    'connections.connect': ({ providerId, input, draft }: Sent) => ({
      operationId: '00000000-0000-4000-8000-000000000900',
      draft: draft ?? '00000000-0000-4000-8000-000000000def',
      secretFields: data.providers
        .find(({ id }) => id === providerId)
        ?.fields.filter(({ kind, name }) => kind === 'secret' && (input[name] ?? draft) !== null)
        .map(({ name }) => name),
    }),
    'connections.rename': ({ connectionId, label }: { connectionId: string; label: string }) => {
      push({
        connections: snapshot.connections.map((each) =>
          each.id === connectionId ? { ...each, label } : each,
        ),
      });
    },
    'connections.setRenewalPolicy': (argument: {
      readonly connectionId: string;
      readonly policy: RenewalPolicy;
    }) => {
      push({
        connections: snapshot.connections.map((each) =>
          each.id === argument.connectionId ? { ...each, renewalPolicy: argument.policy } : each,
        ),
      });
    },
    'connections.setFavourite': (argument: {
      readonly connectionId: string;
      readonly isFavourite: boolean;
    }) => {
      push({
        connections: snapshot.connections.map((each) =>
          each.id === argument.connectionId ? { ...each, isFavourite: argument.isFavourite } : each,
        ),
      });
    },
    'connections.changeTags': (argument: {
      readonly connectionIds: readonly string[];
      readonly add: readonly string[];
      readonly remove: readonly string[];
    }) => {
      push({
        connections: snapshot.connections.map((each) =>
          argument.connectionIds.includes(each.id)
            ? {
                ...each,
                tags: [
                  ...each.tags.filter(
                    (tag) => ![...argument.remove, ...argument.add].includes(tag),
                  ),
                  ...argument.add,
                ].sort(),
              }
            : each,
        ),
      });
      return { full: [] };
    },
    'connections.renewSeveral': () => ({ failed: [], notRevoked: [] }),
    'connections.disconnectSeveral': ({ connectionIds }: { connectionIds: readonly string[] }) => {
      push({
        connections: snapshot.connections.filter(({ id }) => !connectionIds.includes(id)),
      });
      return { failed: [], notRevoked: [] };
    },
    'connections.setReminder': (argument: { connectionId: string; reminder: Reminder }) => {
      push({
        connections: snapshot.connections.map((each) =>
          each.id === argument.connectionId ? { ...each, reminder: argument.reminder } : each,
        ),
      });
    },
    'credentials.copy': ({ format }: { format: CopyFormat }) => {
      const secret = data.secretFormats.includes(format);
      const clearsAtEpochMs = Date.now() + 30_000;
      if (secret) push({ clipboard: { copied: format, clearsAtEpochMs } });
      return { clearsAtEpochMs: secret ? clearsAtEpochMs : null };
    },
    'credentials.preview': ({ format }: { format: CopyFormat }) => ({
      text: data.previews[format] ?? '',
    }),
    'credentials.reveal': ({ field }: { field: string }) => ({
      value:
        field === 'access-key-id'
          ? 'juo7xampleaccesskeyid2345abc'
          : 'jz3xamplesecretkeythatisneverreal234567abcdefghijklmno',
      hidesAtEpochMs: Date.now() + 20_000,
    }),
    'buckets.list': () => ({
      entries: ['backups', 'photos'].map((name) => ({
        kind: 'bucket',
        name,
        sizeBytes: null,
        changedAtEpochMs: 1_790_000_000_000,
      })),
      hasMore: false,
    }),
    'buckets.entries': ({ bucket, prefix }: { bucket: string; prefix: string }) =>
      bucket === 'backups'
        ? { entries: [], hasMore: false }
        : {
            entries: [
              ...(prefix === ''
                ? [{ kind: 'folder', name: '2026/', sizeBytes: null, changedAtEpochMs: null }]
                : []),
              {
                kind: 'object',
                name: `${prefix}a-summer-evening-at-the-lake-with-everybody-in-the-picture.jpg`,
                sizeBytes: 4_812_332,
                changedAtEpochMs: 1_790_000_000_000,
              },
            ],
            hasMore: prefix === '',
          },
    'buckets.copyLink': () => ({ clearsAtEpochMs: Date.now() + 30_000 }),
    'credentials.clearClipboard': () => {
      push({ clipboard: null });
      return { cleared: true };
    },
    'activity.list': (query: ActivityQuery): ActivityPage => {
      const accountOf = ({ entry }: ActivityLine) =>
        (entry !== null && 'account' in entry ? entry.account : undefined) ?? { id: '', label: '' };
      const wanted = data.activity.filter(
        (line) =>
          (query.before === null || line.number < query.before) &&
          (query.kinds === null || query.kinds.some((kind) => kind === line.entry?.kind)) &&
          (query.connectionId === null || accountOf(line).id === query.connectionId) &&
          accountOf(line).label.toLowerCase().includes(query.text.toLowerCase()),
      );
      const taken = wanted.find(({ entry }) => entry?.kind === 'handed-out');
      return {
        lines: wanted.slice(0, query.limit),
        hasMore: wanted.length > query.limit,
        isBroken: data.activity.some(({ isBroken }) => isBroken),
        usedBy:
          query.connectionId === null || taken?.entry?.kind !== 'handed-out'
            ? []
            : [{ consumer: taken.entry.consumer, lastAtEpochMs: taken.atEpochMs, times: 38 }],
      };
    },
    'providers.recognize': () => ({
      providerId: 's3-aws',
      draft: '00000000-0000-4000-8000-000000000abd',
      values: { accessKeyId: 'AKIAEXAMPLE0000Q7XW' },
      secretFields: ['secretAccessKey'],
      owner: 'ada',
    }),
    'providers.takeWanted': () => push({ wantedProvider: null }),
    'connections.takeWanted': () => push({ wantedConnection: null }),
    'desktop.pauseRenewals': ({ on }: { on: boolean }) =>
      push({ desktop: { ...snapshot.desktop, renewalsPaused: on } }),
    'desktop.silence': ({ on }: { on: boolean }) =>
      push({
        desktop: { ...snapshot.desktop, quietUntilEpochMs: on ? Date.now() + 3_600_000 : null },
      }),
    'awsProfiles.list': () => ({ file: '~/.aws/config', profiles: [], proposed: 'photo-archive' }),
    'awsProfiles.leftBehind': () => ({ file: '~/.aws/config', profiles: [] }),
    'awsProfiles.ofSeveral': () => ({ file: '~/.aws/config', profiles: [] }),
    'awsProfiles.removeOfSeveral': () => ({ undo: null }),
    'awsProfiles.preview': ({ profile }: { profile: string }) => ({
      linesBefore: 12,
      basis: '0'.repeat(64),
      lines: [
        `# >>> stowkey: ${profile} (do not edit between these lines) >>>`,
        '# account 00000000-0000-4000-8000-000000000001',
        `[profile ${profile}]`,
        `credential_process = /home/ana/.stowkey/bin/stowkey-credentials ${profile}`,
        'region = us-east-1',
        `services = stowkey-${profile}`,
        'request_checksum_calculation = when_required',
        'response_checksum_validation = when_required',
        '',
        `[services stowkey-${profile}]`,
        's3 =',
        '  endpoint_url = https://gateway.storx.io',
        `# <<< stowkey: ${profile} <<<`,
      ].map((text) => ({ kind: 'added', text })),
    }),
    'awsProfiles.write': () => ({ undo: '00000000-0000-4000-8000-000000000077' }),
    'awsProfiles.remove': () => ({ undo: '00000000-0000-4000-8000-000000000078' }),
    'exposedSecrets.addFolder': () => ({ folder: null }),
    'exposedSecrets.preview': () => ({
      file: '~/.aws/credentials',
      linesBefore: 1,
      profile: null,
      basis: '2'.repeat(64),
      lines: [
        { kind: 'removed', text: 'aws_access_key_id = …' },
        { kind: 'removed', text: 'aws_secret_access_key = …' },
        {
          kind: 'added',
          text: 'credential_process = /home/ana/.stowkey/bin/stowkey-credentials photos',
        },
      ],
    }),
    'exposedSecrets.replace': () => ({ undo: '00000000-0000-4000-8000-000000000079' }),
    'exposedSecrets.take': () => ({
      providerId: 's3-other',
      draft: '00000000-0000-4000-8000-000000000080',
      values: { endpoint: 'https://s3.example.com', accessKeyId: 'AKIAEXAMPLE0000Q7XW' },
      secretFields: ['secretAccessKey'],
      owner: null,
    }),
    'forget.plan': () => ({
      profiles: ['photo-archive', 'team'],
      configFile: '~/.aws/config',
      templates: 1,
      vault: null,
      command: '/home/ana/.local/bin/stowkey',
    }),
    'forget.everything': () => ({ left: [] }),
    'consumers.question': () => null,
    'consumers.setRule': ({ handle, rule }: Pick<ConsumerView, 'handle' | 'rule'>) =>
      push({
        consumers: snapshot.consumers.map((each) =>
          each.handle === handle ? { ...each, rule } : each,
        ),
      }),
    'consumers.revoke': ({ handle }: { handle: string }) =>
      push({
        consumers: snapshot.consumers.filter((each) => each.handle !== handle),
        agent: { ...snapshot.agent, commandLineRevoked: handle === 'command-line' },
      }),
    'consumers.give': ({ connectionIds, usesEndpoint, assistant }: Given): GivenTool => ({
      handle: 'backup.sh-2',
      pastes: connectionIds.flatMap((connectionId, at): GivenTool['pastes'] => {
        if (assistant !== null) {
          const stowkey = { command: '/opt/Stowkey/stowkey', args: ['--', 'mcp', 'backup.sh-2'] };
          const settings = JSON.stringify({ mcpServers: { stowkey } }, null, 2);
          return at === 0 ? [{ kind: 'mcp-server', connectionId: null, text: settings }] : [];
        }
        const curl =
          'curl -q -sS --fail-with-body --unix-socket /home/ana/.config/Stowkey/agent/agent.sock -H @/home/ana/.config/Stowkey/agent/consumers/backup.sh-2 http://stowkey/v1';
        const text = usesEndpoint
          ? `AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:43117/v1/container/${connectionId}\nAWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=/home/ana/.config/Stowkey/agent/tokens/backup.sh-2`
          : `${curl}/credentials/${connectionId}`;
        const holdsKeys = snapshot.connections.some(
          ({ id, facts }) => id === connectionId && facts.s3 !== null,
        );
        return holdsKeys
          ? [{ kind: usesEndpoint ? 'container' : 'command', connectionId, text }]
          : [
              {
                kind: 'token',
                connectionId,
                text: `stowkey token ${connectionId} --tool backup.sh-2`,
              },
              {
                kind: 'token-header',
                connectionId,
                text: `${curl}/authorization/${connectionId}`,
              },
            ];
      }),
    }),
    'command.state': () => ({ kind: 'absent', link: '/home/ana/.local/bin/stowkey' }),
    'command.install': () => ({
      kind: 'installed',
      link: '/home/ana/.local/bin/stowkey',
      inPath: false,
    }),
    'consumers.letCommandLineAsk': () =>
      push({ agent: { ...snapshot.agent, commandLineRevoked: false } }),
    'settings.change': (changes: SettingsChange) =>
      push({ settings: { ...snapshot.settings, ...changes } }),
    'consumers.openEndpoint': () => push({ agent: { ...snapshot.agent, endpointError: null } }),
    'operations.dismiss': ({ operationId }: { operationId: string }) =>
      push({ operations: snapshot.operations.filter(({ id }) => id !== operationId) }),
  };
  const group = (name: string) =>
    new Proxy(
      {},
      {
        get: (_, method) => {
          if (name === 'app' && method === 'onChanged')
            return (listener: (changes: SnapshotChanges) => void) => {
              listeners.add(listener);
              return () => listeners.delete(listener);
            };
          if (name === 'consumers' && method === 'onAsked')
            return (listener: (question: Question | null) => void) => {
              askListeners.add(listener);
              return () => askListeners.delete(listener);
            };
          if (method === 'onHideRevealed' || method === 'onGo') return () => () => {};
          const channel = `${name}.${String(method)}`;
          return async (argument: never) => {
            calls.push({ channel, argument });
            await window.harnessReply?.();
            const error = data.errors[channel];
            if (error !== undefined) return { ok: false, error };
            if (channel in data.replies) return { ok: true, value: data.replies[channel] };
            return { ok: true, value: replies[channel]?.(argument) };
          };
        },
      },
    );
  const groups = [
    'app',
    'providers',
    'connections',
    'operations',
    'credentials',
    'buckets',
    'awsProfiles',
    'exposedSecrets',
    'backup',
    'forget',
    'command',
    'keychain',
    'vault',
    'activity',
    'consumers',
    'desktop',
    'settings',
    'organisation',
    'doctor',
  ];
  Object.assign(window, {
    stowkey: Object.fromEntries(groups.map((name) => [name, group(name)])),
    harnessPush: push,
    harnessAsk: (question: Question | null) => {
      for (const listener of askListeners) listener(question);
    },
    harnessCalls: calls,
  });
};
