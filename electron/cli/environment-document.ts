import { toCmd } from '../handoff/formats/environment/cmd.ts';
import { toDotenv } from '../handoff/formats/environment/dotenv.ts';
import { toFish } from '../handoff/formats/environment/fish.ts';
import { toPowerShell } from '../handoff/formats/environment/powershell.ts';
import { toSh } from '../handoff/formats/environment/sh.ts';
import type { Variable } from '../handoff/formats/environment/variables.ts';

const writers = {
  sh: toSh,
  fish: toFish,
  powershell: toPowerShell,
  cmd: toCmd,
  dotenv: toDotenv,
} as const satisfies Readonly<Record<string, (environment: readonly Variable[]) => string>>;

export type Shell = keyof typeof writers;

export const shells = Object.keys(writers) as readonly Shell[];

/** Writes variables as a shell takes them. Throws `format.unfit` for values that it cannot take. */
export const environmentDocument = (shell: Shell, environment: readonly Variable[]): string =>
  writers[shell](environment);
