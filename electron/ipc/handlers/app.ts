import type { AppInfo, Snapshot } from '../../../shared/schemas.ts';
import type { Connections } from '../../connections/connections.ts';
import { AppError } from '../../diagnostics/errors.ts';
import type { BrowserOpener } from '../../platform/ports.ts';
import type { ProviderRegistry } from '../../providers/registry.ts';
import type { TemplateLibrary } from '../../providers/template-library.ts';
import type { Handlers } from './index.ts';

export const appHandlers = (dependencies: {
  readonly info: AppInfo;
  readonly snapshot: () => Snapshot;
  readonly browser: BrowserOpener;
  readonly providers: ProviderRegistry;
}): Handlers['app'] => ({
  info: () => dependencies.info,
  snapshot: () => dependencies.snapshot(),
  openLink: async ({ providerId, index }) => {
    const link = dependencies.providers.get(providerId)?.descriptor.links[index];
    if (link === undefined) throw new AppError('ipc.invalid-argument');
    await dependencies.browser.open(new URL(link.url));
  },
});

export const providerHandlers = (
  providers: ProviderRegistry,
  connections: Connections,
  templates: TemplateLibrary,
): Handlers['providers'] => ({
  list: () => [...providers.descriptors()],
  prefill: ({ providerId, text }) => connections.prefill(providerId, text),
  previewTemplate: ({ text }) => templates.preview(text),
  importTemplate: async ({ text, replace }) => ({ providerId: await templates.add(text, replace) }),
  exportTemplate: ({ providerId }) => templates.asText(providerId),
  removeTemplate: ({ providerId }) => templates.remove(providerId),
});

export const keychainHandlers = (connections: Connections): Handlers['keychain'] => ({
  check: () => connections.checkKeychain(),
  adopt: () => connections.adoptKeychain(),
});
