import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import { defineForm } from '../../../electron/providers/define-form.ts';
import type { FormInput } from '../../../shared/provider-descriptor.ts';

const form = defineForm(
  {
    token: { kind: 'secret', label: 'Token', max: 8 },
    place: { kind: 'choice', label: 'Place', initial: 'home', options: ['home', 'away'] },
    host: { kind: 'url', label: 'Host', shownWhen: { field: 'place', equals: ['away'] } },
    port: {
      kind: 'number',
      label: 'Port',
      initial: 1,
      minimum: 1,
      maximum: 9,
      kept: null,
      shownWhen: { field: 'place', equals: ['away'] },
    },
    note: {
      kind: 'text',
      label: 'Note',
      offered: false,
      pattern: /^a$/,
      kept: z.string().default('none'),
    },
    hint: { kind: 'text', label: 'Hint', shownWhen: { field: 'note', equals: ['x'] } },
  },
  {
    schemas: { address: z.string() },
    derive: ({ host, port }, refuse) => {
      if (port === 7) refuse('port', 'out-of-range');
      return { address: `${host}:${port}` };
    },
  },
);

const problemsOf = (input: FormInput): unknown => {
  try {
    form.read(input);
  } catch (error) {
    if (error instanceof AppError) return [error.code, error.fields];
    throw error;
  }
  return null;
};

describe('a form', () => {
  it('shows what it offers, and nothing of how it is read', () => {
    expect(form.fields).toEqual([
      { kind: 'secret', name: 'token', label: 'Token', required: true },
      expect.objectContaining({
        name: 'place',
        options: [{ value: 'home' }, { value: 'away' }],
      }),
      expect.objectContaining({ name: 'host', shownWhen: { field: 'place', equals: ['away'] } }),
      expect.not.objectContaining({ kept: null }),
      { kind: 'text', name: 'hint', label: 'Hint', required: true },
    ]);
  });

  it('keeps what it declares and what is worked out, and no secret', () => {
    const { settings, values } = form.read({
      token: ' abc ',
      place: 'away',
      host: 'https://a.example',
      port: 2,
      hint: 'h',
    });
    expect(settings).toEqual({
      place: 'away',
      host: 'https://a.example',
      note: '',
      hint: 'h',
      address: 'https://a.example:2',
    });
    expect(values.token.expose()).toBe('abc');
  });

  it('says all that is wrong at once, and does not look at what is out of sight', () => {
    const far = { token: 'much too long', place: 'away', host: 'http://a.example', port: 7 };
    expect(problemsOf(far)).toEqual([
      'input.invalid',
      { token: 'too-long', host: 'not-https', port: 'out-of-range', hint: 'required' },
    ]);
    const near = { token: 'abc', place: 'home', host: 'nonsense', port: 'nine', hint: 'h' };
    expect(problemsOf(near)).toBeNull();
    expect(problemsOf({ place: 'there', hint: 'h' })).toEqual([
      'input.invalid',
      { token: 'required', place: 'not-a-choice' },
    ]);
  });

  it('reads what was stored, also before a setting was there, and refuses what is none', () => {
    const before = { place: 'home', host: '', hint: '', address: ':1' };
    expect(form.stored(before)).toEqual({ ...before, note: 'none' });
    expect(() => form.stored({ ...before, place: 'there' })).toThrow(
      expect.objectContaining({ code: 'connection.unreadable-settings' }),
    );
  });
});
