import { afterEach, describe, expect, it } from 'vitest';
import { localeFor } from '../../../shared/languages.ts';
import { describeError, errorLine } from '../../../shared/words/errors.ts';
import { inEnglish, speak, spokenLocale } from '../../../shared/words/messages.ts';
import { enumerated, listInSentence } from '../../../shared/words/sentences.ts';
import { severalWords } from '../../../shared/words/several.ts';
import { formatAgo, formatDuration, formatSpan } from '../../../shared/words/time.ts';

const german = {
  'several.renew': 'Erneuern',
  'several.marked': '{count, plural, one {# gewählt} other {# gewählt}}',
  'errors/storage.server.timeout.title': '{host} hat nicht rechtzeitig geantwortet',
  'errors.fallbackAtStart.host': 'Der Server',
  'sentences.sentence': '{text}.',
};

afterEach(() => speak('en', {}));

describe('what is said', () => {
  it('Y2 is said in the language that is spoken when it is asked, and in English where that has none', () => {
    const { renew, marked } = severalWords;
    expect([renew, severalWords.renew, marked(1234)]).toEqual(['Renew', 'Renew', '1,234 selected']);
    speak('de-AT', german);
    expect([severalWords.renew, marked(2)]).toEqual(['Erneuern', '2 gewählt']);
    expect(severalWords.bar).toBe('Selected accounts');
    speak('en', {});
    expect(severalWords.renew).toBe('Renew');
  });

  it('Y2 fills errors in that language', () => {
    speak('de', german);
    expect(describeError({ code: 'server.timeout', params: {} }).title).toBe(
      'Der Server hat nicht rechtzeitig geantwortet',
    );
  });

  it('Y3 is English within `inEnglish`, also after something was thrown', () => {
    speak('de', german);
    const error = { code: 'server.timeout', params: { host: 'a.example' } } as const;
    expect(inEnglish(() => errorLine(error))).toMatch(/^a\.example did not answer in time\. /);
    expect(errorLine(error)).toMatch(/^a\.example hat nicht/);
    expect(() =>
      inEnglish(() => {
        throw new TypeError('no');
      }),
    ).toThrow();
    expect(spokenLocale()).toBe('de');
  });

  it('Y2 writes spans and lists as the language does', () => {
    speak('de', {});
    expect([formatDuration(7_200), formatAgo(0, 3_600_000)]).toEqual(['2 Stunden', 'vor 1 Stunde']);
    expect(listInSentence(['a', 'b', 'c'])).toBe('a, b und c');
    speak('ja', {});
    expect(enumerated(['a', 'b', 'c'])).toBe('a、b、c');
    expect(formatSpan(20 * 86_400)).toBe('20 days');
  });

  it.each<[Parameters<typeof localeFor>[0], readonly string[], string]>([
    ['system', ['de-AT', 'en-US'], 'de-AT'],
    ['system', ['pl-PL', 'fr-CA'], 'fr-CA'],
    ['system', ['C', 'pl'], 'en'],
    ['system', ['zh-TW', 'zh-HK'], 'en'],
    ['system', ['zh-Hans-HK'], 'zh-Hans-HK'],
    ['system', ['zh-CN'], 'zh-CN'],
    ['fr', ['de-DE'], 'fr'],
    ['de', ['en-US', 'de-CH'], 'de-CH'],
    ['en', ['de-DE'], 'en'],
  ])('Y4 follows the choice %s on a system of %j: %s', (chosen, system, locale) => {
    expect(localeFor(chosen, system)).toBe(locale);
  });
});
