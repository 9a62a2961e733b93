import { FileInput, FileText, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { maxTextLength } from '../../../shared/limits.ts';
import { connectSheetWords } from '../../../shared/words/common.ts';
import { dropWords } from '../../../shared/words/connect.ts';
import { galleryWords } from '../../../shared/words/gallery.ts';
import type { Provider } from '../../../shared/words/providers.ts';
import { insteadOf } from '../../../shared/words/search.ts';
import { Button } from '../../components/button.tsx';
import { DropAnywhere } from '../../components/drop-anywhere.tsx';
import type { TextTaker } from '../../components/dropped-text.ts';
import { inputClass } from '../../components/fields.tsx';
import { LockedNote } from '../../components/locked-note.tsx';
import { MenuButton } from '../../components/menu-button.tsx';
import { Notice } from '../../components/notice.tsx';
import { ProviderMark } from '../../components/provider-mark.tsx';
import { TextDrop } from '../../components/text-drop.tsx';
import { useApp, useSnapshot } from '../../state/app-context.tsx';
import { useLock } from '../../state/use-lock.ts';
import styles from './connect.module.css';
import type { Draft } from './draft.ts';
import { arrangeGallery, nextCard } from './gallery-model.ts';
import { ImportTemplateDialog } from './import-template.tsx';
import { keyFiles } from './prefill.tsx';
import { RemoveTemplateDialog } from './remove-template.tsx';
import { useExportTemplate } from './use-export-template.ts';
import { useRecognize } from './use-recognize.ts';

type Props = {
  readonly providers: readonly Provider[];
  /** Begins where keys that were made elsewhere are given, and offers those providers. */
  readonly withKeys: boolean;
  readonly onChoose: (providerId: string) => void;
  /** Opens a form that a file or block filled in. */
  readonly onDraft: (draft: Draft) => void;
};

/**
 * Every provider to choose from. One card is reached by Tab, the arrow keys move between them as
 * they lie on screen.
 */
export const Gallery = ({ providers: all, withKeys, onChoose, onDraft }: Props) => {
  const { announce } = useApp();
  const { bundle, locks } = useSnapshot().organisation;
  const { providers: allowed } = locks;
  const ofBundle = bundle?.providers ?? [];
  const why = useLock('providers');
  const providers = useMemo(
    () => all.filter(({ id }) => allowed?.includes(id) !== false),
    [all, allowed],
  );
  const [query, setQuery] = useState('');
  const [cursorId, setCursorId] = useState<string | null>(null);
  const [importing, setImporting] = useState(false);
  const [removing, setRemoving] = useState<Provider | null>(null);
  const exportTemplate = useExportTemplate();
  const [problem, setProblem] = useState<string | null>(null);
  const recognize = useRecognize(onDraft, setProblem);
  const taker: TextTaker = {
    longest: maxTextLength,
    onText: (text, from) => void recognize(text, from),
    onProblem: setProblem,
  };
  /** A card to focus once it is drawn. */
  const awaited = useRef<string | null>(null);
  const gallery = useRef<HTMLElement>(null);
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!withKeys) search.current?.focus();
  }, [withKeys]);

  const arranged = useMemo(
    () => arrangeGallery(providers, query, withKeys),
    [providers, query, withKeys],
  );
  const shown = useMemo(() => arranged.flatMap(({ members }) => members), [arranged]);
  const instead = insteadOf(query);
  const reachable = shown.find(({ id }) => id === cursorId) ?? shown[0];

  useEffect(() => {
    if (query === '') return;
    const timer = setTimeout(
      () => announce(`${connectSheetWords.gallery.found(shown.length)} ${instead ?? ''}`),
      700,
    );
    return () => clearTimeout(timer);
  }, [query, shown.length, instead, announce]);

  const cards = (): readonly HTMLElement[] => [
    ...(gallery.current?.querySelectorAll<HTMLElement>('[data-card]') ?? []),
  ];
  const focusCard = (card: HTMLElement | undefined): void => {
    setCursorId(card?.dataset.card ?? null);
    card?.focus();
  };
  useEffect(() => {
    const card = cards().find((each) => each.dataset.card === awaited.current);
    if (card === undefined) return;
    awaited.current = null;
    focusCard(card);
  });

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = cards();
    const current = event.target instanceof HTMLElement ? all.indexOf(event.target) : -1;
    if (event.target === search.current && event.key === 'ArrowDown') focusCard(all[0]);
    else if (event.target === search.current && event.key === 'Enter' && query !== '')
      focusCard(all[0]);
    else if (current !== -1) {
      const boxes = all.map((card) => card.getBoundingClientRect());
      const next = nextCard(event.key, current, boxes);
      if (next !== null) focusCard(all[next]);
      else if (event.key === 'ArrowUp') search.current?.focus();
      else return;
    } else return;
    event.preventDefault();
  };

  return (
    <div className={styles.scroll}>
      <section
        ref={gallery}
        className={styles.gallery}
        aria-label={connectSheetWords.gallery.providers}
        onKeyDown={onKeyDown}
      >
        <div className={styles.galleryHead}>
          <input
            ref={search}
            className={inputClass}
            type="search"
            aria-label={connectSheetWords.gallery.search}
            aria-describedby="gallery-keys"
            placeholder={connectSheetWords.gallery.search}
            autoComplete="off"
            spellCheck={false}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          <span id="gallery-keys" className="visually-hidden">
            {connectSheetWords.gallery.keys}
          </span>
          <Button
            icon={<FileInput size={15} aria-hidden="true" />}
            onClick={() => setImporting(true)}
          >
            {connectSheetWords.import.title}
          </Button>
        </div>
        <LockedNote text={why} />
        {query === '' ? (
          <TextDrop
            label={dropWords.areaLabel}
            accept={keyFiles}
            masked
            takesFocus={withKeys}
            problem={problem}
            {...taker}
          >
            <p>{dropWords.area}</p>
          </TextDrop>
        ) : null}
        <DropAnywhere hint={dropWords.anywhere} within={1} {...taker} />
        {instead === null ? null : <Notice tone="info" title={instead} />}
        {shown.length === 0 && instead === null && query !== '' ? (
          <p className={styles.none}>{connectSheetWords.gallery.none(query)}</p>
        ) : null}
        {arranged.map(({ group, members }) => (
          <section key={group} className={styles.group} aria-labelledby={`group-${group}`}>
            <h2 id={`group-${group}`}>{galleryWords[group].title}</h2>
            {galleryWords[group].text === undefined ? null : <p>{galleryWords[group].text}</p>}
            <ul className={styles.cards}>
              {members.map((provider) => (
                <li key={provider.id}>
                  <button
                    type="button"
                    className={styles.card}
                    data-card={provider.id}
                    tabIndex={provider === reachable ? 0 : -1}
                    onFocus={() => setCursorId(provider.id)}
                    onClick={() => onChoose(provider.id)}
                  >
                    <ProviderMark provider={provider} />
                    <span className={styles.cardWords}>
                      <span className={styles.cardName}>{provider.name}</span>
                      <span className={styles.cardSummary}>{provider.summary}</span>
                    </span>
                  </button>
                  {provider.origin === 'imported' ? (
                    <TemplateMenu
                      name={provider.name}
                      onExport={() => void exportTemplate(provider.id)}
                      // What a bundle brought goes with it.
                      onRemove={ofBundle.includes(provider.id) ? null : () => setRemoving(provider)}
                    />
                  ) : null}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </section>
      {importing ? (
        <ImportTemplateDialog
          onClose={() => setImporting(false)}
          onImported={(providerId) => {
            setImporting(false);
            setQuery('');
            awaited.current = providerId;
          }}
        />
      ) : null}
      {removing === null ? null : (
        <RemoveTemplateDialog provider={removing} onClose={() => setRemoving(null)} />
      )}
    </div>
  );
};

type TemplateMenuProps = {
  readonly name: string;
  readonly onExport: () => void;
  /** Null for one that cannot be removed by itself. */
  readonly onRemove: (() => void) | null;
};

const TemplateMenu = ({ name, onExport, onRemove }: TemplateMenuProps) => (
  <MenuButton
    className={styles.cardMenu}
    label={connectSheetWords.gallery.templateOf(name)}
    tip={connectSheetWords.gallery.template}
    entries={[
      {
        id: 'export',
        label: connectSheetWords.gallery.export,
        icon: <FileText size={15} aria-hidden="true" />,
      },
      ...(onRemove === null
        ? []
        : [
            {
              id: 'remove',
              label: connectSheetWords.gallery.remove,
              icon: <Trash2 size={15} aria-hidden="true" />,
              tone: 'danger' as const,
            },
          ]),
    ]}
    onAction={(id) => (id === 'remove' ? onRemove?.() : onExport())}
  />
);
