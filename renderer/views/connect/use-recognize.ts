import { useCallback } from 'react';
import { connectSheetWords } from '../../../shared/words/common.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import type { TextSource } from '../../components/dropped-text.ts';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { type Draft, draftOf } from './draft.ts';

/** Has main find the form that a text fills; says in one line why there is none. */
export const useRecognize = (
  onDraft: (draft: Draft) => void,
  onProblem: (problem: string) => void,
): ((text: string, from: TextSource) => Promise<void>) => {
  const { bridge, providers, announce } = useApp();
  return useCallback(
    async (text, from) => {
      const reply = await settle(bridge.providers.recognize({ text }));
      if (!reply.ok) return onProblem(errorLine(reply.error));
      const draft = draftOf(reply.value, from, providers);
      if (draft === null) return;
      announce(connectSheetWords.form.filledIn);
      onDraft(draft);
    },
    [bridge, providers, announce, onDraft, onProblem],
  );
};
