import { describe, expect, it } from 'vitest';
import { maxListItems } from '../../../../electron/providers/stored-settings.ts';
import { webIdentityProvider } from '../../../../electron/providers/sts/web-identity.ts';
import type { FormInput } from '../../../../shared/provider-descriptor.ts';

const form = (scopeCount: number): FormInput => {
  const input: FormInput = {};
  for (const field of webIdentityProvider.descriptor.fields) {
    if (field.kind !== 'secret' && field.initial !== undefined) input[field.name] = field.initial;
  }
  return {
    ...input,
    issuer: 'https://issuer.example',
    clientId: 'client',
    roleArn: 'arn:aws:iam::123456789012:role/people',
    sessionName: 'ada',
    scopes: Array.from({ length: scopeCount }, (_, index) => `s${index}`).join(' '),
  };
};

describe('the form of web identity', () => {
  it('takes as many scopes as are remembered, and refuses one more', () => {
    expect(() => webIdentityProvider.prepare(form(maxListItems))).not.toThrow();
    expect(() => webIdentityProvider.prepare(form(maxListItems + 1))).toThrow(
      expect.objectContaining({ code: 'input.invalid', fields: { scopes: 'too-long' } }),
    );
  });
});
