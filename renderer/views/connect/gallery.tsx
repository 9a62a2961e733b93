import { useEffect, useMemo, useRef, useState } from 'react';
import type { ProviderDescriptor } from '../../../shared/provider-descriptor.ts';
import { inputClass } from '../../components/fields.tsx';
import { ProviderMark } from '../../components/provider-mark.tsx';
import styles from './connect.module.css';

type Props = {
  readonly providers: readonly ProviderDescriptor[];
  readonly onChoose: (providerId: string) => void;
};

const groups = [
  {
    id: 'sign-in',
    title: 'Sign in with your browser',
    text: 'You allow access on the provider’s own page.',
  },
  { id: 'keys', title: 'Paste what you have', text: 'Keys or access grants made elsewhere.' },
  {
    id: 'broker',
    title: 'Through a broker',
    text: 'A service that signs in to many storages for you.',
  },
  { id: 'own', title: 'Your own', text: 'Providers that you added yourself.' },
] as const;

/** A search field helps from this many providers on. */
const searchFrom = 7;

export const Gallery = ({ providers, onChoose }: Props) => {
  const [query, setQuery] = useState('');
  const first = useRef<HTMLElement>(null);
  useEffect(() => first.current?.querySelector<HTMLElement>('input, button')?.focus(), []);
  const found = useMemo(() => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    return providers.filter(({ name, summary }) => {
      const text = `${name}\n${summary}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [providers, query]);

  return (
    <div className={styles.scroll}>
      <section ref={first} className={styles.gallery} aria-label="Providers">
        {providers.length < searchFrom ? null : (
          <div className={styles.gallerySearch}>
            <input
              className={inputClass}
              type="search"
              aria-label="Search providers"
              placeholder="Search providers"
              autoComplete="off"
              spellCheck={false}
              value={query}
              onChange={(event) => setQuery(event.target.value)}
            />
          </div>
        )}
        {found.length === 0 ? <p>No provider matches “{query}”.</p> : null}
        {groups.map(({ id, title, text }) => {
          const members = found.filter(({ group }) => group === id);
          if (members.length === 0) return null;
          return (
            <section key={id} className={styles.group} aria-labelledby={`group-${id}`}>
              <h2 id={`group-${id}`}>{title}</h2>
              <p>{text}</p>
              <ul className={styles.cards}>
                {members.map((provider) => (
                  <li key={provider.id}>
                    <button
                      type="button"
                      className={styles.card}
                      onClick={() => onChoose(provider.id)}
                    >
                      <ProviderMark mark={provider.mark} name={provider.name} />
                      <span className={styles.cardWords}>
                        <span className={styles.cardName}>{provider.name}</span>
                        <span className={styles.cardSummary}>{provider.summary}</span>
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </section>
    </div>
  );
};
