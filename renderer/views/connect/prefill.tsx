import { CircleCheck } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { maxTextLength } from '../../../shared/limits.ts';
import { commonWords, connectSheetWords } from '../../../shared/words/common.ts';
import { dropWords } from '../../../shared/words/connect.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import type { Provider } from '../../../shared/words/providers.ts';
import { inSentence, listInSentence } from '../../../shared/words/sentences.ts';
import { Button } from '../../components/button.tsx';
import { DropAnywhere } from '../../components/drop-anywhere.tsx';
import type { TextSource, TextTaker } from '../../components/dropped-text.ts';
import { TextDrop } from '../../components/text-drop.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import styles from './connect.module.css';
import type { Filled } from './draft.ts';

type Props = {
  readonly provider: Pick<Provider, 'id' | 'name' | 'fields'>;
  readonly hint: string;
  readonly filled: Filled | null;
  readonly onFilled: (filled: Filled) => void;
  readonly onUndo: () => void;
};

/** Files that keys and clients come in. */
export const keyFiles = '.env,.json,.csv,.txt,.conf,.ini,.cfg,.s3cfg,text/*,application/json';

/** Fills the form from a file or a pasted block. Secrets in it go to main and do not come back. */
export const Prefill = ({ provider, hint, filled, onFilled, onUndo }: Props) => {
  const { bridge, announce } = useApp();
  const [problem, setProblem] = useState<string | null>(null);

  const read = async (text: string, from: TextSource): Promise<void> => {
    const reply = await settle(bridge.providers.prefill({ providerId: provider.id, text }));
    if (!reply.ok) return setProblem(errorLine(reply.error));
    setProblem(null);
    onFilled({ ...reply.value, from });
    announce(connectSheetWords.form.filledIn);
  };

  const taker: TextTaker = {
    longest: maxTextLength,
    onText: (text, from) => void read(text, from),
    onProblem: setProblem,
  };
  if (filled !== null)
    return <FilledLine filled={filled} fields={provider.fields} onUndo={onUndo} />;
  return (
    <>
      <TextDrop
        label={connectSheetWords.form.fill}
        accept={keyFiles}
        masked
        problem={problem}
        {...taker}
      >
        <p>{hint}</p>
      </TextDrop>
      <DropAnywhere hint={dropWords.form(provider.name)} within={1} {...taker} />
    </>
  );
};

type FilledLineProps = {
  readonly filled: Filled;
  readonly fields: Provider['fields'];
  readonly onUndo: () => void;
};

const FilledLine = ({ filled, fields, onUndo }: FilledLineProps) => {
  const line = useRef<HTMLDivElement>(null);
  // The field that had the focus is gone with the file.
  useEffect(() => line.current?.focus(), []);
  return (
    <div ref={line} tabIndex={-1} className={styles.filled}>
      <CircleCheck size={16} aria-hidden="true" />
      <span>
        {connectSheetWords.form.readFrom(
          filled.from === 'file',
          listInSentence(namesOf(filled, fields)),
        )}
      </span>
      <Button size="small" look="ghost" onClick={onUndo}>
        {commonWords.undo}
      </Button>
    </div>
  );
};

/** The fields that were filled in, in the order of the form. */
const namesOf = ({ values, secretFields }: Filled, fields: Provider['fields']): readonly string[] =>
  fields
    .filter(({ name }) => Object.hasOwn(values, name) || secretFields.includes(name))
    .map(({ label }) => inSentence(label));
