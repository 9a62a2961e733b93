import { readFile, rm, truncate } from 'node:fs/promises';
import type { ForgetPlan, ForgetResult, LeftKind } from '../../shared/forget.ts';
import type { ProviderId } from '../../shared/ids.ts';
import { credentialsScriptNote } from '../../shared/words/command-line.ts';
import type { ActivityRecord } from '../connections/activity.ts';
import type { Connections } from '../connections/connections.ts';
import { AppError, isAppError } from '../diagnostics/errors.ts';
import type { AwsProfiles } from '../handoff/aws-config/aws-profiles.ts';
import type { Consumers } from '../handoff/consumers.ts';
import { type CommandPlaces, commandState, uninstallCommand } from '../handoff/install-command.ts';
import { errorCodeOf } from '../platform/errno.ts';

type Wanted = { readonly revokes: boolean; readonly removesProfiles: boolean };

/** Forgets all that this profile keeps, here and where it was asked for at the providers. */
export type ForgetEverything = {
  readonly plan: () => Promise<ForgetPlan>;
  /**
   * Goes through all of it, whatever fails on the way, and gives what stayed. Accounts that could not
   * be deleted stay in the list. Throws `keychain.*` or `metadata.*`, with nothing done, where nothing
   * could be deleted now.
   */
  readonly everything: (wanted: Wanted) => Promise<ForgetResult>;
};

export const createForgetEverything = (dependencies: {
  readonly connections: Pick<
    Connections,
    'views' | 'requireForgettable' | 'forgetOne' | 'forgetTraces'
  >;
  readonly profiles: Pick<AwsProfiles, 'all' | 'remove'>;
  readonly configFile: string;
  readonly consumers: Pick<Consumers, 'all' | 'revoke' | 'erase'>;
  readonly templates: {
    readonly imported: () => readonly ProviderId[];
    readonly remove: (id: ProviderId) => Promise<unknown>;
  };
  readonly vault: {
    readonly file: string;
    readonly isInUse: () => boolean;
    /** Deletes what lies in a keychain beside it; false where that cannot be asked. */
    readonly eraseLeft: () => Promise<boolean>;
    /** Removes it, and what was set aside of it. */
    readonly erase: () => Promise<void>;
  };
  readonly command: CommandPlaces;
  readonly scriptFile: string;
  readonly settings: { readonly erase: () => Promise<void> };
  readonly activity: Pick<ActivityRecord, 'erase'>;
  readonly logFile: string;
}): ForgetEverything => {
  const { connections, profiles, configFile, consumers, templates, vault, command } = dependencies;
  const { scriptFile, settings, activity, logFile } = dependencies;

  return {
    plan: async () => {
      const state = await commandState(command);
      return {
        profiles: (await profiles.all()).map(({ profile }) => profile),
        configFile,
        templates: templates.imported().length,
        vault: vault.isInUse() ? vault.file : null,
        command: state.kind === 'installed' ? state.link : null,
      };
    },

    everything: async ({ revokes, removesProfiles }) => {
      await connections.requireForgettable();
      const left: ForgetResult['left'] = [];
      const attempt = async (
        kind: LeftKind,
        name: string,
        act: () => Promise<unknown>,
      ): Promise<void> => {
        try {
          await act();
        } catch (error) {
          left.push({ kind, name, code: isAppError(error) ? error.code : 'internal' });
        }
      };

      if (removesProfiles) {
        for (const { profile, account } of await profiles.all()) {
          await attempt('profile', profile, () =>
            profiles.remove({ connectionId: account, profile }).then(() => {}),
          );
        }
      }
      for (const { id, label } of connections.views()) {
        await attempt('account', label, async () => {
          const refusal = await connections.forgetOne(id, revokes);
          if (refusal !== null) left.push({ kind: 'sign-in', name: label, code: refusal.code });
        });
      }
      for (const { handle, name } of consumers.all()) {
        await attempt('tool', name, () => consumers.revoke(handle));
      }
      await attempt('tool', '', consumers.erase);
      for (const id of templates.imported()) {
        await attempt('template', id, () => templates.remove(id));
      }
      await attempt('script', scriptFile, () => removeScript(scriptFile));
      await attempt('command', '', () => uninstallCommand(command));
      // What is left needs the list, and the keychain to be known by.
      if (connections.views().length === 0) {
        const { setAside, list, mark } = connections.forgetTraces;
        await attempt('account', '', setAside);
        // The list says which of the two it was.
        const hadVault = vault.isInUse();
        if (hadVault) {
          await attempt('keychain-mark', '', async () => {
            if (!(await vault.eraseLeft())) throw new AppError('keychain.unavailable');
          });
        }
        await attempt('list', '', list);
        await attempt('vault', vault.file, vault.erase);
        if (!hadVault) await attempt('keychain-mark', '', mark);
      }
      await attempt('settings', '', settings.erase);
      await attempt('activity', '', activity.erase);
      await attempt('log', '', () => emptyLog(logFile));
      return { left };
    },
  };
};

/** Removes the script that profiles run, if it is the one that was written here. */
const removeScript = async (path: string): Promise<void> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCodeOf(error) === 'ENOENT') return '';
    throw error;
  });
  if (text.includes(credentialsScriptNote)) await rm(path, { force: true });
};

/** The program goes on writing into the file, so it is emptied and stays. */
const emptyLog = async (path: string): Promise<void> => {
  await rm(`${path}.1`, { force: true });
  await truncate(path).catch((error: unknown) => {
    if (errorCodeOf(error) !== 'ENOENT') throw error;
  });
};
