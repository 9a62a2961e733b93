import type { FormInput, Recognized } from '../../../shared/provider-descriptor.ts';
import type { Provider } from '../../../shared/words/providers.ts';
import type { TextSource } from '../../components/dropped-text.ts';
import { type FormValues, fillIn, initialValues } from './form-model.ts';

/** The secrets that main keeps for this form: what the window knows of them is their fields. */
export type Kept = {
  readonly draft: string;
  readonly secretFields: readonly string[];
  readonly from: 'text' | 'last-try';
};

/** What main read from a file or block. */
export type Filled = Omit<Kept, 'from'> & {
  readonly values: FormInput;
  readonly owner: string | null;
  readonly from: TextSource;
};

/** What was typed. Its secrets are in main alone. */
export type Draft = {
  readonly providerId: string;
  /** The person's own name for it; null while it is only proposed. */
  readonly label: string | null;
  readonly values: FormValues;
  readonly filled: Filled | null;
  readonly kept: Kept | null;
};

/** The form of a provider as a file or block fills it in; null when the provider is not there. */
export const draftOf = (
  { providerId, ...read }: Recognized,
  from: TextSource,
  providers: readonly Provider[],
): Draft | null => {
  const fields = providers.find(({ id }) => id === providerId)?.fields;
  if (fields === undefined) return null;
  const { draft, secretFields, values } = read;
  return {
    providerId,
    label: null,
    values: fillIn(fields, initialValues(fields), values),
    filled: { ...read, from },
    kept: { draft, secretFields, from: 'text' },
  };
};
