import { ArrowLeft, FileSearch, Terminal } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ConsumerView } from '../../../shared/schemas.ts';
import {
  isCommandLine,
  ruleHelp,
  ruleLabels,
  toolsWords,
} from '../../../shared/words/consumers.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { exposedWords } from '../../../shared/words/exposed-secrets.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { Select } from '../../components/select.tsx';
import { useApp, useSnapshot } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { Banners } from '../shell/banners.tsx';
import { StatusBar } from '../shell/status-bar.tsx';
import { LastUse } from './last-use.tsx';
import styles from './tools.module.css';

type Props = {
  readonly onClose: () => void;
  /** Opens the search for keys in plain text. */
  readonly onShowExposed: () => void;
  /** Shows the sign-in that goes on meanwhile. */
  readonly onShow: (operationId: string) => void;
};

const rules = (Object.keys(ruleLabels) as readonly ConsumerView['rule'][]).map((rule) => ({
  value: rule,
  label: ruleLabels[rule],
  help: ruleHelp[rule],
}));
const isRule = (value: string): value is ConsumerView['rule'] => value in ruleLabels;

/** The programs that may take credentials: by what rule, and how to end it. */
export const ToolsView = ({ onClose, onShow, onShowExposed }: Props) => {
  const { consumers } = useSnapshot();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (
        event.target instanceof Element &&
        event.target.closest('[role=listbox], [role=alertdialog]')
      )
        return;
      onClose();
    };
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  }, [onClose]);
  return (
    <div className={styles.view}>
      <Banners />
      <main className={styles.frame}>
        <header className={styles.head}>
          <IconButton
            label={toolsWords.back}
            tip="Back"
            icon={<ArrowLeft size={17} aria-hidden="true" />}
            onClick={onClose}
          />
          <h1 ref={heading} tabIndex={-1} data-focus-home>
            {toolsWords.title}
          </h1>
        </header>
        <div className={styles.scroll}>
          <div className={styles.column}>
            <p className={styles.lead}>{toolsWords.lead}</p>
            <Button
              className={styles.look}
              icon={<FileSearch size={15} aria-hidden="true" />}
              onClick={onShowExposed}
            >
              {exposedWords.open}
            </Button>
            {consumers.length === 0 ? (
              <div className={styles.empty}>
                <Terminal size={34} strokeWidth={1.5} aria-hidden="true" />
                <h2>{toolsWords.empty.title}</h2>
                <p>{toolsWords.empty.text}</p>
              </div>
            ) : (
              <ul className={styles.list}>
                {consumers.map((consumer) => (
                  <Tool key={consumer.handle} consumer={consumer} />
                ))}
              </ul>
            )}
          </div>
        </div>
      </main>
      <StatusBar onShow={onShow} />
    </div>
  );
};

const Tool = ({ consumer }: { readonly consumer: ConsumerView }) => {
  const { bridge, notify } = useApp();
  const { connections } = useSnapshot();
  const [revoking, setRevoking] = useState(false);
  const { handle, name, connectionIds, rule } = consumer;
  const labels = connections
    .filter(({ id }) => connectionIds?.includes(id) === true)
    .map(({ label }) => label);

  const revoke = async (): Promise<void> => {
    setRevoking(false);
    const reply = await settle(bridge.consumers.revoke({ handle }));
    notify(
      reply.ok
        ? { tone: 'ok', text: toolsWords.revoked(name) }
        : { tone: 'danger', text: errorLine(reply.error) },
    );
  };
  const setRule = async (next: string): Promise<void> => {
    if (!isRule(next) || next === rule) return;
    const reply = await settle(bridge.consumers.setRule({ handle, rule: next }));
    if (!reply.ok) notify({ tone: 'danger', text: errorLine(reply.error) });
  };
  return (
    <li className={styles.tool}>
      <div className={styles.who}>
        <h2 dir="auto">{name}</h2>
        <p dir="auto">
          {connectionIds === null
            ? toolsWords.everyAccount
            : labels.length === 0
              ? toolsWords.noAccount
              : labels.join(', ')}
        </p>
        <p className={styles.faint}>
          <LastUse consumer={consumer} />
        </p>
      </div>
      <div className={styles.rule}>
        <Select
          label={toolsWords.rule}
          help={ruleHelp[rule]}
          problem={null}
          options={rules}
          value={rule}
          code={false}
          action={null}
          onChange={(next) => void setRule(next)}
        />
      </div>
      <Button className={styles.revoke} onClick={() => setRevoking(true)}>
        {toolsWords.revoke}
        <span className="visually-hidden"> {name}</span>
      </Button>
      {revoking ? (
        <Dialog
          title={toolsWords.confirm.title(name)}
          role="alertdialog"
          onClose={() => setRevoking(false)}
        >
          <p>
            {isCommandLine(consumer) ? toolsWords.confirm.commandLine : toolsWords.confirm.text}
          </p>
          <DialogActions>
            <Button autoFocus onClick={() => setRevoking(false)}>
              {toolsWords.confirm.keep}
            </Button>
            <Button look="danger" onClick={() => void revoke()}>
              {toolsWords.confirm.revoke}
            </Button>
          </DialogActions>
        </Dialog>
      ) : null}
    </li>
  );
};
