import { fork } from 'node:child_process';
import type { HelperProcess } from '../../../electron/keychain/replaceable-keytar.ts';

/** Starts the keychain helper under plain Node, with the message channel of a forked process. */
export const startNodeHelper = (): HelperProcess => {
  const child = fork(new URL('node-helper-port.ts', import.meta.url), [], {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
  });
  return {
    send: (call) => void child.send(call),
    onReply: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    end: () => void child.kill(),
  };
};
