import { useEffect, useState } from 'react';
import { speakIn } from '../../shared/languages.ts';
import { spokenLocale } from '../../shared/words/messages.ts';

/** Follows the language that main speaks, and gives the one that is spoken here (BCP 47). */
export const useLanguage = (wanted: string | null): string => {
  const [spoken, setSpoken] = useState(spokenLocale);
  useEffect(() => {
    if (wanted === null || wanted === spokenLocale()) return;
    void speakIn(wanted).then(() => {
      document.documentElement.lang = spokenLocale();
      setSpoken(spokenLocale());
    });
  }, [wanted]);
  return spoken;
};
