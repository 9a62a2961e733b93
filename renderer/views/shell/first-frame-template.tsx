import type { ComponentProps, ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { type AccountCounts, countAccounts } from '../../../shared/account-list.ts';
import { cutMiddle, type FirstFrameTemplate } from '../../../shared/first-frame.ts';
import { keychainOf } from '../../../shared/keychains.ts';
import { noOrganisation } from '../../../shared/organisation.ts';
import type { AppInfo, ConnectionView, Snapshot } from '../../../shared/schemas.ts';
import { defaultSettings } from '../../../shared/settings.ts';
import { spokenLocale } from '../../../shared/words/messages.ts';
import type { Provider } from '../../../shared/words/providers.ts';
import { statusOf } from '../../../shared/words/status.ts';
import { MiddleCut } from '../../components/middle-cut.tsx';
import { ProviderMark } from '../../components/provider-mark.tsx';
import { StatusChip } from '../../components/status-chip.tsx';
import { type App, AppContext, SnapshotContext } from '../../state/app-context.tsx';
import type { Bridge } from '../../state/bridge.ts';
import { createLastFormats } from '../../state/last-formats.ts';
import listStyles from '../connections/connection-list.module.css';
import {
  ConnectionRow,
  CopyButton,
  FavouriteMark,
  MendButton,
  RowTags,
} from '../connections/connection-row.tsx';
import { ListGroup } from '../connections/list-group.tsx';
import { Home } from './home.tsx';
import {
  FavouritesItem,
  FilterItem,
  Filters,
  ProviderFilters,
  TagFilters,
  TagItem,
} from './sidebar.tsx';

type Providers = readonly Provider[];

/** Nothing is called or ticks while markup is made. */
const stillApp = (providers: Providers, info: AppInfo, nowMs: number): App => ({
  bridge: {} as Bridge,
  clock: { now: () => nowMs, subscribe: () => () => {}, setDeadlines: () => {} },
  providers,
  reloadProviders: async () => {},
  info,
  lastFormats: createLastFormats(),
  announce: () => {},
  notify: () => {},
});

/** What the policy forbids goes: the list places its rows itself once React is there. */
const withoutStyles = (markup: string): string => markup.replace(/ style="[^"]*"/g, '');

/** What is typed before the window can take it would be lost. */
const withoutTyping = (markup: string): string =>
  markup.replaceAll('<input ', '<input readonly="" ');

/** Renders a part of the window as it is before the first effect. */
export const renderStill = (
  part: ReactNode,
  {
    providers,
    info,
    snapshot,
    nowMs,
  }: {
    readonly providers: Providers;
    readonly info: AppInfo;
    readonly snapshot: Snapshot;
    readonly nowMs: number;
  },
): string =>
  withoutStyles(
    renderToStaticMarkup(
      <AppContext value={stillApp(providers, info, nowMs)}>
        <SnapshotContext value={snapshot}>{part}</SnapshotContext>
      </AppContext>,
    ),
  );

/** What the window is while it shows its list and nothing is open. */
export const StillHome = () => (
  <Home
    openId={null}
    entered={0}
    onOpen={() => {}}
    onEnter={() => {}}
    comesBack={false}
    asked={null}
    onAsk={() => {}}
    onAsked={() => {}}
    onView={() => {}}
    exposedOffer={null}
  />
);

/** Puts a slot in the place of what stands there once and only once. */
const withSlot = (markup: string, found: string, slot: string): string => {
  const [before, after, ...more] = markup.split(found);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`the first frame has no single place for ${slot}`);
  return `${before}{{${slot}}}${after}`;
};

/** Favourites end the first list; those of providers and tags stand last, before the end of what holds them all. */
const withMoreFilters = (filters: string): string =>
  filters
    .replace('</ul>', '{{favourites}}</ul>')
    .replace(/<\/div>$/, '{{providers}}{{tags}}</div>');

const nowMs = 1_800_000_000_000;
const nowSeconds = nowMs / 1000;

const slotView: ConnectionView = {
  id: '00000000-0000-4000-8000-000000000000' as ConnectionView['id'],
  providerId: 'slot' as ConnectionView['providerId'],
  label: '{{label}}',
  state: 'active',
  problem: null,
  needsSignIn: false,
  createdAtEpochSeconds: nowSeconds,
  updatedAtEpochSeconds: nowSeconds - 3600,
  verifiedAtEpochSeconds: null,
  s3Check: null,
  signInCheck: null,
  renewalPolicy: 'automatic',
  reminder: 'default',
  isFavourite: true,
  tags: ['{{tag}}'],
  renewalFailure: null,
  facts: {
    account: '{{place}}',
    expiresAtEpochSeconds: null,
    neverExpires: false,
    grant: null,
    s3: { endpoint: '', region: '', addressing: 'path', accessKeyHint: '' },
    renewsItself: false,
    tokens: null,
    broker: null,
  },
  capabilities: { refresh: false, verify: false, reconnect: false, revoke: false },
};

const { facts } = slotView;
const noS3 = { ...facts, s3: null };
const token = {
  scopes: [],
  accessTokenExpiresAtEpochSeconds: null,
  renewable: false,
  stateVerified: true,
};
const endsIn = (seconds: number): Partial<ConnectionView> => ({
  facts: { ...facts, expiresAtEpochSeconds: nowSeconds + seconds },
});
const unchecked = {
  code: 'connection.unchecked',
  params: {},
  fields: {},
  retryable: false,
  incident: null,
} as const;

/** One of each status that a connection can have before anything was asked or begun. */
const statusSamples: readonly Partial<ConnectionView>[] = [
  { facts: { ...facts, renewsItself: true, expiresAtEpochSeconds: nowSeconds + 60 } },
  endsIn(60),
  endsIn(-60),
  { facts: { ...facts, renewsItself: true, expiresAtEpochSeconds: nowSeconds - 60 } },
  { needsSignIn: true },
  { problem: unchecked },
  { problem: { ...unchecked, code: 'server.rejected' } },
  { state: 'connecting' },
  { state: 'disconnecting' },
];

const noCounts: AccountCounts = {
  all: 0,
  needsYou: 0,
  expiring: 0,
  favourites: 0,
  providers: [],
  tags: [],
};

const noDesktop: Snapshot['desktop'] = {
  tray: false,
  startAtLogin: 'impossible',
  renewalsPaused: false,
  outdated: false,
  quietUntilEpochMs: null,
};

const platforms = ['linux', 'darwin', 'win32', 'other'] as const;

/** Renders the pieces of the first frame with the components that the window is made of. */
export const makeFirstFrameTemplate = (providers: Providers): FirstFrameTemplate => {
  const slotProvider = { id: 'slot', name: '{{provider}}', mark: 'slot' } as Provider;
  const stillOf = (platform: AppInfo['platform'], evaluationRuntime: boolean) => {
    const info: AppInfo = {
      version: '',
      electronVersion: '{{electronVersion}}',
      expectedElectronVersion: '{{expectedElectronVersion}}',
      evaluationRuntime,
      platform,
    };
    const snapshot: Snapshot = {
      revision: 0,
      keychain: { status: 'checking', error: null, id: keychainOf(platform) },
      storage: { error: null, readOnly: false },
      connections: [slotView],
      operations: [],
      clipboard: null,
      activity: { written: 0, trouble: null },
      consumers: [],
      wantedProvider: null,
      clockMinutesOff: null,
      wantedConnection: null,
      vault: null,
      desktop: noDesktop,
      settings: defaultSettings,
      organisation: noOrganisation,
      locale: spokenLocale(),
      agent: { commandLineRevoked: false, endpointError: null },
    };
    return { providers: [slotProvider], info, snapshot, nowMs };
  };
  const still = stillOf('linux', false);
  const { keychain } = still.snapshot;
  const render = (part: ReactNode): string => renderStill(part, still);

  const chipOf = (connection: ConnectionView): string =>
    render(<StatusChip connection={connection} operation={null} keychain={keychain} look="row" />);
  const statuses = statusSamples.map((sample) => {
    const connection = { ...slotView, ...sample };
    const { kind, text, brief } = statusOf({ connection, operation: null, keychain, nowMs });
    const chip = withSlot(chipOf(connection), text, 'text');
    return [kind, brief === null ? chip : withSlot(chip, brief, 'brief')] as const;
  });
  const nameOf = (text: string): string =>
    render(<MiddleCut className={listStyles.name} text={text} />);
  const copyButtonOf = (of: ConnectionView['facts']): string =>
    render(
      <CopyButton
        connection={{ ...slotView, facts: of }}
        disabled={false}
        copying={false}
        ticked={false}
        onCopy={() => {}}
      />,
    );
  const copyButtons = {
    s3: copyButtonOf(facts),
    tokens: copyButtonOf({ ...noS3, tokens: token }),
    broker: copyButtonOf({ ...noS3, broker: { connector: '', connectionId: '' } }),
  };

  const mendButtonOf = (
    action: 'refresh' | 'reconnect' | 'verify',
    provider: ComponentProps<typeof MendButton>['provider'] = null,
  ) =>
    render(
      <MendButton
        connection={slotView}
        action={action}
        kind={action === 'reconnect' ? 'sign-in' : 'expired'}
        provider={provider}
        disabled={false}
        onMend={() => {}}
      />,
    );
  const favouriteMark = render(<FavouriteMark />);
  const rowTags = render(<RowTags tags={slotView.tags} />);
  const rowTag = render(<span>{slotView.tags[0]}</span>);
  const drawnRow = (reachable: boolean): string =>
    render(
      <ConnectionRow
        connection={slotView}
        operation={null}
        keychain={keychain}
        index={0}
        offset={0}
        selected={false}
        reachable={reachable}
        needsPerson={false}
        copying={false}
        ticked={false}
        onChoose={() => {}}
        onCopy={() => {}}
        onMend={() => {}}
      />,
    );
  const groupOf = (title: string | null): string =>
    render(
      <ListGroup title={title} count="{{count}}" place={null}>
        {'{{rows}}'}
      </ListGroup>,
    );
  const filtersOf = (counts: AccountCounts): string =>
    render(<Filters counts={counts} filter="all" onFilter={() => {}} />);
  const filterItemOf = (name: string): string =>
    render(
      <FilterItem
        icon={<ProviderMark provider={slotProvider} size="tiny" />}
        name={name}
        count="{{count}}"
        isChosen={false}
        onChoose={() => {}}
      />,
    );
  const rowOf = (reachable: boolean): string =>
    (
      [
        [render(<ProviderMark provider={slotProvider} />), 'mark'],
        [nameOf(slotView.label), 'name'],
        [favouriteMark, 'favourite'],
        [rowTags, 'tags'],
        [chipOf(slotView), 'status'],
        [copyButtons.s3, 'copyAndMend'],
        ['aria-rowindex="1"', 'rowIndexAttribute'],
        ['data-index="0"', 'indexAttribute'],
      ] as const
    )
      .reduce((row, [found, slot]) => withSlot(row, found, slot), drawnRow(reachable))
      .replace('{{rowIndexAttribute}}', 'aria-rowindex="{{rowIndex}}"')
      .replace('{{indexAttribute}}', 'data-index="{{index}}"')
      .replace('{{copyAndMend}}', '{{copy}}{{mend}}')
      .replaceAll('{{provider}} · {{place}}', '{{where}}');

  const pageOf = (platform: AppInfo['platform'], evaluationRuntime: boolean): string => {
    const page = withoutTyping(renderStill(<StillHome />, stillOf(platform, evaluationRuntime)));
    const group = groupOf(null).replace('{{rows}}', () => drawnRow(true));
    return (
      [
        [group, 'rows'],
        ['aria-rowcount="1"', 'countAttribute'],
        [`data-density="${defaultSettings.density}"`, 'densityAttribute'],
        [`data-sidebar="${defaultSettings.sidebarWidth}"`, 'sidebarAttribute'],
        [`aria-valuenow="${defaultSettings.sidebarWidth}"`, 'sidebarValue'],
        [
          filtersOf(countAccounts([slotView], { keychain, nowMs, providerName: String })),
          'filters',
        ],
      ] as const
    )
      .reduce((filled, [found, slot]) => withSlot(filled, found, slot), page)
      .replace('{{countAttribute}}', 'aria-rowcount="{{count}}"')
      .replace('{{sidebarAttribute}}', 'data-sidebar="{{sidebarWidth}}"')
      .replace('{{sidebarValue}}', 'aria-valuenow="{{sidebarWidth}}"')
      .replace('{{densityAttribute}}', 'data-density="{{density}}"');
  };
  const pages = Object.fromEntries(
    platforms.flatMap((platform) => [
      [platform, pageOf(platform, false)],
      [`${platform}-evaluation`, pageOf(platform, true)],
    ]),
  ) as FirstFrameTemplate['pages'];

  const long = 'the head of a long name, and its tail';
  return {
    pages,
    filters: withMoreFilters(
      (
        [
          ['901', 'all'],
          ['902', 'needsYou'],
          ['903', 'expiring'],
        ] as const
      ).reduce(
        (filled, [found, slot]) => withSlot(filled, found, slot),
        filtersOf({ ...noCounts, all: 901, needsYou: 902, expiring: 903 }),
      ),
    ),
    providerFilters: render(
      <ProviderFilters ids={[]} filter="all" onFilter={() => {}}>
        {'{{items}}'}
      </ProviderFilters>,
    ),
    providerFilter: withSlot(
      filterItemOf('{{name}}'),
      render(<ProviderMark provider={slotProvider} size="tiny" />),
      'mark',
    ),
    favouritesFilter: render(
      <FavouritesItem count="{{count}}" isChosen={false} onChoose={() => {}} />,
    ),
    tagFilters: render(
      <TagFilters tags={[]} filter="all" onFilter={() => {}}>
        {'{{items}}'}
      </TagFilters>,
    ),
    tagFilter: render(
      <TagItem name="{{name}}" count="{{count}}" isChosen={false} onChoose={() => {}} />,
    ),
    favouriteMark,
    rowTags: withSlot(rowTags, rowTag, 'items'),
    rowTag: rowTag.replace('{{tag}}', '{{name}}'),
    groups: { titled: groupOf('{{title}}'), untitled: groupOf(null) },
    rows: { reachable: rowOf(true), other: rowOf(false) },
    names: { whole: nameOf('{{label}}'), cut: cutName(nameOf(long), long) },
    statuses: Object.fromEntries(statuses),
    copyButtons,
    mendButtons: {
      renew: mendButtonOf('refresh'),
      'replace-keys': mendButtonOf('reconnect', { prefill: 's3-keys' }),
      'sign-in': mendButtonOf('reconnect'),
      verify: mendButtonOf('verify'),
    },
    providers: Object.fromEntries(
      providers.map((provider) => [
        provider.id,
        {
          name: provider.name,
          mark: render(<ProviderMark provider={provider} />),
          smallMark: render(<ProviderMark provider={provider} size="tiny" />),
          capabilities: { ...provider.capabilities, revoke: false },
          prefill: provider.prefill,
        },
      ]),
    ),
  };
};

/** A long name stands there whole, twice, and in its two pieces. */
const cutName = (markup: string, long: string): string => {
  const cut = cutMiddle(long);
  if (cut === null) throw new Error('the name of the first frame is too short to be cut');
  const whole = markup.replaceAll(long, '{{label}}');
  return withSlot(withSlot(whole, cut.head, 'head'), cut.tail, 'tail');
};
