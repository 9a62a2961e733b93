import { LockKeyhole, PencilLine, Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { type CopyFormat, copyFormats, type FormatEdit } from '../../../shared/copy-formats.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';
import {
  copyAsWords,
  editWords,
  formatGroupNames,
  formatWords,
} from '../../../shared/words/copy-formats.ts';
import { Button } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { inputClass } from '../../components/fields.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { useApp } from '../../state/app-context.tsx';
import { copyFormatsOf } from '../../state/copyable.ts';
import { useCopy } from '../../state/use-copy.ts';
import { useLastFormat } from '../../state/use-last-format.ts';
import styles from './copy-as.module.css';
import { searchFormats } from './format-search.ts';
import { usePreview } from './use-preview.ts';

type Props = {
  readonly connection: ConnectionView;
  readonly onClose: () => void;
  readonly onCopied: () => void;
};

const optionId = (format: CopyFormat): string => `copy-as-${format}`;

/**
 * Every form that an account can be copied in: searched by typing, moved through by the arrows,
 * copied by Enter. What would be copied is shown with dots for its secrets.
 */
export const CopyAsDialog = ({ connection, onClose, onCopied }: Props) => {
  const { lastFormats } = useApp();
  const copy = useCopy();
  const last = useLastFormat()(connection.facts);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(last);
  const list = useRef<HTMLDivElement>(null);

  const groups = searchFormats(copyFormatsOf(connection.facts), query);
  const shown = groups.flatMap(({ formats }) => formats);
  const active = shown.find((format) => format === chosen) ?? shown[0] ?? null;
  const preview = usePreview(connection.id, active);

  useEffect(() => {
    if (active === null) return;
    list.current?.querySelector(`#${optionId(active)}`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const copyActive = async (): Promise<void> => {
    if (active === null || !(await copy(connection.id, active))) return;
    lastFormats.note(active);
    onCopied();
    onClose();
  };
  const moveBy = (step: 1 | -1): void => {
    const at = active === null ? -1 : shown.indexOf(active);
    setChosen(shown[(at + step + shown.length) % shown.length] ?? null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') moveBy(1);
    else if (event.key === 'ArrowUp') moveBy(-1);
    else if (event.key === 'Enter') void copyActive();
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title={copyAsWords.title(connection.label)} wide onClose={onClose}>
      <div className={styles.panes}>
        <div className={styles.choice}>
          <div className={styles.search}>
            <Search size={15} aria-hidden="true" />
            <input
              className={inputClass}
              role="combobox"
              aria-label={copyAsWords.search}
              aria-expanded="true"
              aria-controls="copy-as-list"
              aria-autocomplete="list"
              aria-activedescendant={active === null ? undefined : optionId(active)}
              placeholder={copyAsWords.searchPlaceholder}
              autoComplete="off"
              spellCheck={false}
              autoFocus
              value={query}
              onChange={(event) => setQuery(event.target.value)}
              onKeyDown={onKeyDown}
            />
          </div>
          <div
            ref={list}
            id="copy-as-list"
            role="listbox"
            aria-label={copyAsWords.formats}
            className={styles.list}
          >
            {groups.map(({ group, formats }) => (
              // biome-ignore lint/a11y/useSemanticElements: a fieldset holds fields
              <div key={group} role="group" aria-labelledby={`copy-as-group-${group}`}>
                <div id={`copy-as-group-${group}`} className={styles.group} role="presentation">
                  {formatGroupNames[group]}
                </div>
                {formats.map((format) => (
                  <Option
                    key={format}
                    format={format}
                    selected={format === active}
                    onChoose={() => setChosen(format)}
                  />
                ))}
              </div>
            ))}
          </div>
          {active === null ? <p className={styles.none}>{copyAsWords.nothingFound}</p> : null}
        </div>
        {active === null ? null : (
          <section className={styles.preview} aria-labelledby="copy-as-title">
            <h3 id="copy-as-title">{formatWords[active].label}</h3>
            <p className={styles.secrecy}>
              {copyFormats[active].isSecret ? (
                <>
                  <LockKeyhole size={13} aria-hidden="true" />
                  {copyAsWords.holdsSecret}
                </>
              ) : (
                copyAsWords.holdsNone
              )}
            </p>
            <Edits edits={copyFormats[active].edits} />
            {preview !== null && 'error' in preview ? (
              <ErrorNotice error={preview.error} tone="warn" />
            ) : (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: long texts are scrolled by keys
              <section className={styles.text} tabIndex={0} aria-label={copyAsWords.preview}>
                <pre>{preview?.text.trimEnd()}</pre>
              </section>
            )}
          </section>
        )}
      </div>
      <DialogActions>
        <Button onClick={onClose}>{copyAsWords.cancel}</Button>
        <Button
          look="primary"
          disabled={active === null || (preview !== null && 'error' in preview)}
          onClick={() => void copyActive()}
        >
          {copyAsWords.copy}
        </Button>
      </DialogActions>
    </Dialog>
  );
};

type OptionProps = {
  readonly format: CopyFormat;
  readonly selected: boolean;
  readonly onChoose: () => void;
};

const Option = ({ format, selected, onChoose }: OptionProps) => {
  const { label, hint } = formatWords[format];
  const { isSecret } = copyFormats[format];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search field handles keys for the list
    // biome-ignore lint/a11y/useFocusableInteractive: the search field keeps the focus
    <div
      id={optionId(format)}
      role="option"
      aria-selected={selected}
      className={cx(styles.option, selected && styles.selected)}
      onClick={onChoose}
    >
      <span className={styles.words}>
        <span>{label}</span>
        {hint === undefined ? null : <span className={styles.hint}>{hint}</span>}
      </span>
      {isSecret ? (
        <>
          <LockKeyhole size={13} aria-hidden="true" />
          <span className="visually-hidden">{copyAsWords.secret}</span>
        </>
      ) : null}
    </div>
  );
};

const Edits = ({ edits }: { readonly edits: readonly FormatEdit[] }) =>
  edits.length === 0 ? null : (
    <ul className={styles.edits}>
      {edits.map((edit) => (
        <li key={edit}>
          <PencilLine size={13} aria-hidden="true" />
          <span>{editWords[edit]}</span>
        </li>
      ))}
    </ul>
  );
