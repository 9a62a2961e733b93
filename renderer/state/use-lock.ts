import { heldLocks, type LockName } from '../../shared/organisation.ts';
import { lockSentence } from '../../shared/words/organisation.ts';
import { useSnapshot } from './app-context.tsx';

/** Says what the organisation has locked there and by whom; null where it has not. Main keeps to it. */
export const useLock = (lock: LockName): string | null => {
  const { organisation } = useSnapshot();
  return heldLocks(organisation.locks).includes(lock) ? lockSentence(lock, organisation) : null;
};

/** The same for tools, which may be allowed where the command line is not. */
export const useToolsLock = (): string | null => {
  const { consumers } = useSnapshot().organisation.locks;
  const why = useLock('consumers');
  return consumers?.includes('tools') === true ? null : why;
};
