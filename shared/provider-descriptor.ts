import { z } from 'zod';
import { providerIdSchema } from './ids.ts';
import { maxFieldTextLength } from './limits.ts';

export const templatePreviewSchema = z.object({
  descriptor: z.lazy(() => providerDescriptorSchema),
  /** What the file asked for and Stowkey does not do, a sentence each. */
  notMapped: z.array(z.string()),
  /** A template of this id is there already. */
  exists: z.boolean(),
});
export type TemplatePreview = z.infer<typeof templatePreviewSchema>;

const fieldCondition = z.object({ field: z.string(), equals: z.array(z.string()) });

const fieldBase = {
  name: z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,39}$/),
  label: z.string(),
  help: z.string().optional(),
  required: z.boolean(),
  /** Shows the field only while another field has one of these values. */
  shownWhen: fieldCondition.optional(),
  /** Hides it while another field has one of these values, whatever `shownWhen` says. */
  hiddenWhen: fieldCondition.optional(),
  /** Puts the field behind "More options". */
  advanced: z.boolean().optional(),
};

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
    unit: z.string().optional(),
  }),
  z.object({
    ...fieldBase,
    kind: z.literal('choice'),
    initial: z.string(),
    options: z.array(
      z.object({ value: z.string(), label: z.string(), help: z.string().optional() }),
    ),
    /** Shows a copy button beside the chosen value, for texts to register elsewhere. */
    copyable: z.boolean().optional(),
  }),
  z.object({
    ...fieldBase,
    kind: z.literal('checks'),
    initial: z.array(z.string()),
    options: z.array(
      z.object({ value: z.string(), label: z.string(), help: z.string().optional() }),
    ),
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
export type FormInput = z.infer<typeof formInputSchema>;

/**
 * Describes a provider to the window: what it is, what the form asks for and where help is. It holds
 * data only; behaviour lives in the adapter of the same id.
 */
export const providerDescriptorSchema = z.object({
  id: providerIdSchema,
  name: z.string(),
  /** Says what connecting it is, as a heading; null says `Connect` and the name. */
  action: z.string().nullable().default(null),
  /** One line for the gallery. */
  summary: z.string(),
  group: z.enum(['sign-in', 'keys', 'broker', 'own']),
  /** Key of the mark that the window draws; unknown keys draw the name's first letter. */
  mark: z.string(),
  fields: z.array(formFieldSchema),
  /** What to do at the provider before connecting, one sentence a step. */
  guide: z.array(z.string()),
  /** What is good to know besides: limits, how long things live. */
  notes: z.array(z.string()).default([]),
  links: z.array(z.object({ label: z.string(), url: z.url({ protocol: /^https$/ }) })),
  /** Hosts that the provider is known to contact; templates must name them all. */
  contacts: z.array(z.string()).default([]),
  origin: z.enum(['built-in', 'imported']).default('built-in'),
  /** Described by a template, which can be exported. */
  isTemplate: z.boolean().default(false),
  /** Connecting leads through the browser, unless a device code is chosen. */
  opensBrowser: z.boolean().default(false),
  /** The toggle that chooses a device code (RFC 8628) in place of the browser; null without one. */
  deviceCodeField: z.string().nullable().default(null),
  /** Says which files or pasted blocks can fill the form, as a sentence; null when none can. */
  prefillHint: z.string().nullable().default(null),
  /**
   * What stays valid at the provider when a connection is deleted here, and where a person ends it,
   * in sentences; null when nothing more is known of it.
   */
  afterDisconnect: z.string().nullable().default(null),
  capabilities: z.object({
    refresh: z.boolean(),
    verify: z.boolean(),
    reconnect: z.boolean(),
  }),
});
export type ProviderDescriptor = z.infer<typeof providerDescriptorSchema>;
/** What an adapter writes down; the fields with defaults may be left out. */
export type ProviderDescriptorInput = z.input<typeof providerDescriptorSchema>;
