import { describe, expect, it } from 'vitest';
import {
  firstFields,
  gather,
  hostIn,
  initialValues,
  isShown,
} from '../../../renderer/views/connect/form-model.ts';
import { maxFieldTextLength } from '../../../shared/limits.ts';
import { type FormField, formInputSchema } from '../../../shared/provider-descriptor.ts';
import { proposeLabel } from '../../../shared/words/providers.ts';
import { shippedProviders } from '../../e2e/harness/fixtures.ts';

const fields: readonly FormField[] =
  shippedProviders.find(({ id }) => id === 'storx')?.fields ?? [];
const noSecret = (): string => '';

describe('form of a provider', () => {
  it('S9 keeps no secret field among its values', () => {
    expect(Object.keys(initialValues(fields))).not.toContain('clientSecret');
  });

  it('starts with what the descriptor says', () => {
    expect(initialValues(fields)).toMatchObject({
      clientId: '',
      redirectUris: ['http://127.0.0.1:28521/callback'],
      scopes: ['read', 'write', 'list'],
      jwtLifetimeMinutes: '5',
      keepClientSecret: true,
    });
  });

  it('shows a field only while the other one has a fitting value', () => {
    const url = fields.find(({ name }) => name === 'integrationUrl');
    if (url === undefined) throw new Error('the fixture has no such field');
    const values = initialValues(fields);
    expect(isShown(url, fields, values)).toBe(false);
    expect(isShown(url, fields, { ...values, environment: 'custom' })).toBe(true);
  });

  it('hides a field whose own condition is hidden, and survives a circle', () => {
    const base = { kind: 'text', required: false } as const;
    const chain: readonly FormField[] = [
      { ...base, name: 'a', label: 'A' },
      { ...base, name: 'b', label: 'B', shownWhen: { field: 'a', equals: ['on'] } },
      { ...base, name: 'c', label: 'C', shownWhen: { field: 'b', equals: ['yes'] } },
      { ...base, name: 'd', label: 'D', shownWhen: { field: 'd', equals: ['x'] } },
    ];
    const [, , c, d] = chain;
    if (c === undefined || d === undefined) throw new Error('the chain is too short');
    expect(isShown(c, chain, { a: 'off', b: 'yes' })).toBe(false);
    expect(isShown(c, chain, { a: 'on', b: 'yes' })).toBe(true);
    expect(isShown(d, chain, { d: 'x' })).toBe(true);
  });

  it('asks for four fields at first, unless more have to be typed, and never puts those away', () => {
    for (const provider of shippedProviders) {
      const first = firstFields(provider.fields);
      const values = initialValues(provider.fields);
      const shown = provider.fields.filter((field) => isShown(field, provider.fields, values));
      expect(shown.filter(({ name }) => first.has(name)).length, provider.id).toBeLessThan(5);
      const typed = gather(shown, values, noSecret).problems;
      expect([...first], provider.id).toEqual(expect.arrayContaining(Object.keys(typed)));
    }
    expect([...firstFields(fields)]).toEqual([
      'clientId',
      'clientSecret',
      'redirectUris',
      'scopes',
    ]);
  });

  it('proposes the host that was typed as a name', () => {
    const own = shippedProviders.find(({ id }) => id === 's3-other')?.fields ?? [];
    const hostOf = (endpoint: string) => hostIn(own, { ...initialValues(own), endpoint });
    expect(['', 'https://', 'nas.lan', 'https://nas.lan:9000/x'].map(hostOf)).toEqual([
      null,
      null,
      null,
      'nas.lan',
    ]);
  });

  it('sends fields in sight only, with numbers as numbers and texts trimmed', () => {
    const values = { ...initialValues(fields), clientId: '  id  ', integrationUrl: 'left over' };
    const { input, problems } = gather(fields, values, () => 's3cret$');
    expect(problems).toEqual({});
    expect(input).toEqual({
      clientId: 'id',
      clientSecret: 's3cret$',
      redirectUris: ['http://127.0.0.1:28521/callback'],
      scopes: ['read', 'write', 'list'],
      jwtLifetimeMinutes: 5,
      keepClientSecret: true,
      environment: 'production',
      region: 'us-east-1',
    });
  });

  it('leaves out the secrets that a file filled, and says which are not to be filled', () => {
    const base = { kind: 'secret', required: false } as const;
    const secrets: readonly FormField[] = [
      { ...base, name: 'kept', label: 'Kept', required: true },
      { ...base, name: 'cleared', label: 'Cleared' },
      { ...base, name: 'hidden', label: 'Hidden', shownWhen: { field: 'kept', equals: ['x'] } },
    ];
    expect(gather(secrets, {}, noSecret, ['kept', 'hidden'])).toEqual({
      input: { cleared: '', hidden: '' },
      problems: {},
    });
    expect(gather(secrets, {}, noSecret, []).problems).toEqual({ kept: 'required' });
    expect(gather(secrets, {}, () => 'typed', null).input).toEqual({
      kept: 'typed',
      cleared: 'typed',
    });
  });

  it('points at what is missing or out of range', () => {
    const values = { ...initialValues(fields), scopes: [], jwtLifetimeMinutes: '99' };
    expect(gather(fields, values, noSecret).problems).toEqual({
      clientId: 'required',
      clientSecret: 'required',
      scopes: 'required',
      jwtLifetimeMinutes: 'out-of-range',
    });
    expect(
      gather(fields, { ...values, jwtLifetimeMinutes: 'five' }, noSecret).problems,
    ).toMatchObject({ jwtLifetimeMinutes: 'out-of-range' });
  });

  it('says of a text that main would not take that it is too long', () => {
    const values = { ...initialValues(fields), clientId: 'x'.repeat(maxFieldTextLength + 1) };
    expect(gather(fields, values, () => 'y'.repeat(maxFieldTextLength + 1)).problems).toEqual({
      clientId: 'too-long',
      clientSecret: 'too-long',
    });
    const taken = (length: number) => formInputSchema.safeParse({ a: 'x'.repeat(length) }).success;
    expect([taken(maxFieldTextLength), taken(maxFieldTextLength + 1)]).toEqual([true, false]);
  });

  it('proposes a name that no other account has', () => {
    expect(proposeLabel('StorX', [])).toBe('StorX');
    expect(proposeLabel('StorX', ['StorX', 'StorX 2'])).toBe('StorX 3');
  });
});
