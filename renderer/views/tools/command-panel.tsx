import { useEffect, useId, useState } from 'react';
import type { CommandState } from '../../../shared/schemas.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import {
  impossibleWords,
  pathLine,
  installWords as words,
} from '../../../shared/words/install-command.ts';
import { Button } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { lineClass, panelClass } from '../../components/panel.ts';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { CopyTextButton } from '../connection/copy-text-button.tsx';
import styles from './tools.module.css';

const textOf = (state: CommandState): string =>
  state.kind === 'impossible' ? impossibleWords[state.why] : words[state.kind](state.link);

/** Whether shells find the command, and how they come to. */
export const CommandPanel = () => {
  const { bridge, info, notify, announce } = useApp();
  const [state, setState] = useState<CommandState | null>(null);
  const [busy, setBusy] = useState(false);
  const title = useId();
  useEffect(() => {
    void settle(bridge.command.state()).then((reply) => {
      if (reply.ok) setState(reply.value);
    });
  }, [bridge]);
  if (state === null) return null;

  const install = async (): Promise<void> => {
    setBusy(true);
    const reply = await settle(bridge.command.install());
    setBusy(false);
    if (!reply.ok) return notify({ tone: 'danger', text: errorLine(reply.error) });
    setState(reply.value);
    announce(textOf(reply.value));
  };
  const isOutside = state.kind === 'installed' && !state.inPath;
  return (
    <section className={cx(panelClass, styles.command)} aria-labelledby={title}>
      <div className={styles.who}>
        <h2 id={title}>{words.title}</h2>
        <p>{textOf(state)}</p>
        {isOutside && info?.platform === 'win32' ? <p>{words.notInWindowsPath}</p> : null}
        {isOutside && info?.platform !== 'win32' ? (
          <>
            <p>{words.notInPath}</p>
            <p className={lineClass}>
              <code>{pathLine}</code>
              <CopyTextButton text={pathLine} label={words.copy} />
            </p>
          </>
        ) : null}
      </div>
      {state.kind === 'absent' ? (
        <Button busy={busy} onClick={() => void install()}>
          {words.install}
        </Button>
      ) : null}
    </section>
  );
};
