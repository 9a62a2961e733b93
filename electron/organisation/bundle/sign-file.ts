import { readFile, stat } from 'node:fs/promises';
import { AppError } from '../../diagnostics/errors.ts';
import { Secret } from '../../diagnostics/secret.ts';
import { builtInProviders, createRegistry } from '../../providers/registry.ts';
import { requireFit } from './fit.ts';
import { maxBundleBytes, parseBundle } from './format.ts';
import { signBundle } from './signature.ts';

const readText = async (path: string): Promise<string> => {
  try {
    if ((await stat(path)).size > maxBundleBytes) throw new Error('too large');
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new AppError('file.unreadable', { cause: error });
  }
};

/**
 * Signs the bundle in a file, as an administrator does before giving it out. Throws what reviewing it would
 * (`bundle.invalid`), `bundle.unfit-key` and `file.unreadable`.
 */
export const signBundleFile = async (
  file: string,
  keyFile: string,
): Promise<{ readonly signed: string; readonly key: string }> => {
  const text = await readText(file);
  const { plainDescriptor } = createRegistry(builtInProviders);
  requireFit(parseBundle(text), (id) => plainDescriptor(id) !== undefined, plainDescriptor);
  return signBundle(text, new Secret(await readText(keyFile)));
};
