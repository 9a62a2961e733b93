import { z } from 'zod';
import { providerIdSchema } from './ids.ts';
import { maxFieldTextLength } from './limits.ts';

/** What a Cyberduck profile can ask for and Stowkey does not do. */
export const notMappedIds = [
  'host-choice',
  'aws2-signatures',
  'client',
  'redirect-uri',
  'pkce',
  'id-tokens',
  's3-keys',
  'other-sign-in',
  'default-path',
  'sts-endpoint',
  'login-context',
  'client-certificates',
  'roles',
  'icon',
  /** A setting of its own, by its name. */
  'setting',
] as const;

const notMappedSchema = z.object({ id: z.enum(notMappedIds), setting: z.string().optional() });
export type NotMapped = z.infer<typeof notMappedSchema>;

export const templatePreviewSchema = z.object({
  descriptor: z.lazy(() => providerDescriptorSchema),
  /** What the file asked for and Stowkey does not do. */
  notMapped: z.array(notMappedSchema),
  /** A template of this id is there already. */
  exists: z.boolean(),
});
export type TemplatePreview = z.infer<typeof templatePreviewSchema>;

const fieldCondition = z.object({ field: z.string(), equals: z.array(z.string()) });

const fieldBase = {
  name: z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,39}$/),
  /** A template's own words; all others stand in `shared/words/providers`. */
  label: z.string().optional(),
  help: z.string().optional(),
  /** Names its words there, where they are not those of its name. */
  words: z.string().optional(),
  /** Fills the `{names}` in its words. */
  params: z.record(z.string(), z.string()).optional(),
  required: z.boolean(),
  /** Shows the field only while another field has one of these values. */
  shownWhen: fieldCondition.optional(),
  /** Hides it while another field has one of these values, whatever `shownWhen` says. */
  hiddenWhen: fieldCondition.optional(),
  /** Puts the field behind "More options". */
  advanced: z.boolean().optional(),
};

const option = z.object({
  value: z.string(),
  label: z.string().optional(),
  help: z.string().optional(),
});

export const formFieldSchema = z.discriminatedUnion('kind', [
  z.object({
    ...fieldBase,
    kind: z.literal('text'),
    initial: z.string().optional(),
    placeholder: z.string().optional(),
    /** Several lines, for pasted grants. */
    multiline: z.boolean().optional(),
    /** Values to choose from while typing; any other may be typed. */
    suggestions: z.array(z.string()).optional(),
  }),
  z.object({ ...fieldBase, kind: z.literal('secret'), multiline: z.boolean().optional() }),
  z.object({
    ...fieldBase,
    kind: z.literal('url'),
    initial: z.string().optional(),
    placeholder: z.string().optional(),
  }),
  z.object({
    ...fieldBase,
    kind: z.literal('number'),
    initial: z.number().optional(),
    minimum: z.number(),
    maximum: z.number(),
  }),
  z.object({
    ...fieldBase,
    kind: z.literal('choice'),
    initial: z.string(),
    options: z.array(option),
    /** Shows a copy button beside the chosen value, for texts to register elsewhere. */
    copyable: z.boolean().optional(),
  }),
  z.object({
    ...fieldBase,
    kind: z.literal('checks'),
    initial: z.array(z.string()),
    options: z.array(option),
    /** Shows a copy button beside each option. */
    copyable: z.boolean().optional(),
  }),
  z.object({ ...fieldBase, kind: z.literal('toggle'), initial: z.boolean() }),
]);
export type FormField = z.infer<typeof formFieldSchema>;

/** What the person typed, by field name; secrets are plain strings only on their way into main. */
export const formInputSchema = z.record(
  z.string().max(40),
  z.union([
    z.string().max(maxFieldTextLength),
    z.number(),
    z.boolean(),
    z.array(z.string().max(256)).max(64),
  ]),
);

/** A form that was filled in from a file or block; its secrets stay in main under `draft`. */
export const prefilledSchema = z.object({
  draft: z.uuid(),
  values: formInputSchema,
  secretFields: z.array(z.string()),
  /** What the file calls the user of its keys. */
  owner: z.string().nullable(),
});

/** The same, and whose form it is. */
export const recognizedSchema = prefilledSchema.extend({ providerId: providerIdSchema });
export type Recognized = z.infer<typeof recognizedSchema>;
export type FormInput = z.infer<typeof formInputSchema>;

/**
 * Describes a provider to the window: what it is, what the form asks for and where help is. It holds
 * data only; behaviour lives in the adapter of the same id.
 *
 * Texts in it are a template's own. Those of all others stand in `shared/words/providers`.
 */
export const providerDescriptorSchema = z.object({
  id: providerIdSchema,
  name: z.string().optional(),
  summary: z.string().optional(),
  guide: z.array(z.string()).optional(),
  notes: z.array(z.string()).optional(),
  links: z.array(z.object({ label: z.string().optional(), url: z.url({ protocol: /^https$/ }) })),
  afterDisconnect: z.string().nullable().default(null),
  group: z.enum(['sign-in', 'keys', 'broker', 'own']),
  /** Key of the mark that the window draws; unknown keys draw the name's first letter. */
  mark: z.string(),
  fields: z.array(formFieldSchema),
  /** Hosts that the provider is known to contact; templates must name them all. */
  contacts: z.array(z.string()).default([]),
  origin: z.enum(['built-in', 'imported']).default('built-in'),
  /** Described by a template, which can be exported. */
  isTemplate: z.boolean().default(false),
  /** Connecting leads through the browser, unless a device code is chosen. */
  opensBrowser: z.boolean().default(false),
  /** The toggle that chooses a device code (RFC 8628) in place of the browser; null without one. */
  deviceCodeField: z.string().nullable().default(null),
  /** Which files or pasted blocks can fill the form; null when none can. */
  prefill: z
    .enum(['s3-keys', 'long-term-keys', 'oauth-client', 'google-client'])
    .nullable()
    .default(null),
  capabilities: z.object({
    refresh: z.boolean(),
    verify: z.boolean(),
    reconnect: z.boolean(),
  }),
});
export type ProviderDescriptor = z.infer<typeof providerDescriptorSchema>;
/** What an adapter writes down; the fields with defaults may be left out. */
export type ProviderDescriptorInput = z.input<typeof providerDescriptorSchema>;
