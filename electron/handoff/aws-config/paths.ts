import { isAbsolute, join, sep } from 'node:path';

export type AwsFiles = {
  /** The file of profiles. */
  readonly config: string;
  /** Whether its folder may be made: it is `~/.aws`, and not one that the person named. */
  readonly makesFolder: boolean;
  /** The file of keys; it is only looked at. */
  readonly credentials: string;
  /** The person's own folder. */
  readonly home: string;
};

/** Tells where AWS tools look for their files: `AWS_CONFIG_FILE` and its twin are honoured. */
export const awsFilesOf = (env: NodeJS.ProcessEnv, home: string): AwsFiles => {
  const config = named(env.AWS_CONFIG_FILE, home);
  return {
    config: config ?? join(home, '.aws', 'config'),
    makesFolder: config === null,
    credentials: named(env.AWS_SHARED_CREDENTIALS_FILE, home) ?? join(home, '.aws', 'credentials'),
    home,
  };
};

/** A relative path means another file in each folder that a tool runs in; it cannot be ours. */
const named = (path: string | undefined, home: string): string | null => {
  if (path === undefined || path === '') return null;
  const whole = path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : path;
  return isAbsolute(whole) ? whole : null;
};

/** Writes a path as people do, with `~` for their own folder. */
export const shortPath = (path: string, home: string): string =>
  path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path;
