import type { FormField, ProviderDescriptor } from '../provider-descriptor.ts';
import { fillIn, messages, sayText } from './messages.ts';
import { alloyWords } from './providers/alloy.ts';
import { oauthFields } from './providers/oauth-form.ts';
import { s3Fields, s3Words } from './providers/s3.ts';
import { storxWords } from './providers/storx.ts';
import { stsWords } from './providers/sts.ts';
import type { FieldWords, ProvidersWords, ProviderWords } from './providers/types.ts';

const providerWords: ProvidersWords = {
  ...storxWords,
  ...s3Words,
  ...stsWords,
  ...alloyWords,
};

const words = messages('providers', { region: 'Region', anotherRegion: 'Another one' });

/** Templates bring their own words, but for the fields that are alike in all of them. */
const templateWords = (): ProviderWords => ({
  name: '',
  summary: '',
  links: [],
  fields: {
    ...s3Fields,
    ...oauthFields,
    region: { label: words.region, options: { other: words.anotherRegion } },
  },
});

/** Says which files or pasted blocks can fill a form. */
const prefillHints: Readonly<Record<NonNullable<ProviderDescriptor['prefill']>, string>> = messages(
  'providers.prefillHints',
  {
    's3-keys':
      'Paste or drop environment variables, an AWS credentials file, JSON, the AWS console’s CSV, an rclone remote or .s3cfg.',
    'long-term-keys':
      'Paste or drop the long-term keys: environment variables, a credentials file, JSON, CSV.',
    'oauth-client':
      'Drop or paste a .env block (CLIENT_ID, CLIENT_SECRET, …) or a JSON file with the client’s details.',
    'google-client':
      'Drop or paste a .env block (CLIENT_ID, CLIENT_SECRET, …) or the JSON file that Google offers for download with the client.',
  },
);

type Option = { readonly value: string; readonly label: string; readonly help?: string };

/** A field with its words, as the window draws it. */
export type WordedField = FormField extends infer F
  ? F extends { options: unknown }
    ? Omit<F, 'label' | 'options'> & { readonly label: string; readonly options: Option[] }
    : Omit<F, 'label'> & { readonly label: string; readonly unit?: string }
  : never;

/** A provider with its words, as the window shows it. */
export type Provider = Omit<ProviderDescriptor, 'guide' | 'notes' | 'links' | 'fields'> & {
  readonly name: string;
  /** Says what connecting it is, as a heading; null says `Connect` and the name. */
  readonly action: string | null;
  readonly summary: string;
  readonly guide: readonly string[];
  readonly notes: readonly string[];
  readonly links: readonly { readonly label: string; readonly url: string }[];
  readonly prefillHint: string | null;
  readonly fields: readonly WordedField[];
};

const wordsOf = (id: string): ProviderWords =>
  (Object.hasOwn(providerWords, id) ? providerWords[id]?.() : undefined) ?? templateWords();

/** Names a provider: a template by its own name. */
export const providerName = ({
  id,
  name,
}: {
  readonly id: string;
  readonly name?: string | undefined;
}): string => name ?? wordsOf(id).name;

/** Has each text that a template brings itself, but its name, said by `say`. */
export const withOwnTexts = (
  descriptor: ProviderDescriptor,
  say: (text: string) => string,
): ProviderDescriptor => {
  const said = (text: string | undefined) => (text === undefined ? undefined : say(text));
  const labelled = <T extends { label?: string | undefined; help?: string | undefined }>(
    one: T,
  ) => ({
    ...one,
    label: said(one.label),
    help: said(one.help),
  });
  const { summary, guide, notes, links, afterDisconnect, fields } = descriptor;
  return {
    ...descriptor,
    summary: said(summary),
    guide: guide?.map(say),
    notes: notes?.map(say),
    links: links.map((link) => ({ ...link, label: said(link.label) })),
    afterDisconnect: afterDisconnect === null ? null : say(afterDisconnect),
    fields: fields.map((field) =>
      'options' in field
        ? { ...labelled(field), options: field.options.map(labelled) }
        : labelled(field),
    ) as ProviderDescriptor['fields'],
  };
};

/** Puts words to what main says of a provider. A template's own texts win. */
export const withWords = (given: ProviderDescriptor): Provider => {
  // Those that ship are translated; others speak as whoever wrote them.
  const descriptor =
    given.origin === 'built-in' && given.isTemplate
      ? withOwnTexts(given, (text) => sayText('templates', text))
      : given;
  const words = wordsOf(descriptor.id);
  return {
    ...descriptor,
    name: providerName(descriptor),
    action: words.action ?? null,
    summary: descriptor.summary ?? words.summary,
    guide: descriptor.guide ?? words.guide ?? [],
    notes: descriptor.notes ?? words.notes ?? [],
    links: descriptor.links.map(({ url, label }, index) => ({
      url,
      label: label ?? words.links[index] ?? url,
    })),
    prefillHint: descriptor.prefill === null ? null : prefillHints[descriptor.prefill],
    afterDisconnect: descriptor.afterDisconnect ?? words.afterDisconnect ?? null,
    fields: descriptor.fields.map((field) => fieldWithWords(field, words.fields)),
  };
};

const fieldWithWords = (field: FormField, fields: FieldWords): WordedField => {
  const words = fields[field.words ?? field.name];
  const help =
    field.help ?? (words?.help === undefined ? undefined : fillIn(words.help, field.params ?? {}));
  const optionWords = words?.options ?? fields[field.name]?.options ?? {};
  return {
    ...field,
    label: field.label ?? words?.label ?? field.name,
    ...(help === undefined ? {} : { help }),
    ...(words?.unit === undefined ? {} : { unit: words.unit }),
    ...('options' in field
      ? {
          options: field.options.map((option) => {
            const given = optionWords[option.value];
            const said = typeof given === 'string' ? { label: given } : given;
            const help = option.help ?? said?.help;
            return {
              value: option.value,
              label: option.label ?? said?.label ?? option.value,
              ...(help === undefined ? {} : { help }),
            };
          }),
        }
      : {}),
  } as WordedField;
};

/** Proposes a name that no other account has: `StorX`, then `StorX 2`. */
export const proposeLabel = (name: string, taken: readonly string[]): string => {
  if (!taken.includes(name)) return name;
  for (let number = 2; ; number += 1) {
    const label = `${name} ${number}`;
    if (!taken.includes(label)) return label;
  }
};
