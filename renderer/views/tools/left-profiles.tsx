import { useCallback, useEffect, useId, useState } from 'react';
import type { LeftProfiles } from '../../../shared/aws-profiles.ts';
import { awsProfileWords as words } from '../../../shared/words/aws-profiles.ts';
import { commonWords } from '../../../shared/words/common.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { Button } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { lineClass, panelClass } from '../../components/panel.ts';
import { useApp, useSnapshot } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import styles from './tools.module.css';

type Left = LeftProfiles['profiles'][number];

/** Profiles for AWS tools that outlived their accounts. */
export const LeftProfilesPanel = () => {
  const { bridge, notify, announce } = useApp();
  const { connections } = useSnapshot();
  const [left, setLeft] = useState<LeftProfiles | null>(null);
  const [removed, setRemoved] = useState<{ profile: string; undo: string } | null>(null);
  const title = useId();
  const reload = useCallback(async () => {
    const reply = await settle(bridge.awsProfiles.leftBehind());
    // What is wrong with the file is said where a profile is added to it.
    setLeft(reply.ok ? reply.value : null);
  }, [bridge]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an account that goes may leave some behind
  useEffect(() => {
    void reload();
    const look = (): void => void reload();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [reload, connections.length]);

  const remove = async ({ profile, connectionId }: Left): Promise<void> => {
    const reply = await settle(bridge.awsProfiles.remove({ profile, connectionId }));
    if (!reply.ok) notify({ tone: 'danger', text: errorLine(reply.error) });
    else {
      announce(words.removed(profile));
      setRemoved(reply.value.undo === null ? null : { profile, undo: reply.value.undo });
    }
    await reload();
  };
  const undo = async (change: string): Promise<void> => {
    const reply = await settle(bridge.awsProfiles.undo({ change }));
    setRemoved(null);
    if (!reply.ok) notify({ tone: 'danger', text: errorLine(reply.error) });
    else notify({ tone: 'ok', text: words.undone(left?.file ?? '') });
    await reload();
  };

  if (left === null || (left.profiles.length === 0 && removed === null)) return null;
  return (
    <section className={cx(panelClass, styles.command)} aria-labelledby={title}>
      <div className={styles.who}>
        <h2 id={title}>{words.left.title}</h2>
        <p>{words.left.text(left.file)}</p>
        {left.profiles.map((each) => (
          <div key={each.profile} className={lineClass}>
            <code>{each.profile}</code>
            <Button
              look="ghost"
              size="small"
              aria-label={words.left.remove(each.profile)}
              onClick={() => void remove(each)}
            >
              {commonWords.remove}
            </Button>
          </div>
        ))}
        {removed === null ? null : (
          <div className={lineClass}>
            <span>{words.removed(removed.profile)}</span>
            <Button size="small" autoFocus onClick={() => void undo(removed.undo)}>
              {commonWords.undo}
            </Button>
          </div>
        )}
      </div>
    </section>
  );
};
