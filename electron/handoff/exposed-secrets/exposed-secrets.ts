import type {
  ExposedFinding,
  ExposedPreview,
  ExposedSearch,
} from '../../../shared/exposed-secrets.ts';
import { type ConnectionId, type ProviderId, providerIdSchema } from '../../../shared/ids.ts';
import type { Connections } from '../../connections/connections.ts';
import { isKeychainOutage } from '../../connections/keychain-watch.ts';
import type { Prefilled } from '../../connections/use-cases/connect.ts';
import { AppError } from '../../diagnostics/errors.ts';
import type { ChooseFolder, Clock, Random } from '../../platform/interfaces.ts';
import { createSerialQueue } from '../../platform/serial-queue.ts';
import { readPastedKeys } from '../../providers/s3/paste/keys.ts';
import { vendorOf } from '../../providers/s3/prefill.ts';
import type { AwsProfiles } from '../aws-config/aws-profiles.ts';
import { readFound } from '../aws-config/config-file.ts';
import { digestOf } from '../aws-config/digest.ts';
import { createFileChanges } from '../aws-config/file-changes.ts';
import { type AwsFiles, shortPath } from '../aws-config/paths.ts';
import { requireSafeCommand } from '../aws-config/plan.ts';
import type { ProfileAccess } from '../aws-config/profile-access.ts';
import { toProfileName } from '../quoting.ts';
import type { ExposedKey } from './exposed-key.ts';
import { type LookedInto, lookForKeys } from './look.ts';
import { isReplaced, type KnownFile, knownPlaces } from './places.ts';
import { lookLikeKeys, readKeys } from './read-keys.ts';
import { readWithin } from './read-within.ts';
import { replaceKeys } from './replace-keys.ts';
import { readWhose } from './whose-keys.ts';

type Dependencies = {
  readonly files: AwsFiles;
  readonly env: NodeJS.ProcessEnv;
  readonly connections: Pick<Connections, 'views' | 's3Keys' | 'prefill'>;
  readonly profiles: AwsProfiles;
  readonly access: ProfileAccess;
  readonly chooseFolder: ChooseFolder;
  readonly clock: Pick<Clock, 'nowEpochMs'>;
  readonly random: Pick<Random, 'uuid'>;
};

export type ExposedSecrets = {
  readonly search: () => Promise<ExposedSearch>;
  readonly addFolder: () => Promise<{ readonly folder: string | null }>;
  readonly take: (finding: string) => Promise<Prefilled & { readonly providerId: ProviderId }>;
  readonly preview: (finding: string) => Promise<ExposedPreview>;
  /** Writes what was previewed. Throws `exposed.changed` when a file or account has changed since. */
  readonly replace: (wanted: {
    readonly finding: string;
    readonly basis: string;
  }) => Promise<{ readonly undo: string }>;
  /** Takes the last change back, byte for byte. */
  readonly undo: (change: string) => Promise<void>;
};

/** Where a key was found. What it is stays in the file. */
type Place = {
  readonly file: KnownFile;
  readonly digest: string;
  /** Which of the file's keys. */
  readonly index: number;
  readonly owner: ConnectionId | null;
};

const mostFindings = 500;

/** Finds keys that lie in plain text, and puts references to Stowkey in their place. */
export const createExposedSecrets = (dependencies: Dependencies): ExposedSecrets => {
  const { files, connections, profiles, access } = dependencies;
  const inTurn = createSerialQueue();
  const changes = createFileChanges(dependencies);
  const picked: string[] = [];
  let places = new Map<string, Place>();

  const shown = (path: string): string => shortPath(path, files.home);

  const search = async (): Promise<ExposedSearch> => {
    const looked = await lookForKeys(knownPlaces(dependencies.env, files), picked);
    const all = looked.found.flatMap((file) =>
      file.keys.map((key, index) => ({ file, key, index })),
    );
    const { ownerOf, isWhole } =
      all.length === 0
        ? { ownerOf: () => null, isWhole: true }
        : await readWhose(connections, isKeychainOutage);
    places = new Map();
    const findings: ExposedFinding[] = [];
    let isCutShort = looked.isCutShort;
    for (const { file, key, index } of all) {
      const owner = ownerOf(key);
      if (owner === null && !lookLikeKeys(key)) continue;
      if (findings.length === mostFindings) {
        isCutShort = true;
        break;
      }
      const id = dependencies.random.uuid();
      places.set(id, { file, digest: digestOf(file.bytes), index, owner });
      findings.push({ id, ...describe(file, key, owner, isWhole) });
    }
    return {
      findings,
      files: looked.files,
      skipped: looked.skipped.map(({ path, reason }) => ({ file: shown(path), reason })),
      isCutShort,
      folders: picked.map(shown),
    };
  };

  const describe = (
    file: LookedInto,
    key: ExposedKey,
    owner: ConnectionId | null,
    isWhole: boolean,
  ): Omit<ExposedFinding, 'id'> => {
    const isBackup = file.backupOf !== undefined;
    const keyId = key.accessKeyId.expose();
    const whose: ExposedFinding['owner'] =
      owner === null
        ? { kind: isWhole ? 'unknown' : 'not-compared' }
        : { kind: 'ours', connectionId: owner };
    const canReplace = isReplaced(file.kind) && key.name !== null && !isBackup;
    return {
      file: shown(file.path),
      line: key.line,
      kind: file.kind,
      name: key.name?.slice(0, 80) ?? null,
      isBackup,
      keyEnding: keyId.length < 12 ? '' : keyId.slice(-4),
      owner: whose,
      act:
        whose.kind === 'not-compared'
          ? 'none'
          : isBackup
            ? 'by-hand'
            : whose.kind === 'unknown'
              ? 'take'
              : canReplace
                ? 'replace'
                : 'by-hand',
    };
  };

  /** Looks at the key once more. Throws `exposed.gone` or `.changed` where it is not as it was found. */
  const lookAgain = async (finding: string) => {
    const place = places.get(finding);
    if (place === undefined) throw new AppError('exposed.gone');
    const { file, digest, index } = place;
    const read = await readWithin(file.root, file.path);
    if (read.kind !== 'read' || digestOf(read.bytes) !== digest) {
      throw new AppError('exposed.changed');
    }
    const key = readKeys(file.kind, read.bytes)[index];
    if (key === undefined) throw new AppError('exposed.gone');
    return { ...place, path: read.path, bytes: read.bytes, key };
  };

  const take: ExposedSecrets['take'] = async (finding) => {
    const { key } = await lookAgain(finding);
    const text = JSON.stringify({
      accessKeyId: key.accessKeyId.expose(),
      secretAccessKey: key.secretAccessKey.expose(),
      ...(key.sessionToken === null ? {} : { sessionToken: key.sessionToken.expose() }),
      ...(key.endpoint === null ? {} : { endpoint: key.endpoint }),
      ...(key.region === null ? {} : { region: key.region }),
    });
    const pasted = readPastedKeys(text);
    if (pasted === null) throw new AppError('prefill.not-understood');
    const providerId = providerIdSchema.parse(vendorOf(pasted));
    return { providerId, ...connections.prefill(providerId, text) };
  };

  /** A name for a consumer of its own, so that it can go without harm to another. */
  const freeName = (wanted: string): string => {
    const base = toProfileName(wanted).slice(0, 58);
    for (let number = 1; ; number += 1) {
      const profile = number === 1 ? base : `${base}-${number}`;
      if (!access.isGiven({ profile })) return profile;
    }
  };

  /** The AWS profile that rclone is told: one that the account has, or a new one. */
  const profileFor = async (owner: ConnectionId) => {
    const { profiles: had, proposed, file } = await profiles.list(owner);
    if (had[0] !== undefined) return { name: had[0], file, basis: null };
    const { basis } = await profiles.preview({ connectionId: owner, profile: proposed });
    return { name: proposed, file, basis };
  };

  const plan = async (finding: string) => {
    const { file, path, bytes, key, owner } = await lookAgain(finding);
    const label = connections.views().find(({ id }) => id === owner)?.label;
    if (
      owner === null ||
      label === undefined ||
      !isReplaced(file.kind) ||
      file.backupOf !== undefined
    ) {
      throw new AppError('exposed.gone');
    }
    const found = await readFound(path);
    if (found.bytes?.equals(bytes) !== true || found.path !== path) {
      throw new AppError('exposed.changed');
    }
    if (file.kind === 'rclone') {
      const profile = await profileFor(owner);
      const reference = ['env_auth = true', `profile = ${profile.name}`];
      const replaced = replaceKeys(bytes, key, reference, 'rclone');
      const basis = digestOf(bytes, replaced.text, profile.basis);
      return { found, owner, replaced, profile, handle: null, basis };
    }
    const section = key.name?.replace(/^profile\s+/, '') ?? '';
    const handle = freeName(/^default$/i.test(section) ? label : section);
    const command = access.commandFor(handle);
    requireSafeCommand(command, handle);
    const replaced = replaceKeys(bytes, key, [`credential_process = ${command}`], 'aws');
    const basis = digestOf(bytes, replaced.text, null);
    return { found, owner, replaced, profile: null, handle, basis };
  };

  const preview: ExposedSecrets['preview'] = async (finding) => {
    const { found, replaced, profile, basis } = await plan(finding);
    return {
      file: shown(found.path),
      lines: [...replaced.lines],
      linesBefore: replaced.linesBefore,
      profile: profile?.basis == null ? null : { name: profile.name, file: profile.file },
      basis,
    };
  };

  /** Lets the reference work, before it is written. Gives what takes that back. */
  const prepare = async ({
    owner,
    profile,
    handle,
  }: Awaited<ReturnType<typeof plan>>): Promise<() => Promise<void>> => {
    if (handle !== null) {
      await access.giveAccess(owner, { profile: handle });
      return () => access.withdrawAccess(owner, { profile: handle });
    }
    if (profile?.basis == null) return async () => {};
    const { name, basis } = profile;
    const { undo } = await profiles.write({ connectionId: owner, profile: name, basis });
    return async () => {
      if (undo === null) return;
      // Where the file has changed since, it goes out of it alone.
      await profiles
        .undo(undo)
        .catch(() => profiles.remove({ connectionId: owner, profile: name }));
    };
  };

  const replace: ExposedSecrets['replace'] = async ({ finding, basis }) => {
    const planned = await plan(finding);
    if (planned.basis !== basis) throw new AppError('exposed.changed');
    const takeBack = await prepare(planned);
    try {
      const { found: before, replaced } = planned;
      return { undo: await changes.change({ before, after: replaced.text, undoMore: takeBack }) };
    } catch (error) {
      await takeBack();
      throw error;
    }
  };

  return {
    search: () => inTurn(search),
    addFolder: async () => {
      const folder = await dependencies.chooseFolder();
      if (folder !== null && !picked.includes(folder)) picked.push(folder);
      return { folder: folder === null ? null : shown(folder) };
    },
    take: (finding) => inTurn(() => take(finding)),
    preview: (finding) => inTurn(() => preview(finding)),
    replace: (wanted) => inTurn(() => replace(wanted)),
    undo: (change) => inTurn(() => changes.undo(change)),
  };
};
