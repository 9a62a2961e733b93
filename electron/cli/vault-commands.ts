import { minPassphraseLength } from '../../shared/limits.ts';
import { usageLine } from '../../shared/words/command-line.ts';
import { vaultLines } from '../../shared/words/vault.ts';
import { type Invocation, vaultSpans } from './arguments.ts';
import type { Command, CommandContext, Outcome } from './command.ts';
import { CommandFailure, failure } from './failure.ts';

const told = (line: string): Outcome => ({ document: `${line}\n`, exitCode: 0 });

/** Gives what was asked for, in order: typed at the terminal, or a line each of standard input. */
const readPassphrases = async (
  { has }: Invocation,
  { askSecretly, readLines }: CommandContext,
  wanted: { readonly old: boolean; readonly fresh: boolean },
): Promise<readonly string[]> => {
  const requireLong = (fresh: string): string => {
    if (fresh.length < minPassphraseLength) {
      throw new CommandFailure(vaultLines.tooShort(minPassphraseLength));
    }
    return fresh;
  };
  if (has('stdin')) {
    const lines = await readLines();
    const count = Number(wanted.old) + Number(wanted.fresh);
    if (lines.length !== count || lines.includes('')) throw failure('no-input');
    if (wanted.fresh) requireLong(lines.at(-1) ?? '');
    return lines;
  }
  const old = wanted.old ? [await askSecretly(vaultLines.passphrase)] : [];
  if (!wanted.fresh) return old;
  const fresh = requireLong(await askSecretly(vaultLines.newPassphrase));
  if ((await askSecretly(vaultLines.again)) !== fresh) throw failure('different-passphrases');
  return [...old, fresh];
};

export const unlock: Command = async (invocation, context) => {
  const { agent } = context;
  const { has, value } = invocation;
  const creates = has('create');
  const ways = [creates, has('new-passphrase'), value('for') !== null];
  const fits =
    ways.filter(Boolean).length <= 1 && (creates || !(has('in-place') || has('leave-keys')));
  if (!fits) throw new CommandFailure(usageLine('unlock'));
  if (has('new-passphrase')) {
    const [from, to] = await readPassphrases(invocation, context, { old: true, fresh: true });
    await agent.call('changePassphrase', { from, to });
    return told(vaultLines.changed);
  }
  const [passphrase] = await readPassphrases(invocation, context, {
    old: !creates,
    fresh: creates,
  });
  const [, minutes] = Object.entries(vaultSpans).find(([span]) => span === value('for')) ?? [];
  const { locksAtEpochMs } = await (creates
    ? agent.call('createVault', {
        passphrase,
        inPlace: has('in-place'),
        leavesKeys: has('leave-keys'),
      })
    : agent.call('unlock', { passphrase, ...(minutes === undefined ? {} : { minutes }) }));
  return told(vaultLines.unlocked(locksAtEpochMs));
};

export const lock: Command = async (_, { agent }) => {
  await agent.call('lock');
  return told(vaultLines.locked);
};

export const move: Command = async (invocation, context) => {
  const { agent } = context;
  const isToVault = invocation.operand === 'vault';
  const [passphrase] = isToVault
    ? await readPassphrases(invocation, context, { old: false, fresh: true })
    : [];
  if (passphrase === undefined) {
    await agent.call('moveToKeychain');
    return told(vaultLines.movedToKeychain);
  }
  const { locksAtEpochMs } = await agent.call('moveToVault', { passphrase });
  return told(`${vaultLines.movedToVault}\n${vaultLines.unlocked(locksAtEpochMs)}`);
};
