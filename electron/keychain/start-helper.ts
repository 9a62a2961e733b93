import { utilityProcess } from 'electron';
import { helperProcessName } from '../../shared/words/keychain-items.ts';
import helperPath from './keytar-helper.ts?modulePath';
import type { HelperProcess } from './replaceable-keytar.ts';

/** Starts `keytar-helper.ts` beside the main process; the only child process of Stowkey's own. */
export const startKeytarHelper = (): HelperProcess => {
  const child = utilityProcess.fork(helperPath, [], {
    serviceName: helperProcessName,
    stdio: 'ignore',
  });
  return {
    send: (call) => child.postMessage(call),
    onReply: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    end: () => void child.kill(),
  };
};
