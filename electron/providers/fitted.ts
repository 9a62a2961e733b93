import type { FormField, FormInput, ProviderDescriptor } from '../../shared/provider-descriptor.ts';
import { AppError } from '../diagnostics/errors.ts';
import type { ProviderAdapter } from './adapter.ts';

/** What somebody else knows of a provider's form before the person does. No secret. */
export type KnownAnswers = {
  readonly values?: FormInput;
  /** Fields that have to be filled in although the form could do without. */
  readonly required?: readonly string[];
  readonly links?: readonly { readonly label: string; readonly url: string }[];
};

/** Shown while they are typed, and secret all the same. */
const isSecretField = ({ kind, name }: FormField): boolean =>
  kind === 'secret' || /secret|passw|passphrase|accesskey|grant|privatekey|apikey/i.test(name);

const fits = (field: FormField, value: FormInput[string]): boolean => {
  switch (field.kind) {
    case 'text':
      return typeof value === 'string' && value.trim() !== '';
    case 'url':
      // As it is read by whoever compares the hosts; parsers of URLs take much else for one.
      return typeof value === 'string' && /^https?:\/\/[^\s\\/]\S*$/.test(value);
    case 'number':
      return typeof value === 'number' && value >= field.minimum && value <= field.maximum;
    case 'choice':
      return field.options.some((option) => option.value === value);
    case 'checks':
      return (
        Array.isArray(value) &&
        value.every((each) => field.options.some((option) => option.value === each))
      );
    case 'toggle':
      return typeof value === 'boolean';
    case 'secret':
      return false;
  }
};

/** A field that is always in sight, so that nobody is asked for what they cannot see. */
const canBeRequired = (field: FormField): boolean =>
  (field.kind === 'text' || field.kind === 'url') &&
  field.shownWhen === undefined &&
  field.hiddenWhen === undefined;

/** Names the first answer that the form does not take; null where it takes all. */
export const misfitOf = (
  { fields }: Pick<ProviderDescriptor, 'fields'>,
  { values = {}, required = [] }: KnownAnswers,
): { readonly field: string; readonly isSecret: boolean } | null => {
  const named = (name: string) => fields.find((field) => field.name === name);
  for (const [name, value] of Object.entries(values)) {
    const field = named(name);
    if (field !== undefined && isSecretField(field)) return { field: name, isSecret: true };
    if (field === undefined || !fits(field, value)) return { field: name, isSecret: false };
  }
  const unfit = required.find((name) => {
    const field = named(name);
    return field === undefined || !canBeRequired(field);
  });
  return unfit === undefined ? null : { field: unfit, isSecret: false };
};

/** Fills in what is known, as the form's own proposals: the person sees them and can choose otherwise. */
export const fitDescriptor = (
  descriptor: ProviderDescriptor,
  { values = {}, required = [], links = [] }: KnownAnswers,
): ProviderDescriptor => ({
  ...descriptor,
  links: [...descriptor.links, ...links],
  fields: descriptor.fields.map((field) => {
    const value = values[field.name];
    const isKnown = value !== undefined && !isSecretField(field) && fits(field, value);
    return {
      ...field,
      ...(isKnown ? { initial: value } : {}),
      required: field.required || required.includes(field.name),
    } as FormField;
  }),
});

/** Refuses a form that lacks what is required besides, with every field at fault. */
export const fitAdapter = (adapter: ProviderAdapter, known: KnownAnswers): ProviderAdapter => ({
  ...adapter,
  prepare: (input) => {
    const missing = (known.required ?? []).filter(
      (name) => String(input[name] ?? '').trim() === '',
    );
    if (missing.length > 0) {
      const fields = Object.fromEntries(missing.map((name) => [name, 'required' as const]));
      throw new AppError('input.invalid', { fields });
    }
    return adapter.prepare(input);
  },
});
