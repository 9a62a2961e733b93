import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listedIn } from '../../../electron/storage/metadata/first-look.ts';
import { connectionRecordSchema } from '../../../electron/storage/metadata/schema.ts';
import {
  makeFirstFrameTemplate,
  renderStill,
  StillHome,
} from '../../../renderer/views/shell/first-frame-template.tsx';
import type { ListedConnection } from '../../../shared/account-list.ts';
import { fillFirstFrame } from '../../../shared/first-frame.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { defaultSettings, type Settings } from '../../../shared/settings.ts';
import { withWords } from '../../../shared/words/providers.ts';
import {
  awkward,
  connection,
  error,
  few,
  info,
  shippedProviders,
  snapshot,
} from '../../e2e/harness/fixtures.ts';
import { connectionRecord } from '../../support/worlds/connection-records.ts';

const providers = shippedProviders.map(withWords);
const template = makeFirstFrameTemplate(providers);
const checking = { status: 'checking', error: null, id: 'secret-service' } as const;
const nowMs = Date.now();

const frameOf = (
  connections: readonly ListedConnection[],
  evaluation = false,
  settings: Settings = defaultSettings,
) =>
  fillFirstFrame(template, {
    connections,
    info: info(evaluation),
    keychain: checking,
    settings,
    nowMs,
  });

const drawn = (
  connections: readonly ConnectionView[],
  evaluation = false,
  settings: Settings = defaultSettings,
): string =>
  renderStill(<StillHome />, {
    providers,
    info: info(evaluation),
    snapshot: snapshot({ connections, keychain: checking, settings }),
    nowMs,
  }).replace('<input ', '<input readonly="" ');

describe('the first frame', () => {
  const first = connection({ number: 1 });
  const { facts } = first;
  const token = {
    scopes: [],
    accessTokenExpiresAtEpochSeconds: null,
    renewable: true,
    stateVerified: true,
  };
  const lists: readonly (readonly [string, readonly ConnectionView[]])[] = [
    ['accounts as people have them', few()],
    ['awkward names', awkward().slice(0, 15)],
    [
      'hostile names',
      [
        '<img src=x onerror=alert(1)>',
        '</script><script>alert(1)</script>',
        '{{where}} {{constructor}} {{rows}} $& $1',
        `"'&<>\` ${'long '.repeat(10)}</span>`,
      ].map((label, number) => connection({ number, label })),
    ],
    [
      'every state and trouble',
      [
        connection({ number: 1, state: 'connecting' }),
        connection({ number: 2, state: 'disconnecting' }),
        connection({ number: 3, needsSignIn: true }),
        connection({ number: 4, problem: error('connection.unchecked') }),
        connection({
          number: 5,
          problem: error('oauth.renewal-refused', { params: { status: 400 } }),
        }),
        connection({ number: 6, facts: { ...facts, renewsItself: true } }),
        connection({
          number: 7,
          facts: { ...facts, renewsItself: true, expiresAtEpochSeconds: nowMs / 1000 - 5 },
        }),
        connection({ number: 8, facts: { ...facts, s3: null, tokens: token } }),
        connection({
          number: 9,
          facts: {
            ...facts,
            s3: null,
            grant: null,
            broker: { connector: 'gdrive <b>', connectionId: 'x' },
          },
        }),
        connection({ number: 10, facts: { ...facts, s3: null, account: 'me@example.com' } }),
      ],
    ],
    ['one account', [first]],
    [
      'favourites and tags',
      [
        connection({ number: 1, isFavourite: true, tags: ['Berlin', '<b>&{{items}}', '{{tag}}'] }),
        connection({ number: 2, providerId: 's3-wasabi', tags: ['berlin'] }),
      ],
    ],
  ];

  it.each(lists)('is what React draws of %s', (_name, connections) => {
    expect(frameOf(connections)).toBe(drawn(connections));
    expect(frameOf(connections, true)).toBe(drawn(connections, true));
    const chosen = { ...defaultSettings, density: 'compact', sort: 'provider' } as const;
    expect(frameOf(connections, false, chosen)).toBe(drawn(connections, false, chosen));
  });

  it('is not there when a name, or anything at all, is missing', () => {
    expect(frameOf([])).toBeNull();
    const byUse = { ...defaultSettings, sort: 'last-used' } as const;
    expect(frameOf([first], false, byUse)).toBeNull();
    expect(frameOf([connection({ number: 1, providerId: 'imported-one' })])).toBeNull();
    expect(frameOf([connection({ number: 1, providerId: 'constructor' })])).toBeNull();
  });
});

describe('the first look at the list', () => {
  const fileOf = (...connections: readonly unknown[]) => ({
    version: 1,
    sentinel: null,
    connections,
  });

  const twin = connectionRecord();

  it('shows what the store shows', () => {
    const record = connectionRecord({ state: 'rotating', needsSignIn: true });
    expect(listedIn(fileOf(record))).toMatchObject([{ label: record.label, state: 'active' }]);
    expect(listedIn(fileOf(connectionRecord({ state: 'abandoned' })))).toEqual([]);
  });

  it.each([
    ['a newer version', { ...fileOf(), version: 2 }],
    ['what was set aside before', { ...fileOf(), quarantined: [] }],
    ['two of one id', fileOf(twin, twin)],
    ['no list', null],
  ])('leaves %s to the store', (_name, json) => {
    expect(listedIn(json)).toBeNull();
  });

  it('takes no record that the schema refuses or reads otherwise', () => {
    const whole = connectionRecord({
      facts: connection({ number: 1 }).facts,
      problem: { code: 'server.trouble', params: { host: 'a.example' } },
      isFavourite: true,
      tags: ['Berlin'],
    });
    const paths: (readonly string[])[] = [];
    const walk = (value: unknown, path: readonly string[]): void => {
      if (path.length > 0) paths.push(path);
      if (typeof value !== 'object' || value === null) return;
      for (const [key, each] of Object.entries(value)) walk(each, [...path, key]);
    };
    walk(whole, []);
    const put = (value: unknown, [key, ...rest]: readonly string[], to: unknown): unknown => {
      if (key === undefined) return to;
      const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
      (copy as Record<string, unknown>)[key] = put(
        (value as Record<string, unknown>)[key],
        rest,
        to,
      );
      return copy;
    };
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(undefined, 1.5, -1, 2 ** 60, 'x'.repeat(300), 'active', 'Storx', [[]]),
    );
    let taken = 0;
    fc.assert(
      fc.property(fc.constantFrom(...paths), anything, (path, value) => {
        const raw: unknown = JSON.parse(JSON.stringify(put(whole, path, value)) ?? 'null');
        const listed = listedIn(fileOf(raw));
        if (listed === null) return;
        taken += 1;
        const { label, providerId, needsSignIn, problem, renewalPolicy, facts, ...rest } =
          connectionRecordSchema.parse(raw);
        // Looks the same in the list either way.
        const { neverExpires: _, ...shownFacts } = facts;
        expect(listed).toMatchObject(
          listed.length === 0
            ? []
            : [
                {
                  label,
                  providerId,
                  needsSignIn,
                  problem,
                  renewalPolicy,
                  isFavourite: rest.isFavourite,
                  tags: rest.tags,
                  facts: {
                    ...shownFacts,
                    ...(facts.tokens === null
                      ? {}
                      : { tokens: { renewable: facts.tokens.renewable } }),
                  },
                },
              ],
        );
      }),
      { numRuns: 3000 },
    );
    expect(taken).toBeGreaterThan(100);
  });
});
