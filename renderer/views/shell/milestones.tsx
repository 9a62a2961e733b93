import { useEffect, useRef } from 'react';
import { stillCopied } from '../../../shared/words/clipboard.ts';
import { inSequence } from '../../../shared/words/sentences.ts';
import { useApp, useSnapshot } from '../../state/app-context.tsx';
import { milestonesBetween } from '../../state/deadlines.ts';

/**
 * Says aloud when an account is about to expire or has expired, and when a secret could not be taken
 * off the clipboard; never each second.
 */
export const Milestones = () => {
  const { clock, announce } = useApp();
  const snapshot = useSnapshot();
  const latest = useRef(snapshot);
  latest.current = snapshot;

  useEffect(() => {
    let before = clock.now();
    return clock.subscribe(() => {
      const now = clock.now();
      const passed = milestonesBetween(latest.current, before, now);
      before = now;
      if (passed.length > 0) announce(inSequence(passed.map(({ text }) => text)));
    });
  }, [clock, announce]);

  const { clipboard } = snapshot;
  const stuck = clipboard?.clearsAtEpochMs === null ? clipboard.copied : null;
  useEffect(() => {
    if (stuck !== null) announce(stillCopied(stuck));
  }, [stuck, announce]);

  return null;
};
