import { quoteForShell } from '../handoff/quoting.ts';

/** A variable to set, or with null one to unset. */
export type Variable = readonly [name: string, value: string | null];

export const toSh = (variables: readonly Variable[]): string =>
  variables
    .map(([name, value]) =>
      value === null ? ` unset ${name}\n` : ` export ${name}=${quoteForShell(value)}\n`,
    )
    .join('');

const writers = { sh: toSh } as const satisfies Readonly<
  Record<string, (environment: readonly Variable[]) => string>
>;

export type Shell = keyof typeof writers;

export const shells = Object.keys(writers) as readonly Shell[];

/** Writes variables as a shell takes them. Throws `format.unfit` for values that it cannot take. */
export const environmentDocument = (shell: Shell, environment: readonly Variable[]): string =>
  writers[shell](environment);
