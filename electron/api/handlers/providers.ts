import type { ProviderId } from '../../../shared/ids.ts';
import type { TemplatePreview } from '../../../shared/provider-descriptor.ts';
import type { Connections } from '../../connections/connections.ts';
import type { WantedProvider } from '../../connections/wanted-provider.ts';
import type { SaveFile } from '../../platform/interfaces.ts';
import type { Handlers } from './index.ts';

/** What the window does with the template library. */
type Templates = {
  readonly preview: (text: string) => TemplatePreview;
  readonly add: (text: string, replace: boolean) => Promise<ProviderId>;
  readonly asText: (id: ProviderId) => { readonly fileName: string; readonly text: string };
  readonly remove: (id: ProviderId) => Promise<{ readonly text: string }>;
};

export const providerHandlers = (
  connections: Connections,
  templates: Templates,
  saveFile: SaveFile,
  wanted: Pick<WantedProvider, 'taken'>,
): Handlers['providers'] => ({
  list: () => connections.providers(),
  prefill: ({ providerId, text }) => connections.prefill(providerId, text),
  recognize: ({ text }) => connections.recognize(text),
  previewTemplate: ({ text }) => templates.preview(text),
  importTemplate: async ({ text, replace }) => ({ providerId: await templates.add(text, replace) }),
  exportTemplate: async ({ providerId }) => {
    const { fileName, text } = templates.asText(providerId);
    return { fileName: await saveFile(fileName, text) };
  },
  removeTemplate: ({ providerId }) => templates.remove(providerId),
  takeWanted: wanted.taken,
});
