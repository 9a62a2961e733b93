import { z } from 'zod';
import type { FormField, FormInput } from '../../shared/provider-descriptor.ts';
import type { FieldProblem } from '../../shared/result.ts';
import { AppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import type { ProviderSettings } from './adapter.ts';
import { urlProblem } from './form-checks.ts';
import { readSettings } from './stored-settings.ts';

type Refuse = (problem: FieldProblem) => void;
export type RefuseField = (field: string, problem: FieldProblem) => void;
type Condition = { readonly field: string; readonly equals: readonly string[] };

type Common = {
  /** A template's own words; all others stand in `shared/words/providers`. */
  readonly label?: string | undefined;
  readonly help?: string | undefined;
  /** Names its words there, where they are not those of its name. */
  readonly words?: string;
  /** Fills the `{names}` in its words. */
  readonly params?: Readonly<Record<string, string>>;
  /** True when left out; toggles need no answer. */
  readonly required?: boolean;
  /** Decides by what was typed elsewhere whether it is needed; the window goes by `required`. */
  readonly neededWhen?: (input: FormInput) => boolean;
  readonly shownWhen?: Condition;
  readonly hiddenWhen?: Condition;
  readonly advanced?: boolean | undefined;
  /** False in a form that does without it: never shown, and read as if it were out of sight. */
  readonly offered?: boolean;
  /** Schema of the setting, where it is not simply the value; null for what is not kept. */
  readonly kept?: z.ZodType | null;
};

type Text = Common & {
  readonly initial?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly multiline?: boolean;
  /** In UTF-16 units; 512 when left out, 2048 for a URL. */
  readonly max?: number;
  /** Looks at the normalised text, unless nothing was typed. */
  readonly pattern?: RegExp;
  /** Gives what was meant by a text, and refuses what means nothing. */
  readonly normalise?: (text: string, refuse: Refuse, input: FormInput) => string;
};

type Option<V extends string = string> =
  | V
  | { readonly value: V; readonly label?: string | undefined; readonly help?: string | undefined };

export type TextField =
  | (Text & { readonly kind: 'text'; readonly suggestions?: readonly string[] })
  /** https, or http to a literal loopback address, unless `normalise` judges otherwise. */
  | (Text & { readonly kind: 'url' })
  | (Text & {
      readonly kind: 'secret';
      readonly kept?: null;
      /** Shows while it is typed. */
      readonly inSight?: boolean;
      /** Keeps blanks at the ends; drops the line breaks and tabs that come along when copied. */
      readonly exact?: boolean;
    });

/** One field of a form: how it is shown, what may be typed and what is kept of it. */
type Field =
  | TextField
  | (Common & {
      readonly kind: 'number';
      readonly initial: number;
      readonly minimum: number;
      readonly maximum: number;
    })
  | (Common & {
      readonly kind: 'choice';
      readonly initial: string;
      readonly options: readonly Option[];
      readonly copyable?: boolean;
    })
  | (Common & {
      readonly kind: 'checks';
      readonly initial: readonly string[];
      readonly options: readonly Option[];
      readonly copyable?: boolean;
      /** How many must be ticked; one when left out. */
      readonly least?: number;
    })
  | (Common & { readonly kind: 'toggle'; readonly initial: boolean });

type Fields = Readonly<Record<string, Field>>;

type ValueOfOption<O> = O extends string ? O : O extends { value: infer V } ? V : never;

/** What excuses a field from being filled in. */
type Excuse = 'required' | 'neededWhen' | 'shownWhen' | 'hiddenWhen' | 'offered';

type Value<F extends Field> = F extends { kind: 'secret' }
  ? [keyof F & Excuse] extends [never]
    ? Secret
    : Secret | null
  : F extends { kind: 'toggle' }
    ? boolean
    : F extends { kind: 'number' }
      ? number
      : F extends { kind: 'choice'; options: readonly (infer O)[] }
        ? ValueOfOption<O>
        : F extends { kind: 'checks' }
          ? string[]
          : string;

/** What was typed, checked, by field; null for a secret that was not, empty for other texts. */
export type Values<F extends Fields> = { readonly [K in keyof F]: Value<F[K]> };

/** The settings that come of some fields. */
export type SettingsIn<F extends Fields> = {
  [K in keyof F as F[K] extends { kind: 'secret' } | { kept: null } ? never : K]: F[K] extends {
    kept: z.ZodType<infer V>;
  }
    ? V
    : Value<F[K]>;
};

type Shape = Readonly<Record<string, z.ZodType>>;
type Inferred<D extends Shape> = { [K in keyof D]: z.infer<D[K]> };

/** Settings that are worked out from what was typed. */
type Derived<F extends Fields, D extends Shape> = {
  readonly schemas: D;
  readonly derive: (values: Values<F>, refuse: RefuseField) => Inferred<D>;
};

type Form<F extends Fields, S> = {
  /** What the window draws. */
  readonly fields: FormField[];
  /** Throws `input.invalid` with every field at fault, so that the person sees all at once. */
  readonly read: (input: FormInput) => { readonly values: Values<F>; readonly settings: S };
  /** Reads settings that were stored; throws `connection.unreadable-settings`. */
  readonly stored: (settings: ProviderSettings) => S;
};

/** Types fields that several forms share. */
export const formPart = <const F extends Fields>(fields: F): F => fields;

/**
 * Declares a form once: what the window shows, how it is read, and the schema of what is kept.
 *
 * Values become settings of the same name, but for secrets and for fields with `kept: null`. What is
 * out of sight is not looked at.
 */
export const defineForm = <const F extends Fields, D extends Shape = Record<never, never>>(
  fields: F,
  derived?: Derived<F, D>,
): Form<F, SettingsIn<F> & Inferred<D>> => {
  type Settings = SettingsIn<F> & Inferred<D>;
  let schema: z.ZodType<Settings> | undefined;
  const kept = Object.entries<Field>(fields).filter(
    ([, { kind, kept }]) => kind !== 'secret' && kept !== null,
  );
  return {
    fields: descriptorFields(fields),
    read: (input) => {
      const problems: Record<string, FieldProblem> = {};
      const refuse: RefuseField = (name, problem) => {
        problems[name] ??= problem;
      };
      const read: Record<string, unknown> = {};
      for (const [name, field] of Object.entries<Field>(fields)) {
        read[name] = isInSight(name, fields, read)
          ? readField(field, input[name], input, (problem) => refuse(name, problem))
          : unsaid(field);
      }
      const values = read as Values<F>;
      const plain = Object.fromEntries(kept.map(([name]) => [name, read[name]]));
      const settings = { ...plain, ...derived?.derive(values, refuse) } as Settings;
      if (Object.keys(problems).length > 0) {
        throw new AppError('input.invalid', { fields: problems });
      }
      return { values, settings };
    },
    stored: (settings) => {
      // Made when it is needed: there are many forms, and starting waits for none of them.
      schema ??= z.object({
        ...Object.fromEntries(kept.map(([name, field]) => [name, field.kept ?? schemaOf(field)])),
        ...derived?.schemas,
      }) as unknown as z.ZodType<Settings>;
      return readSettings(schema, settings);
    },
  };
};

const optionValue = (option: Option): string =>
  typeof option === 'string' ? option : option.value;

const isOffered = (fields: Fields, name: string): boolean => fields[name]?.offered !== false;

/** A condition on a field that the form does without is none. */
const conditionIn = (fields: Fields, condition: Condition | undefined): Condition | undefined =>
  condition !== undefined && isOffered(fields, condition.field) ? condition : undefined;

const isInSight = (
  name: string,
  fields: Fields,
  values: Readonly<Record<string, unknown>>,
): boolean => {
  const field = fields[name];
  if (field === undefined || field.offered === false) return false;
  const holds = ({ field: other, equals }: Condition): boolean =>
    equals.includes(String(values[other]));
  const shown = conditionIn(fields, field.shownWhen);
  const hidden = conditionIn(fields, field.hiddenWhen);
  if (hidden !== undefined && holds(hidden)) return false;
  return shown === undefined || (holds(shown) && isInSight(shown.field, fields, values));
};

const unsaid = (field: Field): unknown => {
  if (field.kind === 'secret') return null;
  if (field.kind === 'checks') return [];
  return field.kind === 'text' || field.kind === 'url' ? '' : field.initial;
};

const schemaOf = (field: Field): z.ZodType => {
  switch (field.kind) {
    case 'number':
      return z.number();
    case 'toggle':
      return z.boolean();
    case 'checks':
      return z.array(z.string());
    case 'choice':
      return z.enum(field.options.map(optionValue));
    default:
      return z.string();
  }
};

const readField = (field: Field, given: unknown, input: FormInput, refuse: Refuse): unknown => {
  const isNeeded = field.neededWhen?.(input) ?? field.required ?? true;
  switch (field.kind) {
    case 'secret': {
      const text = field.exact === true ? exactText(given) : readText(given, refuse);
      if (text.trim() !== '') return new Secret(checkText(field, text, input, refuse));
      if (!isNeeded) return null;
      refuse('required');
      return new Secret('');
    }
    case 'text':
    case 'url': {
      const text = readText(given, refuse);
      if (text !== '') return checkText(field, text, input, refuse);
      if (isNeeded) refuse('required');
      return '';
    }
    case 'number':
      if (typeof given !== 'number' || !Number.isInteger(given)) refuse('bad-format');
      else if (given < field.minimum || given > field.maximum) refuse('out-of-range');
      return Number(given);
    case 'choice': {
      if (given === undefined && !isNeeded) return field.initial;
      const chosen = field.options.map(optionValue).find((each) => each === given);
      if (chosen === undefined) refuse('not-a-choice');
      return chosen ?? field.initial;
    }
    case 'checks': {
      const list: readonly unknown[] = Array.isArray(given) ? given : [];
      const chosen = field.options.map(optionValue).filter((each) => list.includes(each));
      if (chosen.length !== new Set(list).size) refuse('not-a-choice');
      else if (isNeeded && chosen.length < (field.least ?? 1)) refuse('required');
      return chosen;
    }
    case 'toggle': {
      const value = given ?? field.initial;
      if (typeof value !== 'boolean') refuse('bad-format');
      return value === true;
    }
  }
};

const readText = (given: unknown, refuse: Refuse): string => {
  const value = given ?? '';
  if (typeof value === 'string') return value.trim();
  refuse('bad-format');
  return '';
};

const exactText = (given: unknown): string =>
  typeof given === 'string' ? given.replace(/^[\t\r\n]+|[\t\r\n]+$/g, '') : '';

const checkText = (field: TextField, given: string, input: FormInput, refuse: Refuse): string => {
  if (given.length > (field.max ?? (field.kind === 'url' ? 2048 : 512))) refuse('too-long');
  const isUrl = field.kind === 'url' && field.normalise === undefined;
  const problem = isUrl ? urlProblem(given) : null;
  if (problem !== null) refuse(problem);
  const text = field.normalise?.(given, refuse, input) ?? given;
  if (field.pattern?.test(text) === false) refuse('bad-format');
  return text;
};

/** What says how a field is read, and nothing of how it is shown. */
const readingOnly: ReadonlySet<string> = new Set([
  ...['offered', 'neededWhen', 'kept', 'max', 'pattern', 'normalise', 'exact', 'inSight', 'least'],
]);

const descriptorFields = (fields: Fields): FormField[] =>
  Object.entries(fields)
    .filter(([name]) => isOffered(fields, name))
    .map(([name, field]) => {
      const shown = {
        required: field.kind !== 'toggle',
        ...field,
        name,
        kind: field.kind === 'secret' && field.inSight === true ? 'text' : field.kind,
        shownWhen: conditionIn(fields, field.shownWhen),
        hiddenWhen: conditionIn(fields, field.hiddenWhen),
        ...('options' in field ? { options: field.options.map(shownOption) } : {}),
      };
      return Object.fromEntries(
        Object.entries(shown).filter(
          ([key, value]) => value !== undefined && !readingOnly.has(key),
        ),
      ) as FormField;
    });

const shownOption = (option: Option) => (typeof option === 'string' ? { value: option } : option);
