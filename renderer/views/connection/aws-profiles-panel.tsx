import { SquareTerminal } from 'lucide-react';
import { useState } from 'react';
import type { ConnectionId } from '../../../shared/ids.ts';
import { listCommand, awsProfileWords as words } from '../../../shared/words/aws-profiles.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { Button } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import type { AwsProfiles } from '../../state/use-aws-profiles.ts';
import styles from './connection.module.css';
import { CopyTextButton } from './copy-text-button.tsx';

type Props = {
  readonly connectionId: ConnectionId;
  readonly profiles: AwsProfiles;
  readonly onAdd: () => void;
};

/** The profiles by which AWS tools take this account's keys. */
export const AwsProfilesPanel = ({ connectionId, profiles, onAdd }: Props) => {
  const { bridge, notify, announce } = useApp();
  const [removed, setRemoved] = useState<{ profile: string; undo: string } | null>(null);
  const { list, error, reload } = profiles;

  const remove = async (profile: string): Promise<void> => {
    const reply = await settle(bridge.awsProfiles.remove({ connectionId, profile }));
    await reload();
    if (!reply.ok) return notify({ tone: 'danger', text: errorLine(reply.error) });
    announce(words.removed(profile));
    setRemoved(reply.value.undo === null ? null : { profile, undo: reply.value.undo });
  };
  const undo = async (change: string): Promise<void> => {
    const reply = await settle(bridge.awsProfiles.undo({ change }));
    setRemoved(null);
    await reload();
    if (!reply.ok) notify({ tone: 'danger', text: errorLine(reply.error) });
    else notify({ tone: 'ok', text: words.undone(list?.file ?? '') });
  };

  return (
    <section className={styles.panel} aria-labelledby="aws-profiles-title">
      <div className={styles.panelHead}>
        <h3 id="aws-profiles-title">
          <SquareTerminal size={15} aria-hidden="true" />
          {words.panel}
        </h3>
      </div>
      {error === null ? null : <p className={styles.panelNote}>{errorLine(error)}</p>}
      {list === null || list.profiles.length === 0
        ? removed === null && error === null && <p className={styles.panelNote}>{words.none}</p>
        : list.profiles.map((profile) => (
            <div key={profile} className={styles.field}>
              <span className={styles.fieldValue}>
                <span className={cx(styles.mono, styles.oneLine)} data-whole={profile}>
                  {profile}
                </span>
              </span>
              <span className={styles.fieldButtons}>
                <CopyTextButton
                  text={listCommand(profile)}
                  label={`Copy command for ${profile}`}
                  tip={listCommand(profile)}
                />
                <Button
                  look="ghost"
                  size="small"
                  aria-label={`Remove profile ${profile}`}
                  onClick={() => void remove(profile)}
                >
                  Remove
                </Button>
              </span>
            </div>
          ))}
      {removed === null ? null : (
        <div className={styles.field}>
          <span className={styles.fieldValue}>{words.removed(removed.profile)}</span>
          <Button size="small" autoFocus onClick={() => void undo(removed.undo)}>
            Undo
          </Button>
        </div>
      )}
      <div className={styles.panelFoot}>
        <Button size="small" disabled={list === null} onClick={onAdd}>
          {words.open}
        </Button>
      </div>
    </section>
  );
};
