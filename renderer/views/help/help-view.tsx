import { type ReactNode, useId } from 'react';
import { errorLine } from '../../../shared/words/errors.ts';
import { helpWords as words } from '../../../shared/words/help.ts';
import { Button } from '../../components/button.tsx';
import { useApp } from '../../state/app-context.tsx';
import { type Bridge, settle } from '../../state/bridge.ts';
import { usePlatformWords } from '../../state/platform-words.ts';
import { ViewColumn, ViewFrame } from '../shell/view-frame.tsx';
import styles from './help.module.css';

type Props = {
  readonly onClose: () => void;
  readonly onDoctor: () => void;
  readonly onBackup: () => void;
  /** Shows the sign-in that goes on meanwhile. */
  readonly onShow: (operationId: string) => void;
};

type Place = Parameters<Bridge['app']['openPlace']>[0]['place'];

/** What this program is, how it is used by the keyboard, and where help is to be had. */
export const HelpView = ({ onClose, onDoctor, onBackup, onShow }: Props) => {
  const { bridge, info, notify } = useApp();
  const { shortcut, deleteKey } = usePlatformWords();
  const act = async (call: ReturnType<Bridge['app']['openPlace']>, done?: string) => {
    const reply = await settle(call);
    if (!reply.ok) notify({ tone: 'danger', text: errorLine(reply.error) });
    else if (done !== undefined) notify({ tone: 'ok', text: done });
  };
  const opens = (place: Place) => () => void act(bridge.app.openPlace({ place }));
  const { about, trouble, moving, shortcuts } = words;
  const keys = [
    [shortcut('K'), shortcuts.find],
    [`${shortcut('F')} /`, shortcuts.search],
    [shortcut('N'), shortcuts.connect],
    [shortcut(','), shortcuts.settings],
    ['?', shortcuts.help],
    ['Shift+F10', shortcuts.menu],
    [shortcut('C'), shortcuts.copy],
    ['F2', shortcuts.rename],
    [deleteKey, shortcuts.disconnect],
    ['Shift+↓', shortcuts.mark],
    [shortcut('A'), shortcuts.markAll],
    [shortcut('Z'), shortcuts.undo],
    ['Esc', shortcuts.back],
  ] as const;
  return (
    <ViewFrame title={words.title} backLabel={words.back} onBack={onClose} onShow={onShow}>
      <ViewColumn>
        <div className={styles.sections}>
          <Section title={trouble.title}>
            <p>{trouble.text}</p>
            <div className={styles.buttons}>
              <Button onClick={onDoctor}>{trouble.doctor}</Button>
              <Button onClick={() => void act(bridge.doctor.copyReport(), trouble.copied)}>
                {trouble.diagnostics}
              </Button>
              <Button onClick={opens('log')}>{trouble.log}</Button>
              <Button onClick={opens('report')}>{trouble.report}</Button>
            </div>
          </Section>
          <Section title={shortcuts.title}>
            <dl className={styles.keys}>
              {keys.map(([key, what]) => (
                <div key={key}>
                  <dt>{what}</dt>
                  <dd>
                    <kbd>{key}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </Section>
          <Section title={moving.title}>
            <ol className={styles.steps}>
              {moving.steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
            <div className={styles.buttons}>
              <Button onClick={onBackup}>{moving.open}</Button>
            </div>
          </Section>
          <Section title={about.title}>
            <p>{about.version(info?.version ?? '')}</p>
            <p>{about.runtime(info?.electronVersion ?? '')}</p>
            <p>{about.marks}</p>
            <div className={styles.buttons}>
              <Button onClick={opens('licences')}>{about.licences}</Button>
            </div>
          </Section>
        </div>
      </ViewColumn>
    </ViewFrame>
  );
};

const Section = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
};
