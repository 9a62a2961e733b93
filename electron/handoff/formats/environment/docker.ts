import { setIn, type Variable } from './variables.ts';

/**
 * Writes variables for `docker run --env-file`, which takes each line as it is: quotes would become
 * part of the value.
 */
export const toDockerEnvFile = (variables: readonly Variable[]): string =>
  setIn(variables)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
