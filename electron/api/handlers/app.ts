import type { ProviderId } from '../../../shared/ids.ts';
import type { TemplatePreview } from '../../../shared/provider-descriptor.ts';
import type { AppInfo, Snapshot } from '../../../shared/schemas.ts';
import type { Connections } from '../../connections/connections.ts';
import { AppError } from '../../diagnostics/errors.ts';
import type { BrowserOpener, SaveFile } from '../../platform/ports.ts';
import type { Handlers } from './index.ts';

export const appHandlers = (dependencies: {
  readonly info: AppInfo;
  readonly snapshot: () => Snapshot;
  readonly browser: BrowserOpener;
  readonly connections: Connections;
}): Handlers['app'] => ({
  info: () => dependencies.info,
  snapshot: () => dependencies.snapshot(),
  openLink: async ({ providerId, index }) => {
    const provider = dependencies.connections.providers().find(({ id }) => id === providerId);
    const link = provider?.links[index];
    if (link === undefined) throw new AppError('call.invalid-argument');
    const url = new URL(link.url);
    await dependencies.browser.open(url, url.host);
  },
});

/** What the window does with the template library. */
type Templates = {
  readonly preview: (text: string) => TemplatePreview;
  readonly add: (text: string, replace: boolean) => Promise<ProviderId>;
  readonly asText: (id: ProviderId) => { readonly fileName: string; readonly text: string };
  readonly remove: (id: ProviderId) => Promise<void>;
};

export const providerHandlers = (
  connections: Connections,
  templates: Templates,
  saveFile: SaveFile,
): Handlers['providers'] => ({
  list: () => connections.providers(),
  prefill: ({ providerId, text }) => connections.prefill(providerId, text),
  previewTemplate: ({ text }) => templates.preview(text),
  importTemplate: async ({ text, replace }) => ({ providerId: await templates.add(text, replace) }),
  exportTemplate: async ({ providerId }) => {
    const { fileName, text } = templates.asText(providerId);
    return { fileName: await saveFile(fileName, text) };
  },
  removeTemplate: ({ providerId }) => templates.remove(providerId),
});

export const keychainHandlers = (connections: Connections): Handlers['keychain'] => ({
  check: () => connections.checkKeychain(),
  adopt: () => connections.adoptKeychain(),
});
