import { useState } from 'react';
import { canBeGiven } from '../../../shared/connection-rules.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import type { ErrorView } from '../../../shared/result.ts';
import type { ConsumerView, GivenTool } from '../../../shared/schemas.ts';
import { readUploadPlace } from '../../../shared/upload-place.ts';
import { commonWords } from '../../../shared/words/common.ts';
import { toolsWords } from '../../../shared/words/consumers.ts';
import { pasteLabels, giveToolWords as words } from '../../../shared/words/give-tool.ts';
import { Button } from '../../components/button.tsx';
import { Choice, ChoiceGroup, choiceHelpClass, ManyChoices } from '../../components/choices.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { Field, formClass, inputClass } from '../../components/fields.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { useApp, useSnapshot } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { useLock } from '../../state/use-lock.ts';
import { CopyTextButton } from '../connection/copy-text-button.tsx';
import styles from './give-tool.module.css';
import { RuleSelect } from './rule-select.tsx';

type Props = {
  /** The account that it is opened at; null where none is on show. */
  readonly account: ConnectionId | null;
  readonly onClose: () => void;
};

/** Gives a tool accounts: which, by what rule and over what; then what to paste. */
export const GiveToolDialog = ({ account, onClose }: Props) => {
  const [given, setGiven] = useState<{ name: string; tool: GivenTool } | null>(null);
  // One dialog for both, so that it gives the focus back to where it came from.
  return (
    <Dialog title={given === null ? words.dialog : words.done(given.name)} wide onClose={onClose}>
      {given === null ? (
        <GiveTool
          account={account}
          onClose={onClose}
          onGiven={(name, tool) => setGiven({ name, tool })}
        />
      ) : (
        <Given tool={given.tool} onClose={onClose} />
      )}
    </Dialog>
  );
};

type FormProps = Props & { readonly onGiven: (name: string, tool: GivenTool) => void };

const ways = ['socket', 'endpoint', 'assistant'] as const;
const waysWords = { ...words.ways, assistant: words.assistant };

const GiveTool = ({ account, onClose, onGiven }: FormProps) => {
  const { bridge } = useApp();
  const [way, setWay] = useState<(typeof ways)[number]>('socket');
  const isAssistant = way === 'assistant';
  const offered = useSnapshot().connections.filter((each) =>
    isAssistant ? each.facts.s3 !== null : canBeGiven(each),
  );
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<ConnectionId>>(
    () =>
      new Set(
        offered.filter(({ id }) => id === account || offered.length === 1).map(({ id }) => id),
      ),
  );
  const endpointLock = useLock('endpoint');
  /** Null until the person has chosen one. */
  const [chosenRule, setRule] = useState<ConsumerView['rule'] | null>(null);
  const rule = chosenRule ?? (isAssistant ? 'ask' : 'always');
  const [uploadsTo, setUploadsTo] = useState('');
  const [replaces, setReplaces] = useState(false);
  const [error, setError] = useState<ErrorView | null>(null);
  /** Nothing is marked as missing before it was sent. */
  const [sent, setSent] = useState(false);
  const [busy, setBusy] = useState(false);
  const connectionIds = offered.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
  const nameProblem = sent && name.trim() === '' ? words.nameMissing : null;
  const accountProblem = sent && connectionIds.length === 0 ? words.accountMissing : null;

  const place = readUploadPlace(uploadsTo);
  const uploadsUnfit = isAssistant && uploadsTo.trim() !== '' && place === null;

  const give = async (): Promise<void> => {
    setSent(true);
    if (busy || name.trim() === '' || connectionIds.length === 0 || uploadsUnfit) return;
    setBusy(true);
    const reply = await settle(
      bridge.consumers.give({
        name: name.trim(),
        connectionIds,
        rule,
        usesEndpoint: way === 'endpoint',
        assistant: isAssistant ? { uploads: place === null ? null : { ...place, replaces } } : null,
      }),
    );
    setBusy(false);
    if (reply.ok) onGiven(name.trim(), reply.value);
    else setError(reply.error);
  };

  return (
    <form
      className={formClass}
      onSubmit={(event) => {
        event.preventDefault();
        void give();
      }}
    >
      <Field label={words.name} help={words.nameHelp} problem={nameProblem}>
        {(ids) => (
          <input
            {...ids}
            // biome-ignore lint/a11y/noAutofocus: the first thing to do in a dialog that was asked for
            autoFocus
            className={inputClass}
            value={name}
            maxLength={80}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <ChoiceGroup legend={words.accounts} problem={accountProblem}>
        {offered.length === 0 ? <p className={choiceHelpClass}>{words.noAccount}</p> : null}
        <ManyChoices choices={offered} chosen={chosen} onChange={setChosen} />
      </ChoiceGroup>
      <RuleSelect rule={rule} onChange={setRule} />
      <ChoiceGroup legend={words.way}>
        {ways.map((each) => (
          <Choice
            key={each}
            name="way"
            {...waysWords[each]}
            {...(each === 'endpoint' && endpointLock !== null
              ? { help: endpointLock, locked: true }
              : {})}
            checked={way === each}
            onChoose={() => setWay(each)}
          />
        ))}
      </ChoiceGroup>
      {isAssistant ? (
        <>
          <Field
            label={words.uploads}
            optional
            help={words.uploadsHelp}
            problem={sent && uploadsUnfit ? words.uploadsUnfit : null}
          >
            {(ids) => (
              <input
                {...ids}
                className={inputClass}
                value={uploadsTo}
                maxLength={600}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => setUploadsTo(event.target.value)}
              />
            )}
          </Field>
          {place === null ? null : (
            <Choice label={words.replaces} checked={replaces} onChoose={setReplaces} />
          )}
        </>
      ) : null}
      {error === null ? null : <ErrorNotice error={error} alert />}
      <DialogActions>
        <Button onClick={onClose}>{commonWords.cancel}</Button>
        <Button look="primary" submits busy={busy} disabled={offered.length === 0}>
          {words.give}
        </Button>
      </DialogActions>
    </form>
  );
};

const Given = ({ tool, onClose }: { readonly tool: GivenTool; readonly onClose: () => void }) => {
  const { connections } = useSnapshot();
  const isOfSeveral = new Set(tool.pastes.map(({ connectionId }) => connectionId)).size > 1;
  const labelOf = (id: ConnectionId | null): string =>
    connections.find((each) => each.id === id)?.label ?? toolsWords.noAccount;
  return (
    <>
      <p>
        {tool.pastes.some(({ kind }) => kind === 'mcp-server')
          ? words.assistantText
          : words.doneText}
      </p>
      {tool.pastes.map(({ kind, connectionId, text }) => {
        const label = isOfSeveral
          ? `${pasteLabels[kind]}: ${labelOf(connectionId)}`
          : pasteLabels[kind];
        return (
          <section key={`${kind} ${connectionId}`} className={styles.paste} aria-label={label}>
            <h3 dir="auto">{label}</h3>
            <div className={styles.text}>
              <code>{text}</code>
              <CopyTextButton text={text} label={words.copy(label)} />
            </div>
          </section>
        );
      })}
      {tool.pastes.some(({ kind }) => kind === 'token-header') ? (
        <p className={choiceHelpClass}>{words.token}</p>
      ) : null}
      {tool.pastes.some(({ kind }) => kind === 'container') ? (
        <p className={choiceHelpClass}>{words.container}</p>
      ) : null}
      <p className={choiceHelpClass}>{words.later}</p>
      <DialogActions>
        <Button look="primary" autoFocus onClick={onClose}>
          {commonWords.done}
        </Button>
      </DialogActions>
    </>
  );
};
