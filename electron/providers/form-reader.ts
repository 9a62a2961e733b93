import type { FormInput } from '../../shared/provider-descriptor.ts';
import type { FieldProblem } from '../../shared/result.ts';
import { AppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import { hasUserinfo, isSecureOrLoopback } from '../platform/address-policy.ts';

/** What a header can carry: visible ASCII, no spaces. */
export const visible = /^[\x21-\x7e]+$/;

/** Says why a text is no URL that secrets may be sent to; null when it is one. */
export const urlProblem = (text: string): FieldProblem | null => {
  if (!URL.canParse(text)) return 'not-a-url';
  const url = new URL(text);
  if (hasUserinfo(url) || url.hash !== '') return 'bad-format';
  if (isSecureOrLoopback(url)) return null;
  if (url.protocol !== 'http:') return 'not-a-url';
  // A resolver can point the name elsewhere, so only the literal address counts (RFC 8252, 8.3).
  return url.hostname === 'localhost' ? 'not-loopback' : 'not-https';
};

/**
 * Reads a form field by field and collects every problem, so that the person sees all of them at
 * once.
 */
export type FormReader = {
  readonly text: (name: string, options?: { max?: number; pattern?: RegExp }) => string;
  readonly optionalText: (name: string, options?: { max?: number; pattern?: RegExp }) => string;
  readonly secret: (name: string, options?: { max?: number; pattern?: RegExp }) => Secret;
  readonly optionalSecret: (name: string, options?: { max?: number }) => Secret | null;
  /** Keeps blanks at the ends, and drops the line breaks and tabs that come along when copied. */
  readonly exactSecret: (name: string, options: { max: number }) => Secret;
  /** https, or http to a literal loopback address. */
  readonly url: (name: string) => string;
  readonly wholeNumber: (name: string, range: { min: number; max: number }) => number;
  readonly choice: <T extends string>(name: string, values: readonly T[]) => T;
  readonly checks: <T extends string>(name: string, values: readonly T[], least: number) => T[];
  /** Off when it is not there. */
  readonly toggle: (name: string) => boolean;
  /** Adds a problem found by looking at several fields. */
  readonly refuse: (name: string, problem: FieldProblem) => void;
  /** Throws `input.invalid` with all the fields at fault, if any. */
  readonly finish: () => void;
};

export const readForm = (input: FormInput): FormReader => {
  const problems: Record<string, FieldProblem> = {};
  const refuse = (name: string, problem: FieldProblem): void => {
    problems[name] ??= problem;
  };

  const optionalText: FormReader['optionalText'] = (name, { max = 512, pattern } = {}) => {
    const value = input[name] ?? '';
    if (typeof value !== 'string') {
      refuse(name, 'bad-format');
      return '';
    }
    const text = value.trim();
    if (text.length > max) refuse(name, 'too-long');
    else if (text !== '' && pattern !== undefined && !pattern.test(text)) {
      refuse(name, 'bad-format');
    }
    return text;
  };

  const text: FormReader['text'] = (name, options) => {
    const value = optionalText(name, options);
    if (value === '') refuse(name, 'required');
    return value;
  };

  return {
    text,
    optionalText,
    secret: (name, options) => new Secret(text(name, options)),
    optionalSecret: (name, options) => {
      const value = optionalText(name, options);
      return value === '' ? null : new Secret(value);
    },
    exactSecret: (name, { max }) => {
      const value = input[name] ?? '';
      const exact = typeof value === 'string' ? value.replace(/^[\t\r\n]+|[\t\r\n]+$/g, '') : '';
      if (exact.trim() === '') refuse(name, 'required');
      else if (exact.length > max) refuse(name, 'too-long');
      else if (/\p{Cc}/u.test(exact)) refuse(name, 'bad-format');
      return new Secret(exact);
    },
    url: (name) => {
      const value = text(name, { max: 2048 });
      const problem = value === '' ? null : urlProblem(value);
      if (problem !== null) refuse(name, problem);
      return value;
    },
    wholeNumber: (name, { min, max }) => {
      const value = input[name];
      if (typeof value !== 'number' || !Number.isInteger(value)) refuse(name, 'bad-format');
      else if (value < min || value > max) refuse(name, 'out-of-range');
      return Number(value);
    },
    choice: <T extends string>(name: string, values: readonly T[]): T => {
      const chosen = values.find((each) => each === input[name]);
      if (chosen === undefined) refuse(name, 'not-a-choice');
      return chosen ?? (values[0] as T);
    },
    checks: <T extends string>(name: string, values: readonly T[], least: number): T[] => {
      const given = input[name];
      const list: readonly unknown[] = Array.isArray(given) ? given : [];
      const chosen = values.filter((each) => list.includes(each));
      if (chosen.length !== new Set(list).size) refuse(name, 'not-a-choice');
      else if (chosen.length < least) refuse(name, 'required');
      return chosen;
    },
    toggle: (name) => {
      const value = input[name] ?? false;
      if (typeof value !== 'boolean') refuse(name, 'bad-format');
      return value === true;
    },
    refuse,
    finish: () => {
      if (Object.keys(problems).length > 0) {
        throw new AppError('input.invalid', { fields: problems });
      }
    },
  };
};
