import type { ProviderId } from '../../shared/ids.ts';
import type { TemplatePreview } from '../../shared/provider-descriptor.ts';

/**
 * Keeps the provider templates that people brought, beside the built-in ones.
 *
 * Every call that takes text throws `template.invalid` for what is no template; nothing is contacted.
 */
export type TemplateLibrary = {
  /** Reads a Stowkey template or a `.cyberduckprofile` and says what it would do. */
  readonly preview: (text: string) => TemplatePreview;
  /** Throws `template.exists` unless told to replace. */
  readonly add: (text: string, replace: boolean) => Promise<ProviderId>;
  /** Gives any provider that is a template, built in or not, as text without secrets. */
  readonly asText: (id: ProviderId) => { readonly fileName: string; readonly text: string };
  /** Connections made with it stay and can be copied and disconnected. */
  readonly remove: (id: ProviderId) => Promise<void>;
};
