import { Plus, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { ConnectionView } from '../../../shared/schemas.ts';
import {
  changeTags,
  hasTag,
  maxTagLength,
  maxTags,
  sortTags,
  type TagChange,
} from '../../../shared/tags.ts';
import { tagWords as words } from '../../../shared/words/tags.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { ComboBox } from '../../components/combo-box.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { useSnapshot } from '../../state/app-context.tsx';
import styles from './tags.module.css';

type Props = {
  readonly connections: readonly ConnectionView[];
  /** Resolves to whether they were changed. */
  readonly onSave: (change: TagChange) => Promise<boolean>;
  readonly onClose: () => void;
};

/** Each tag that some of the accounts have, once. */
const tagsOf = (connections: readonly ConnectionView[]): readonly string[] =>
  changeTags([], { add: connections.flatMap(({ tags }) => tags), remove: [] });

/** Adds tags to one account or to several, and takes them away. */
export const TagsDialog = ({ connections, onSave, onClose }: Props) => {
  const { connections: all } = useSnapshot();
  const known = useMemo(() => tagsOf(all), [all]);
  const before = useMemo(() => tagsOf(connections), [connections]);
  const [change, setChange] = useState<TagChange>({ add: [], remove: [] });
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const shown = changeTags(before, change);
  const count = connections.length;

  const withAdded = (text: string): TagChange => {
    const name = text.trim();
    if (name === '') return change;
    // As it is written already, so that one tag has one name.
    const tag = known.find((each) => hasTag([each], name)) ?? name;
    return {
      add: hasTag(change.add, tag) ? change.add : [...change.add, tag],
      remove: change.remove.filter((each) => !hasTag([each], tag)),
    };
  };
  const isTooMany = (next: TagChange): boolean =>
    connections.every(({ tags }) => changeTags(tags, next).length > maxTags);
  const add = (text: string): void => {
    const next = withAdded(text);
    setProblem(isTooMany(next) ? words.tooMany() : null);
    if (isTooMany(next)) return;
    setChange(next);
    setTyped('');
  };
  const remove = (tag: string): void => {
    setProblem(null);
    setChange({
      add: change.add.filter((each) => !hasTag([each], tag)),
      remove: hasTag(before, tag) ? [...change.remove, tag] : change.remove,
    });
  };
  const save = async (): Promise<void> => {
    if (busy) return;
    // What was typed and not added yet is meant as well.
    const wanted = withAdded(typed);
    if (isTooMany(wanted)) return setProblem(words.tooMany());
    if (wanted.add.length + wanted.remove.length === 0) return onClose();
    setBusy(true);
    const done = await onSave(wanted);
    setBusy(false);
    if (done) onClose();
  };
  const nameOf = (tag: string): string => {
    const having = connections.filter(({ tags }) => hasTag(tags, tag)).length;
    return having === count || hasTag(change.add, tag) ? tag : words.some(tag, having, count);
  };
  const [first] = connections;
  return (
    <Dialog
      title={
        count === 1 && first !== undefined ? words.title(first.label) : words.titleOfSeveral(count)
      }
      onClose={onClose}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() === '') void save();
          else add(typed);
        }}
      >
        {shown.length === 0 ? (
          <p className={styles.none}>{words.none}</p>
        ) : (
          <ul className={styles.tags} aria-label={words.present}>
            {shown.map((tag) => (
              <li key={tag}>
                <span dir="auto">{nameOf(tag)}</span>
                <IconButton
                  label={words.remove(tag)}
                  icon={<X size={13} aria-hidden="true" />}
                  onClick={() => remove(tag)}
                />
              </li>
            ))}
          </ul>
        )}
        <div className={styles.add}>
          <ComboBox
            label={words.add}
            optional={false}
            help={words.help()}
            problem={problem}
            placeholder={undefined}
            suggestions={sortTags(known.filter((tag) => !hasTag(shown, tag)))}
            value={typed}
            onChange={(text) => setTyped(text.slice(0, maxTagLength))}
          />
          <Button
            icon={<Plus size={15} aria-hidden="true" />}
            disabled={typed.trim() === ''}
            onClick={() => add(typed)}
          >
            {words.addButton}
          </Button>
        </div>
        <DialogActions>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button look="primary" busy={busy} onClick={() => void save()}>
            {words.save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};
