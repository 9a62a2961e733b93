import { isJsonObject, type JsonObject } from '../platform/json.ts';

/** Takes a file of one version to the next. Pure: running it again on its input gives the same. */
type Migration = (file: JsonObject) => JsonObject;

export type MigrationTable = {
  readonly current: number;
  /** `steps[n]` takes version n to n + 1. */
  readonly steps: Readonly<Record<number, Migration>>;
};

export type Migrated =
  | { readonly kind: 'current'; readonly file: JsonObject }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'unreadable' };

/**
 * Brings parsed JSON to the current version.
 *
 * Nothing is written: the migrated file reaches the disk with the next change, so an interrupted
 * start migrates again from the same bytes.
 */
export const migrate = (json: unknown, table: MigrationTable): Migrated => {
  if (!isJsonObject(json)) return { kind: 'unreadable' };
  let file = json;
  for (;;) {
    const version = file.version;
    if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
      return { kind: 'unreadable' };
    }
    if (version === table.current) return { kind: 'current', file };
    if (version > table.current) return { kind: 'newer', version };
    const step = table.steps[version];
    if (step === undefined) return { kind: 'unreadable' };
    try {
      file = { ...step(file), version: version + 1 };
    } catch {
      return { kind: 'unreadable' };
    }
  }
};
