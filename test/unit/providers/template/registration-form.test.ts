import { describe, expect, it } from 'vitest';
import { builtInTemplates } from '../../../../electron/providers/template/catalogue.ts';
import { createTemplateAdapter } from '../../../../electron/providers/template/oauth-adapter.ts';
import {
  type FormValues,
  gather,
  initialValues,
  isShown,
} from '../../../../renderer/views/connect/form-model.ts';
import { formFieldSchema } from '../../../../shared/provider-descriptor.ts';

const template = builtInTemplates.find(({ id }) => id === 'oidc');
if (template?.kind !== 'oauth2') throw new Error('no template');
const adapter = createTemplateAdapter(template);
const fields = adapter.descriptor.fields.map((field) => formFieldSchema.parse(field));

const filled = (over: FormValues): FormValues => ({
  ...initialValues(fields),
  issuer: 'https://login.example.com',
  ...over,
});

const asked = (over: FormValues): readonly string[] =>
  fields.filter((field) => isShown(field, fields, filled(over))).map(({ name }) => name);

const ofTheClient = ['clientId', 'clientSecret', 'privateKey', 'keyAlgorithm', 'keepClientSecret'];
const clientFields = (over: FormValues): readonly string[] =>
  ofTheClient.filter((name) => asked(over).includes(name));

describe('the form of a client that is registered on the way', () => {
  it.each(['none', 'client_secret_basic', 'client_secret_post', 'client_secret_jwt'])(
    'asks for nothing of a client with %s',
    (authentication) => {
      expect(clientFields({ registerClient: true, authentication })).toEqual([]);
    },
  );

  it('asks for the key that the client is to have', () => {
    expect(clientFields({ registerClient: true, authentication: 'private_key_jwt' })).toEqual([
      'privateKey',
      'keyAlgorithm',
    ]);
  });

  it('asks for the client where there is one already', () => {
    expect(clientFields({ registerClient: false, authentication: 'private_key_jwt' })).toEqual([
      'clientId',
      'privateKey',
      'keyAlgorithm',
      'keepClientSecret',
    ]);
    expect(clientFields({ registerClient: false, authentication: 'client_secret_jwt' })).toEqual([
      'clientId',
      'clientSecret',
      'keepClientSecret',
    ]);
  });

  it.each(['none', 'private_key_jwt'])('sends what main takes, with %s', (authentication) => {
    const values = filled({ registerClient: true, authentication });
    const { input, problems } = gather(fields, values, (name) =>
      name === 'privateKey' ? 'a key' : '',
    );
    expect(problems).toEqual({});
    expect(() => adapter.prepare(input)).not.toThrow();
    expect(input.privateKey).toBe(authentication === 'none' ? undefined : 'a key');
    expect(input.clientSecret).toBeUndefined();
  });

  it('is not sent without the key', () => {
    const values = filled({ registerClient: true, authentication: 'private_key_jwt' });
    const { input, problems } = gather(fields, values, () => '');
    expect(problems).toEqual({ privateKey: 'required' });
    expect(() => adapter.prepare(input)).toThrow('input.invalid');
  });
});
