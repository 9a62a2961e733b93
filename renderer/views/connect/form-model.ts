import { maxFieldTextLength } from '../../../shared/limits.ts';
import type { FormField, FormInput } from '../../../shared/provider-descriptor.ts';
import type { ErrorCode, ErrorView, FieldProblem } from '../../../shared/result.ts';
import type { Provider } from '../../../shared/words/providers.ts';

/** Values of all fields but secrets, which stay in their elements. Numbers are kept as typed. */
export type FormValues = Readonly<Record<string, string | boolean | readonly string[]>>;

export const initialValues = (fields: readonly FormField[]): FormValues => {
  const values: Record<string, string | boolean | readonly string[]> = {};
  for (const field of fields) {
    if (field.kind === 'secret') continue;
    if (field.kind === 'number') values[field.name] = String(field.initial ?? '');
    else values[field.name] = field.initial ?? '';
  }
  return values;
};

/** Says whether a field is to be asked for, given the values so far. Follows chains of fields. */
export const isShown = (
  field: FormField,
  fields: readonly FormField[],
  values: FormValues,
  depth = 0,
): boolean => {
  const { shownWhen, hiddenWhen } = field;
  if (hiddenWhen !== undefined && holds(hiddenWhen, values)) return false;
  if (shownWhen === undefined) return true;
  const other = fields.find(({ name }) => name === shownWhen.field);
  if (other !== undefined && depth < fields.length && !isShown(other, fields, values, depth + 1))
    return false;
  return holds(shownWhen, values);
};

const holds = (
  { field, equals }: NonNullable<FormField['shownWhen']>,
  values: FormValues,
): boolean => {
  const value = values[field];
  return Array.isArray(value)
    ? value.some((each) => equals.includes(each))
    : equals.includes(String(value ?? ''));
};

/** Puts what a file held into the form. Values that no field can take are left out. */
export const fillIn = (
  fields: readonly FormField[],
  values: FormValues,
  filled: FormInput,
): FormValues => {
  const next: Record<string, string | boolean | readonly string[]> = { ...values };
  for (const field of fields) {
    const value = Object.hasOwn(filled, field.name) ? filled[field.name] : undefined;
    switch (field.kind) {
      case 'secret':
        break;
      case 'number':
        if (typeof value === 'number' || typeof value === 'string')
          next[field.name] = String(value);
        break;
      case 'toggle':
        if (typeof value === 'boolean') next[field.name] = value;
        break;
      case 'checks':
        if (Array.isArray(value))
          next[field.name] = field.options
            .map((option) => option.value)
            .filter((each) => value.includes(each));
        break;
      case 'choice':
        if (field.options.some((option) => option.value === value))
          next[field.name] = String(value);
        break;
      default:
        if (typeof value === 'string') next[field.name] = value;
    }
  }
  return next;
};

/** How many fields a form asks for at first, unless more have to be typed. */
const fieldsAtFirst = 4;

const hasToBeTyped = (field: FormField): boolean =>
  field.required &&
  field.kind !== 'toggle' &&
  (field.kind === 'secret' || field.initial === undefined || field.initial === '');

/**
 * Names the fields that a form asks for at first; the rest are further options. What has to be typed
 * is always among them, then addresses, which the server has or has to know, then what decides about
 * other fields. Says the same whatever was typed, so that no field goes while it is filled in.
 */
export const firstFields = (fields: readonly FormField[]): ReadonlySet<string> => {
  const decides = ({ name }: FormField): boolean =>
    fields.some(({ shownWhen, hiddenWhen }) =>
      [shownWhen, hiddenWhen].some((of) => of?.field === name),
    );
  const rank = (field: FormField): number => {
    if (hasToBeTyped(field)) return 0;
    if (field.kind === 'url' || ('copyable' in field && field.copyable === true)) return 1;
    return decides(field) ? 2 : 3;
  };
  const plain = fields.filter(({ advanced }) => advanced !== true);
  const values = initialValues(fields);
  const shown = plain.filter((field) => isShown(field, fields, values));
  const count = Math.max(fieldsAtFirst, shown.filter(hasToBeTyped).length);
  const ranked = shown.toSorted((one, other) => rank(one) - rank(other)).slice(0, count);
  const first = new Set(ranked.map(({ name }) => name));
  // What a choice brings stands with it.
  for (const field of plain)
    if (!shown.includes(field) && first.has(field.shownWhen?.field ?? '')) first.add(field.name);
  return first;
};

/** Finds the host that is typed into the form; null while there is none. */
export const hostIn = (fields: readonly FormField[], values: FormValues): string | null => {
  const typed = fields
    .filter((field) => field.kind === 'url' && field.advanced !== true)
    .filter((field) => isShown(field, fields, values))
    .map(({ name }) => String(values[name] ?? '').trim())
    .find((address) => /^https?:/i.test(address) && URL.canParse(address));
  return typed === undefined ? null : new URL(typed).hostname || null;
};

export const choosesDeviceCode = (
  { deviceCodeField }: Pick<Provider, 'deviceCodeField'>,
  values: FormValues,
): boolean => deviceCodeField !== null && values[deviceCodeField] === true;

type Gathered = {
  readonly input: FormInput;
  readonly problems: FieldProblems;
};

/**
 * Gathers what is sent to main from the fields in sight. Finds only what is plainly missing or out
 * of range, to save a round trip; main checks everything again and has the last word.
 */
export const gather = (
  fields: readonly FormField[],
  values: FormValues,
  secretOf: (name: string) => string,
  /** Secret fields that main fills in from what it keeps; null when it keeps nothing. */
  kept: readonly string[] | null = null,
): Gathered => {
  const input: FormInput = {};
  const problems: Record<string, FieldProblem> = {};
  for (const field of fields) {
    if (!isShown(field, fields, values)) {
      // Said aloud, or main would fill in what it keeps.
      if (field.kind === 'secret' && kept !== null) input[field.name] = '';
      continue;
    }
    if (field.kind === 'secret') {
      const secret = secretOf(field.name);
      if (secret.length > maxFieldTextLength) problems[field.name] = 'too-long';
      else if (secret.trim() !== '') input[field.name] = secret;
      else if (kept?.includes(field.name) === true) continue;
      else if (field.required) problems[field.name] = 'required';
      else if (kept !== null) input[field.name] = '';
      continue;
    }
    const value = values[field.name];
    if (field.kind === 'number') {
      const text = String(value ?? '').trim();
      const number = Number(text);
      if (text === '') {
        if (field.required) problems[field.name] = 'required';
      } else if (!Number.isFinite(number) || number < field.minimum || number > field.maximum)
        problems[field.name] = 'out-of-range';
      else input[field.name] = number;
      continue;
    }
    if (typeof value === 'boolean') input[field.name] = value;
    else if (typeof value === 'string') {
      const text = value.trim();
      if (text.length > maxFieldTextLength) problems[field.name] = 'too-long';
      else if (text !== '') input[field.name] = text;
      else if (field.required) problems[field.name] = 'required';
    } else {
      const chosen = [...(value ?? [])];
      if (chosen.length === 0 && field.required) problems[field.name] = 'required';
      else input[field.name] = chosen;
    }
  }
  return { input, problems };
};

export type FieldProblems = Readonly<Record<string, FieldProblem>>;

/** Which fields a refusal speaks of, where it names none itself. */
const blamed: Readonly<Partial<Record<ErrorCode, readonly string[]>>> = {
  's3.invalid-access-key': ['accessKeyId'],
  's3.signature-mismatch': ['secretAccessKey'],
  'oauth.invalid-client': ['clientId', 'clientSecret'],
  'oauth.invalid-scope': ['scopes'],
  'oauth.redirect-mismatch': ['redirectUri', 'redirectUris'],
  'oauth.invalid-key': ['privateKey'],
  'alloy.invalid-key': ['apiKey'],
  'alloy.invalid-redirect-uri': ['redirectUri'],
  'grant.expired': ['accessGrant'],
  'grant.wrong-network': ['network'],
  'storx.invalid_client': ['clientId'],
  'storx.invalid_client_id': ['clientId'],
  'storx.invalid_client_secret': ['clientSecret'],
  'storx.invalid_redirect_uri': ['redirectUris'],
};

/** Names the fields of a form that an error finds fault with. */
export const faultsOf = (error: ErrorView, fields: readonly FormField[]): FieldProblems => {
  const blame = (blamed[error.code] ?? []).map((name): [string, FieldProblem] => [name, 'refused']);
  const named = Object.entries(error.fields);
  return Object.fromEntries(
    (named.length > 0 ? named : blame).filter(([name]) =>
      fields.some((each) => each.name === name),
    ),
  );
};
