import type { ProviderId } from '../../../shared/ids.ts';
import { maxTextLength } from '../../../shared/limits.ts';
import {
  type NotMapped,
  providerDescriptorSchema,
  type TemplatePreview,
} from '../../../shared/provider-descriptor.ts';
import { AppError } from '../../diagnostics/errors.ts';
import type { Logger } from '../../diagnostics/logger.ts';
import type { TemplateFiles } from '../../platform/interfaces.ts';
import type { ProviderAdapter } from '../adapter.ts';
import { isCyberduckProfile, readCyberduckProfile } from './import/cyberduck.ts';
import { createTemplateAdapter } from './oauth-adapter.ts';
import { parseTemplate } from './parse.ts';
import { createS3TemplateAdapter } from './s3-adapter.ts';
import type { ProviderTemplate } from './schema.ts';
import type { TemplateOrigin } from './session.ts';

/**
 * Keeps the provider templates that people brought, beside the built-in ones.
 *
 * Every call that takes text throws `template.invalid` for what is no template; nothing is contacted.
 */
type TemplateLibrary = {
  /** Reads a Stowkey template or a `.cyberduckprofile` and says what it would do. */
  readonly preview: (text: string) => TemplatePreview;
  /** Throws `template.exists` unless told to replace; what ships is never replaced. */
  readonly add: (text: string, replace: boolean) => Promise<ProviderId>;
  /** Gives any provider that is a template, built in or not, as text without secrets. */
  readonly asText: (id: ProviderId) => { readonly fileName: string; readonly text: string };
  /** The text of one that people brought; null for any other provider. */
  readonly importedText: (id: ProviderId) => string | null;
  /**
   * Takes the templates that an organisation's bundle brings in place of those that it brought before. They are
   * kept with the bundle; one whose id somebody else has is left out.
   */
  readonly takeBundle: (templates: readonly ProviderTemplate[]) => void;
  /** An id that a bundle cannot take. */
  readonly isTaken: (id: ProviderId) => boolean;
  /** Connections made with it stay and can be copied and disconnected. Gives its text. */
  readonly remove: (id: ProviderId) => Promise<{ readonly text: string }>;
  /** Those that people brought, without a bundle's. */
  readonly importedIds: () => readonly ProviderId[];
  /** Adapters of the imported templates as they are now, and of a bundle's. */
  readonly adapters: () => readonly ProviderAdapter[];
};

/** Builds the adapter that a template describes. */
export const adapterOf = (
  template: ProviderTemplate,
  origin: TemplateOrigin = 'built-in',
): ProviderAdapter =>
  template.kind === 's3'
    ? createS3TemplateAdapter(template, origin)
    : createTemplateAdapter(template, origin);

type Entry = { readonly template: ProviderTemplate; readonly adapter: ProviderAdapter };

/**
 * Opens the library: reads every file once. A file that cannot be read or understood is skipped,
 * logged and left where it is.
 */
export const openTemplateLibrary = async (options: {
  readonly files: TemplateFiles;
  readonly logger: Pick<Logger, 'warn'>;
  /** Templates that ship; they can be exported. */
  readonly builtIn: readonly ProviderTemplate[];
  /** Ids that an import can never take: those of all providers that ship. */
  readonly reserved: readonly string[];
}): Promise<TemplateLibrary> => {
  const { files, logger, builtIn } = options;
  const reserved = new Set(options.reserved);
  const imported = new Map<ProviderId, Entry>();
  let ofBundle: ReadonlyMap<ProviderId, Entry> = new Map();
  const isTaken = (id: ProviderId): boolean => reserved.has(id) || imported.has(id);
  const broughtOf = (id: ProviderId): Entry | undefined => imported.get(id) ?? ofBundle.get(id);

  const skip = (id: string, error: unknown): void =>
    logger.warn('skipped a template', { file: `${id}.json`, error });

  const load = async (id: string): Promise<void> => {
    const text = await files.read(id);
    if (text === null) return skip(id, new AppError('template.invalid'));
    const template = parseTemplate(text);
    // The name decides what is replaced and removed, so it has to be the template's own.
    if (template.id !== id || reserved.has(id)) return skip(id, new AppError('template.exists'));
    imported.set(template.id, { template, adapter: adapterOf(template, 'imported') });
  };

  try {
    for (const id of await files.list()) {
      await load(id).catch((error: unknown) => skip(id, error));
    }
  } catch (error) {
    logger.warn('could not look for templates', { error });
  }

  return {
    preview: (text) => {
      const { template, notMapped } = readTemplate(text);
      return {
        descriptor: providerDescriptorSchema.parse(adapterOf(template, 'imported').descriptor),
        notMapped: [...notMapped],
        exists: isTaken(template.id) || ofBundle.has(template.id),
      };
    },

    add: async (text, replace) => {
      const { template } = readTemplate(text);
      const { id } = template;
      if (reserved.has(id) || ofBundle.has(id) || (imported.has(id) && !replace)) {
        throw new AppError('template.exists', { params: { id } });
      }
      const adapter = adapterOf(template, 'imported');
      await files.write(id, asJson(template));
      imported.set(id, { template, adapter });
      return id;
    },

    asText: (id) => {
      const template = broughtOf(id)?.template ?? builtIn.find((each) => each.id === id);
      if (template === undefined) throw new AppError('provider.unknown');
      return { fileName: `${id}.stowkey.json`, text: asJson(template) };
    },

    importedText: (id) => {
      const entry = broughtOf(id);
      return entry === undefined ? null : asJson(entry.template);
    },

    isTaken,
    takeBundle: (templates) => {
      ofBundle = new Map(
        templates
          .filter(({ id }) => !isTaken(id))
          .map((template) => [template.id, { template, adapter: adapterOf(template, 'imported') }]),
      );
    },

    remove: async (id) => {
      const entry = imported.get(id);
      if (entry === undefined) throw new AppError('provider.unknown');
      await files.remove(id);
      imported.delete(id);
      return { text: asJson(entry.template) };
    },

    importedIds: () => [...imported.keys()],
    adapters: () => [...imported.values(), ...ofBundle.values()].map(({ adapter }) => adapter),
  };
};

const readTemplate = (
  text: string,
): { readonly template: ProviderTemplate; readonly notMapped: readonly NotMapped[] } => {
  if (isCyberduckProfile(text)) return readCyberduckProfile(text);
  // Ours hold no icons.
  if (text.length > maxTextLength) throw new AppError('template.invalid');
  return { template: parseTemplate(text), notMapped: [] };
};

const asJson = (template: ProviderTemplate): string => `${JSON.stringify(template, null, 2)}\n`;
