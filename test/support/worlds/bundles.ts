import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '../../../electron/diagnostics/secret.ts';

/** The bundle that the document for administrators shows. */
export const exampleBundle = (): string => {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/bundles.md'), 'utf8');
  return /```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
};

/** As `openssl genpkey -algorithm ed25519` makes them. */
export const newSigningKey = (): Secret =>
  new Secret(
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
