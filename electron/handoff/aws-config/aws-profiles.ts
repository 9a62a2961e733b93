import type { LeftProfiles, ProfileList, ProfilePreview } from '../../../shared/aws-profiles.ts';
import { type ConnectionId, connectionIdSchema } from '../../../shared/ids.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { AppError } from '../../diagnostics/errors.ts';
import type { Clock, Random } from '../../platform/interfaces.ts';
import { createSerialQueue } from '../../platform/serial-queue.ts';
import { findBlocks, withoutBlock } from './blocks.ts';
import { type FoundFile, readFound } from './config-file.ts';
import { digestOf } from './digest.ts';
import { createFileChanges } from './file-changes.ts';
import { type AwsFiles, shortPath } from './paths.ts';
import { planProfile, proposeName, type Surroundings } from './plan.ts';
import type { ProfileAccess } from './profile-access.ts';
import { decodeAwsFile } from './sections.ts';

type Dependencies = {
  readonly files: AwsFiles;
  readonly access: ProfileAccess;
  readonly connections: () => readonly ConnectionView[];
  /** The list of accounts could be read, and none of it was set aside. */
  readonly isListWhole: () => boolean;
  readonly clock: Pick<Clock, 'nowEpochMs'>;
  readonly random: Pick<Random, 'uuid'>;
};

type OneProfile = { readonly connectionId: ConnectionId; readonly profile: string };
type Change = { readonly undo: string | null };

export type AwsProfiles = {
  /** Which profiles an account has: found in the file, the only place that knows. */
  readonly list: (id: ConnectionId) => Promise<ProfileList>;
  /** Those whose account is gone; none while it is not known which accounts there are. */
  readonly leftBehind: () => Promise<LeftProfiles>;
  /** All profiles of ours in the file that say whose they are. */
  readonly all: () => Promise<
    readonly { readonly profile: string; readonly account: ConnectionId }[]
  >;
  /** All profiles of ours in the file, whichever account they are of. */
  readonly names: () => Promise<readonly string[]>;
  readonly preview: (wanted: OneProfile) => Promise<ProfilePreview>;
  /** Writes what was previewed. Throws `aws-config.changed` when file or account have changed since. */
  readonly write: (wanted: OneProfile & { readonly basis: string }) => Promise<Change>;
  readonly remove: (wanted: OneProfile) => Promise<Change>;
  /** The profiles of these accounts. */
  readonly ofSeveral: (ids: readonly ConnectionId[]) => Promise<LeftProfiles>;
  /** Removes all profiles of these accounts in one change of the file. */
  readonly removeOfSeveral: (ids: readonly ConnectionId[]) => Promise<Change>;
  /** Takes the last change back. Throws `aws-config.changed` when the file is no longer as it left it. */
  readonly undo: (change: string) => Promise<void>;
};

const textOf = (found: FoundFile): string =>
  found.bytes === null ? '' : decodeAwsFile(found.bytes);

/** Gives accounts profiles in the AWS config file, and takes them out again. */
export const createAwsProfiles = (dependencies: Dependencies): AwsProfiles => {
  const { files, access } = dependencies;
  const inTurn = createSerialQueue();
  const changes = createFileChanges(dependencies);

  const accountOf = (id: ConnectionId): ConnectionView => {
    const view = dependencies.connections().find((each) => each.id === id);
    if (view === undefined) throw new AppError('connection.unknown');
    return view;
  };

  const around = async (id: ConnectionId): Promise<Surroundings> => ({
    // Whatever it holds: only its headers count.
    credentials: (await readFound(files.credentials)).bytes?.toString('utf8') ?? '',
    isFree: (profile) => access.isFree(id, { profile }),
    isAccount,
  });

  const plan = async ({ connectionId, profile }: OneProfile) => {
    const { s3 } = accountOf(connectionId).facts;
    if (s3 === null) throw new AppError('call.invalid-argument');
    const found = await readFound(files.config);
    const wanted = { profile, account: connectionId, s3, command: access.commandFor(profile) };
    const planned = planProfile(textOf(found), wanted, await around(connectionId));
    return { found, wanted, ...planned, basis: digestOf(found.bytes, planned.text) };
  };

  /** Changes the file, the one before kept beside it. */
  const change = async (
    before: FoundFile,
    after: string,
    undoMore: () => Promise<void>,
  ): Promise<Change> => {
    const { makesFolder } = files;
    return { undo: await changes.change({ before, after, undoMore, makesFolder }) };
  };

  const list: AwsProfiles['list'] = async (id) => {
    const text = textOf(await readFound(files.config));
    return {
      file: shortPath(files.config, files.home),
      profiles: findBlocks(text)
        .filter((block) => block.account === id)
        .map((block) => block.profile),
      proposed: proposeName(accountOf(id).label, text, id, await around(id)),
    };
  };

  const isAccount = (id: string): boolean =>
    dependencies.connections().some((each) => each.id === id);

  const leftBehind: AwsProfiles['leftBehind'] = async () => {
    const blocks = dependencies.isListWhole()
      ? findBlocks(textOf(await readFound(files.config)))
      : [];
    return {
      file: shortPath(files.config, files.home),
      profiles: blocks.flatMap(({ profile, account }) => {
        const id = connectionIdSchema.safeParse(account);
        return id.success && !isAccount(id.data) ? [{ profile, connectionId: id.data }] : [];
      }),
    };
  };

  const preview: AwsProfiles['preview'] = async (one) => {
    const { lines, linesBefore, basis } = await plan(one);
    return { lines: [...lines], linesBefore, basis };
  };

  const write: AwsProfiles['write'] = async ({ basis, ...one }) => {
    const planned = await plan(one);
    if (planned.basis !== basis) throw new AppError('aws-config.changed');
    const { connectionId, profile } = one;
    const before = textOf(planned.found);
    const had = findBlocks(before).some(
      (block) => block.profile === profile && block.account === connectionId,
    );
    const withdraw = async (): Promise<void> => {
      if (!had) await access.withdrawAccess(connectionId, { profile });
    };
    const { command } = await access.giveAccess(connectionId, { profile });
    try {
      if (command !== planned.wanted.command) throw new AppError('aws-config.changed');
      if (before === planned.text) return { undo: null };
      return await change(planned.found, planned.text, withdraw);
    } catch (error) {
      await withdraw();
      throw error;
    }
  };

  const remove = async (profiles: readonly OneProfile[]): Promise<Change> => {
    const found = await readFound(files.config);
    const text = textOf(found);
    const blocks = findBlocks(text);
    const ours = profiles.filter(({ connectionId, profile }) =>
      blocks.some((block) => block.profile === profile && block.account === connectionId),
    );
    const after = ours.reduce((rest, { profile }) => withoutBlock(rest, profile) ?? rest, text);
    const done: Change =
      after === text
        ? { undo: null }
        : await change(found, after, async () => {
            for (const { connectionId, profile } of ours) {
              // Of an account that is gone the lines come back, and nothing is given.
              if (isAccount(connectionId)) await access.giveAccess(connectionId, { profile });
            }
          });
    for (const { connectionId, profile } of profiles)
      await access.withdrawAccess(connectionId, { profile });
    return done;
  };

  const ofSeveral: AwsProfiles['ofSeveral'] = async (ids) => {
    const wanted = new Map<string | null, ConnectionId>(ids.map((id) => [id, id]));
    return {
      file: shortPath(files.config, files.home),
      profiles: findBlocks(textOf(await readFound(files.config))).flatMap(
        ({ profile, account }) => {
          const connectionId = wanted.get(account);
          return connectionId === undefined ? [] : [{ profile, connectionId }];
        },
      ),
    };
  };

  return {
    list: (id) => inTurn(() => list(id)),
    leftBehind: () => inTurn(leftBehind),
    all: () =>
      inTurn(async () =>
        findBlocks(textOf(await readFound(files.config))).flatMap(({ profile, account }) => {
          const id = connectionIdSchema.safeParse(account).data;
          return id === undefined ? [] : [{ profile, account: id }];
        }),
      ),
    names: () =>
      inTurn(async () =>
        findBlocks(textOf(await readFound(files.config))).map(({ profile }) => profile),
      ),
    preview: (one) => inTurn(() => preview(one)),
    write: (one) => inTurn(() => write(one)),
    remove: (one) => inTurn(() => remove([one])),
    ofSeveral: (ids) => inTurn(() => ofSeveral(ids)),
    removeOfSeveral: (ids) => inTurn(async () => remove((await ofSeveral(ids)).profiles)),
    undo: (id) => inTurn(() => changes.undo(id)),
  };
};
