import { expect, it } from 'vitest';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { withoutKeys } from '../../../electron/handoff/without-keys.ts';

it('A16 covers a key where a text was cut within it, and nothing that only begins alike', () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const keys = {
    accessKeyId: new Secret('AKIAIOSFODNN7EXAMPLE'),
    secretAccessKey: new Secret(secret),
  };
  const text = (cut: string): string => withoutKeys(`key = ${cut}`, keys, false);
  for (const length of [40, 39, 20, 8])
    expect(text(secret.slice(0, length))).toBe('key = [secret]');
  expect(text('wJalrXU')).toBe('key = wJalrXU');
  expect(text(`${secret.slice(0, 20)} and more`)).toBe(`key = ${secret.slice(0, 20)} and more`);
});
