import {
  arrangeAccounts,
  countAccounts,
  type ListedConnection,
  needsYouGroup,
  rowHeights,
} from './account-list.ts';
import { type Condition, nextActionOf, whereOf } from './connection-rules.ts';
import type { Language } from './languages.ts';
import { lettersOf } from './letters.ts';
import type { ProviderDescriptor } from './provider-descriptor.ts';
import type { AppInfo, ConnectionView, KeychainView } from './schemas.ts';
import type { Settings } from './settings.ts';
import { mendingOf } from './words/list.ts';
import { statusOf } from './words/status.ts';

type Copied = 's3' | 'tokens' | 'broker';

/**
 * The window as React draws it first, in pieces with slots such as `{{label}}`: the build renders them
 * with the real components, and main fills them at each start.
 */
export type FirstFrameTemplate = {
  /** Slots: rows, filters, density, sidebarWidth, count. By platform and whether the runtime is for evaluation only. */
  readonly pages: Readonly<Record<`${AppInfo['platform']}${'' | '-evaluation'}`, string>>;
  /** Slots: all, needsYou, expiring, favourites, providers, tags. */
  readonly filters: string;
  /** Slot: items. */
  readonly providerFilters: string;
  /** Slots: name, mark, count. */
  readonly providerFilter: string;
  /** Slot: count. */
  readonly favouritesFilter: string;
  /** Slot: items. */
  readonly tagFilters: string;
  /** Slots: name, count. */
  readonly tagFilter: string;
  /** Slots: title, count, rows. One without a title has the rows alone. */
  readonly groups: Readonly<Record<'titled' | 'untitled', string>>;
  /** Slots: index, rowIndex, mark, name, favourite, tags, status, where, copy, mend. `reachable` is the one for Tab. */
  readonly rows: Readonly<Record<'reachable' | 'other', string>>;
  /** Slots: label, and head and tail in a long one. */
  readonly names: Readonly<Record<'whole' | 'cut', string>>;
  readonly favouriteMark: string;
  /** Slot: items. */
  readonly rowTags: string;
  /** Slot: name. */
  readonly rowTag: string;
  /** Slots: text, and brief where it is well. */
  readonly statuses: Readonly<Partial<Record<Condition['kind'], string>>>;
  /** Slot: label. */
  readonly copyButtons: Readonly<Record<Copied, string>>;
  /** Slot: label. */
  readonly mendButtons: Readonly<Record<ReturnType<typeof mendingOf>, string>>;
  readonly providers: Readonly<Record<string, FirstFrameProvider | undefined>>;
};

type FirstFrameProvider = Pick<ConnectionView, 'capabilities'> &
  Pick<ProviderDescriptor, 'prefill'> & {
    readonly name: string;
    readonly mark: string;
    readonly smallMark: string;
  };

/** Names the file of a language's template. */
export const firstFrameFile = (language: Language): string => `first-frame.${language}.json`;

/** What the first frame depends on of the settings. */
export type ShownSettings = Pick<Settings, 'density' | 'sort' | 'sidebarWidth'>;

type FirstFrameInput = {
  readonly connections: readonly ListedConnection[];
  readonly info: AppInfo;
  readonly keychain: KeychainView;
  readonly settings: ShownSettings;
  readonly nowMs: number;
};

/** What a window shows at once, and some more. */
const maxRows = 30;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
};

/** Makes a text safe within an element and within a quoted attribute, as React does. */
const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (each) => entities[each] ?? '');

/** Fills all slots at once, so that a slot within what is filled in stays the text that it is. */
const fill = (piece: string, markup: Readonly<Record<string, string>>): string =>
  piece.replace(/\{\{(\w+)\}\}/g, (slot, name: string) => markup[name] ?? slot);

/** How much of the end stays: what tells `backup-2026-01` from `backup-2026-02`. */
const tailLength = 8;
/** Below this a name fits, and need not be in two pieces. */
const shortestCut = 20;

/** Says where a long name loses its middle when there is no room; null for a short one. */
export const cutMiddle = (
  text: string,
): { readonly head: string; readonly tail: string } | null => {
  const letters = lettersOf(text);
  if (letters.length < shortestCut) return null;
  return {
    head: letters.slice(0, -tailLength).join(''),
    tail: letters.slice(-tailLength).join(''),
  };
};

const copiedOf = ({ state, facts }: ListedConnection): Copied | null => {
  if (state !== 'active') return null;
  return (['s3', 'tokens', 'broker'] as const).find((each) => facts[each] !== null) ?? null;
};

const providerOf = (
  { providers }: FirstFrameTemplate,
  providerId: string,
): FirstFrameProvider | undefined =>
  Object.hasOwn(providers, providerId) ? providers[providerId] : undefined;

type Row = {
  readonly account: ListedConnection;
  readonly index: number;
  readonly needsPerson: boolean;
};

const rowOf = (
  template: FirstFrameTemplate,
  input: FirstFrameInput,
  { account: connection, index, needsPerson }: Row,
): string | null => {
  const { label, providerId } = connection;
  const { keychain, nowMs } = input;
  const status = statusOf({ connection, operation: null, keychain, nowMs });
  const chip = template.statuses[status.kind];
  const provider = providerOf(template, providerId);
  if (chip === undefined || provider === undefined) return null;
  const cut = cutMiddle(label);
  const copied = copiedOf(connection);
  const action = needsPerson
    ? nextActionOf({ ...connection, capabilities: provider.capabilities }, status.kind)
    : null;
  const texts = { label: escapeHtml(label) };
  return fill(template.rows[index === 0 ? 'reachable' : 'other'], {
    index: String(index),
    rowIndex: String(index + 1),
    mark: provider.mark,
    name:
      cut === null
        ? fill(template.names.whole, texts)
        : fill(template.names.cut, {
            ...texts,
            head: escapeHtml(cut.head),
            tail: escapeHtml(cut.tail),
          }),
    favourite: connection.isFavourite ? template.favouriteMark : '',
    tags:
      connection.tags.length === 0
        ? ''
        : fill(template.rowTags, {
            items: connection.tags
              .map((name) => fill(template.rowTag, { name: escapeHtml(name) }))
              .join(''),
          }),
    status: fill(chip, { text: escapeHtml(status.text), brief: escapeHtml(status.brief ?? '') }),
    where: escapeHtml(whereOf(connection, provider.name)),
    copy: copied === null ? '' : fill(template.copyButtons[copied], texts),
    mend:
      action === null
        ? ''
        : fill(template.mendButtons[mendingOf(action, status.kind, provider)], texts),
  });
};

/** Gives the text of a count, which stays away where there is nothing to count. */
export const countText = (count: number): string => (count === 0 ? '' : String(count));

const filtersOf = (
  template: FirstFrameTemplate,
  { connections, keychain, nowMs }: FirstFrameInput,
  providerName: (providerId: string) => string,
): string => {
  const counts = countAccounts(connections, { keychain, nowMs, providerName });
  const items = counts.providers.map(({ id, count }) =>
    fill(template.providerFilter, {
      name: escapeHtml(providerName(id)),
      mark: providerOf(template, id)?.smallMark ?? '',
      count: countText(count),
    }),
  );
  const tags = counts.tags.map(({ name, count }) =>
    fill(template.tagFilter, { name: escapeHtml(name), count: countText(count) }),
  );
  return fill(template.filters, {
    all: countText(counts.all),
    needsYou: countText(counts.needsYou),
    expiring: countText(counts.expiring),
    favourites:
      counts.favourites === 0
        ? ''
        : fill(template.favouritesFilter, { count: countText(counts.favourites) }),
    providers: items.length === 0 ? '' : fill(template.providerFilters, { items: items.join('') }),
    tags: tags.length === 0 ? '' : fill(template.tagFilters, { items: tags.join('') }),
  });
};

/**
 * Writes the markup of the list as the window shows it first; null when some of it cannot be told yet,
 * such as the name of a provider that does not ship, or who used what last.
 */
export const fillFirstFrame = (
  template: FirstFrameTemplate,
  input: FirstFrameInput,
): string | null => {
  const { connections, info, keychain, settings, nowMs } = input;
  const count = connections.length;
  if (count === 0 || settings.sort === 'last-used') return null;
  const providerName = (providerId: string): string =>
    providerOf(template, providerId)?.name ?? providerId;
  if (connections.some(({ providerId }) => providerOf(template, providerId) === undefined))
    return null;
  let index = 0;
  let groups = '';
  for (const { id, title, accounts } of arrangeAccounts(connections, {
    sort: settings.sort,
    keychain,
    nowMs,
    providerName,
  })) {
    if (index >= maxRows) break;
    const rows: string[] = [];
    for (const account of accounts.slice(0, maxRows - index)) {
      const row = rowOf(template, input, { account, index, needsPerson: id === needsYouGroup });
      if (row === null) return null;
      rows.push(row);
      index += 1;
    }
    groups += fill(template.groups[title === null ? 'untitled' : 'titled'], {
      title: escapeHtml(title ?? ''),
      count: String(accounts.length),
      rows: rows.join(''),
    });
  }
  // Keeps the scrollbar as long as it will be; the page takes no inline style.
  const below = (count - index) * rowHeights[settings.density];
  if (below > 0) groups += `<svg aria-hidden="true" width="1" height="${below}"></svg>`;
  return fill(template.pages[`${info.platform}${info.evaluationRuntime ? '-evaluation' : ''}`], {
    rows: groups,
    filters: filtersOf(template, input, providerName),
    density: settings.density,
    sidebarWidth: String(settings.sidebarWidth),
    count: String(count),
    electronVersion: escapeHtml(info.electronVersion),
    expectedElectronVersion: escapeHtml(info.expectedElectronVersion),
  });
};
