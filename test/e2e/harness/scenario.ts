import type { Page } from 'playwright';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { maskCredentials } from '../../../electron/handoff/formats/preview.ts';
import type { ActivityLine } from '../../../shared/activity.ts';
import { copyFormatIds, copyFormats, isFormatOf } from '../../../shared/copy-formats.ts';
import type { ProviderDescriptor } from '../../../shared/provider-descriptor.ts';
import type { ErrorView } from '../../../shared/result.ts';
import type { Snapshot } from '../../../shared/schemas.ts';
import { info, shippedProviders } from './fixtures.ts';

/** What main shows of keys before they are copied. */
const previews = Object.fromEntries(
  copyFormatIds
    .filter((format) => isFormatOf('s3', format))
    .map((format) => [
      format,
      maskCredentials(
        format,
        { accessKeyId: new Secret('juo7'), secretAccessKey: new Secret('sec') },
        {
          label: 'Photo archive',
          endpoint: 'https://gateway.storx.example',
          region: 'us-east-1',
          addressing: 'path',
          accessKeyHint: 'juo7',
          expiresAtEpochSeconds: null,
        },
      ),
    ]),
);

export type Scenario = {
  readonly name: string;
  /** The page of the bundle; the window's own unless told. */
  readonly path?: string;
  readonly snapshot: Snapshot;
  readonly evaluation?: boolean;
  /** Offered besides every provider that ships. */
  readonly imported?: readonly ProviderDescriptor[];
  readonly activity?: readonly ActivityLine[];
  readonly replies?: Readonly<Record<string, unknown>>;
  readonly errors?: Readonly<Record<string, ErrorView>>;
  /** Rules of axe that a library breaks on purpose here; say why beside them. */
  readonly axeOff?: readonly string[];
  readonly act?: (page: Page) => Promise<void>;
};

/** What the page's bridge answers from. */
export const dataOf = (scenario: Omit<Scenario, 'name'>) => ({
  snapshot: scenario.snapshot,
  providers: [...shippedProviders, ...(scenario.imported ?? [])],
  info: info(scenario.evaluation ?? false),
  activity: scenario.activity ?? [],
  errors: scenario.errors ?? {},
  replies: scenario.replies ?? {},
  secretFormats: copyFormatIds.filter((format) => copyFormats[format].isSecret),
  previews,
});

/** Opens an account from the list. */
export const openAccount = (label: string) => async (page: Page) => {
  await page.getByRole('row').filter({ hasText: label }).first().click();
  await page.getByRole('main').getByRole('heading', { level: 2, name: label }).waitFor();
};
