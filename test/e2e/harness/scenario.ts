import type { Page } from 'playwright';
import type { ProviderDescriptor } from '../../../shared/provider-descriptor.ts';
import type { ErrorView } from '../../../shared/result.ts';
import type { Snapshot } from '../../../shared/schemas.ts';
import { info, shippedProviders } from './fixtures.ts';

export type Scenario = {
  readonly name: string;
  /** The page of the bundle; the window's own unless told. */
  readonly path?: string;
  readonly snapshot: Snapshot;
  readonly evaluation?: boolean;
  /** Offered besides every provider that ships. */
  readonly imported?: readonly ProviderDescriptor[];
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
  errors: scenario.errors ?? {},
  replies: scenario.replies ?? {},
});
