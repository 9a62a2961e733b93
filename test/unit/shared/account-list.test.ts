import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  arrangeAccounts,
  countAccounts,
  isShownUnder,
  lastTurnMs,
  listTurnsMs,
} from '../../../shared/account-list.ts';
import { connection } from '../../e2e/harness/fixtures.ts';

const start = 1_800_000_000;
const month = 30 * 86_400;
const keychain = { status: 'ready', error: null, id: 'gnome-keyring' } as const;

const accounts = fc.array(
  fc.record({
    end: fc.option(fc.integer({ min: -month, max: month })),
    begun: fc.integer({ min: -month, max: 0 }),
    renews: fc.boolean(),
    failingSince: fc.option(fc.integer({ min: -7_200, max: 0 })),
    renewalPolicy: fc.constantFrom('automatic' as const, 'lapse' as const),
  }),
  { minLength: 1, maxLength: 6 },
);

it('accounts stand and are counted as they were when time last moved one of them', () => {
  fc.assert(
    fc.property(accounts, fc.integer({ min: -month * 1000, max: month * 1000 }), (rows, atMs) => {
      const listed = rows.map(({ end, begun, renews, failingSince, renewalPolicy }, number) => {
        const view = connection({ number, expiresIn: null, grantMore: null });
        return {
          ...view,
          renewalPolicy,
          updatedAtEpochSeconds: start + begun,
          facts: {
            ...view.facts,
            expiresAtEpochSeconds: end === null ? null : start + end,
            renewsItself: renews,
          },
          renewalFailure:
            failingSince === null
              ? null
              : {
                  sinceEpochSeconds: start + failingSince,
                  nextTryEpochSeconds: null,
                  error: { code: 'network.failed', params: {} },
                },
        } as unknown as typeof view;
      });
      const nowMs = start * 1000 + atMs;
      const seenAt = (moment: number) => {
        const options = { keychain, nowMs: moment, providerName: (id: string) => id };
        return {
          groups: arrangeAccounts(listed, { ...options, sort: 'name' }),
          counts: countAccounts(listed, options),
          expiring: listed.filter((each) => isShownUnder('expiring', each, options)),
        };
      };
      expect(seenAt(lastTurnMs(listed.flatMap(listTurnsMs), nowMs))).toEqual(seenAt(nowMs));
    }),
    { numRuns: 2_000 },
  );
});
