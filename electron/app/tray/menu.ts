import { sortByName } from '../../../shared/account-list.ts';
import {
  byUrgency,
  conditionOf,
  nextActionOf,
  operationOf,
  urgencyOf,
} from '../../../shared/connection-rules.ts';
import { type CopyFormat, copyFormats } from '../../../shared/copy-formats.ts';
import type { ConnectionId, ProviderId } from '../../../shared/ids.ts';
import type { ConnectionView, Question, Snapshot } from '../../../shared/schemas.ts';
import { formatWords } from '../../../shared/words/copy-formats.ts';
import { mendingOf, mendingWords } from '../../../shared/words/list.ts';
import { statusOf } from '../../../shared/words/status.ts';
import { trayWords } from '../../../shared/words/tray.ts';

/** What the person chose in the tray. */
export type TrayAct =
  | { readonly kind: 'open' | 'answer' | 'quit' }
  | {
      readonly kind: 'account' | 'refresh' | 'reconnect' | 'verify';
      readonly connectionId: ConnectionId;
    }
  | { readonly kind: 'copy'; readonly connectionId: ConnectionId; readonly format: CopyFormat }
  | { readonly kind: 'pause' | 'snooze'; readonly on: boolean };

export type TrayItem =
  | { readonly kind: 'separator' }
  | { readonly kind: 'act'; readonly label: string; readonly act: TrayAct }
  | {
      readonly kind: 'switch';
      readonly label: string;
      readonly isOn: boolean;
      readonly act: TrayAct;
    }
  | { readonly kind: 'menu'; readonly label: string; readonly items: readonly TrayItem[] };

export type TrayMenu = {
  readonly needsYou: boolean;
  readonly toolTip: string;
  readonly items: readonly TrayItem[];
};

export type TraySource = {
  readonly snapshot: Snapshot;
  readonly question: Question | null;
  readonly providerOf: (providerId: ProviderId) => Parameters<typeof mendingOf>[2];
  readonly nowMs: number;
};

/** How many accounts a menu lists before it leads to the window. */
const maxListed = 8;

/** The accounts that the person wants at hand, which keep their place whether or not they need somebody. */
const favouritesOf = ({ connections }: Snapshot): readonly ConnectionView[] =>
  sortByName(connections.filter(({ isFavourite }) => isFavourite));

/** A `&` would stand for the letter after it, and a name as long as people like fills the screen. */
const plain = (label: string): string => {
  const [...letters] = label;
  const shown = letters.length > 60 ? `${letters.slice(0, 59).join('')}…` : label;
  return shown.replaceAll('&', '&&');
};

const act = (label: string, chosen: TrayAct): TrayItem => ({ kind: 'act', label, act: chosen });

const firstFormats = [
  'access-key-id',
  'secret-access-key',
  'access-token',
  'connection-id',
] as const satisfies readonly CopyFormat[];

/** Offers what is done with an account most often. */
const itemsOf = (
  connection: ConnectionView,
  { snapshot, providerOf, nowMs }: TraySource,
): readonly TrayItem[] => {
  const { id: connectionId, providerId, facts } = connection;
  const { kind } = conditionOf({
    connection,
    operation: operationOf(snapshot.operations, connectionId),
    keychain: snapshot.keychain,
    nowMs,
  });
  const mends =
    nextActionOf(connection, kind) ?? (connection.capabilities.refresh ? 'refresh' : null);
  const chosen = snapshot.settings.copyFormat;
  const formats = new Set([...(chosen === null ? [] : [chosen]), ...firstFormats]);
  return [
    act(trayWords.show, { kind: 'account', connectionId }),
    ...[...formats]
      .filter((format) => facts[copyFormats[format].needs] !== null)
      .map((format) =>
        act(trayWords.copy(formatWords[format].label), { kind: 'copy', connectionId, format }),
      ),
    ...(mends === null
      ? []
      : [
          act(mendingWords[mendingOf(mends, kind, providerOf(providerId))], {
            kind: mends,
            connectionId,
          }),
        ]),
  ];
};

const listOf = (
  connections: readonly ConnectionView[],
  source: TraySource,
  labelOf: (connection: ConnectionView) => string,
): readonly TrayItem[] => {
  const listed = connections.slice(0, maxListed).map(
    (connection): TrayItem => ({
      kind: 'menu',
      label: plain(labelOf(connection)),
      items: itemsOf(connection, source),
    }),
  );
  const more = connections.length - maxListed;
  return more > 0 ? [...listed, act(trayWords.more(more), { kind: 'open' })] : listed;
};

const separator: TrayItem = { kind: 'separator' };
const separated = (...groups: readonly (readonly TrayItem[])[]): readonly TrayItem[] =>
  groups
    .filter((group) => group.length > 0)
    .flatMap((group, index) => (index === 0 ? group : [separator, ...group]));

/** Gives what the tray shows and offers. Pure. */
export const trayMenu = (source: TraySource): TrayMenu => {
  const { snapshot, question, nowMs } = source;
  const { operations, keychain, desktop } = snapshot;
  const statusNow = (connection: ConnectionView) =>
    statusOf({ connection, operation: operationOf(operations, connection.id), keychain, nowMs });
  const troubled = snapshot.connections
    .flatMap((connection) => {
      const operation = operationOf(operations, connection.id);
      const urgency = urgencyOf({ connection, operation, keychain, nowMs });
      return urgency === null ? [] : [{ connection, urgency }];
    })
    .sort((a, b) => byUrgency(a.urgency, b.urgency))
    .map(({ connection }) => connection);
  const asks = question === null ? [] : [question];
  return {
    needsYou: troubled.length > 0 || asks.length > 0,
    toolTip:
      asks.length > 0
        ? trayWords.asks
        : troubled.length > 0
          ? trayWords.needsYou(troubled.length)
          : trayWords.fine,
    items: separated(
      asks.map(({ consumer, account }) =>
        act(plain(trayWords.asking(consumer, account)), { kind: 'answer' }),
      ),
      listOf(troubled, source, (connection) =>
        trayWords.attention(connection.label, statusNow(connection).text),
      ),
      listOf(favouritesOf(snapshot), source, ({ label }) => label),
      [
        {
          kind: 'switch',
          label: trayWords.paused,
          isOn: desktop.renewalsPaused,
          act: { kind: 'pause', on: !desktop.renewalsPaused },
        },
        {
          kind: 'switch',
          label: trayWords.snoozed,
          isOn: desktop.quietUntilEpochMs !== null,
          act: { kind: 'snooze', on: desktop.quietUntilEpochMs === null },
        },
      ],
      [act(trayWords.open, { kind: 'open' }), act(trayWords.quit, { kind: 'quit' })],
    ),
  };
};
