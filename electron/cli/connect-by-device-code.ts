import { printable } from '../../shared/printable.ts';
import { enterCode } from '../../shared/words/command-line.ts';
import type { Invocation } from './arguments.ts';
import type { CommandContext, Outcome } from './command.ts';
import { failure } from './failure.ts';
import { toJsonLine } from './output.ts';

const readField = (text: string): readonly [string, string] => {
  const [, name, value] = /^([A-Za-z][A-Za-z0-9]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw failure('field-unreadable');
  return [name, value];
};

/**
 * Connects an account by device code. Ends with the code at the latest: the agent waits for no longer.
 *
 * What the person is to do is told before the document: on stderr, or as a document of its own.
 */
export const connectByDeviceCode = async (
  { operand, has, value, values }: Invocation,
  { agent, readInput, tell, print, onInterrupt }: CommandContext,
): Promise<Outcome> => {
  const fields = Object.fromEntries(values('field').map(readField));
  const secretField = value('secret');
  const secret = secretField === null ? null : { field: secretField, value: await readInput() };
  const { operationId } = await agent.call('beginDeviceSignIn', {
    provider: operand,
    name: value('name'),
    fields,
    secret,
    replaces: has('replace'),
  });
  // The look that is under way then says that it was cancelled.
  onInterrupt(() => void agent.call('cancelDeviceSignIn', { operationId }).catch(() => {}));
  for (let isCodeShown = false; ; ) {
    const progress = await agent.call('deviceSignIn', { operationId, isCodeShown });
    if (progress.kind === 'connected') {
      const { account } = progress;
      const document = has('json') ? toJsonLine({ account }) : `${printable(account.name)}\n`;
      return { document, exitCode: 0 };
    }
    if (progress.kind === 'code') {
      isCodeShown = true;
      const { userCode, address, expiresAt } = progress;
      if (has('json')) await print(toJsonLine({ deviceCode: { userCode, address, expiresAt } }));
      else await tell(`${printable(enterCode(address, userCode))}\n`);
    }
  }
};
