import { type ReactNode, useEffect, useRef } from 'react';
import type { BundleReview } from '../../../shared/bundle.ts';
import { organisationWords } from '../../../shared/words/organisation.ts';
import { withWords } from '../../../shared/words/providers.ts';
import { settingsWords } from '../../../shared/words/settings.ts';
import { useApp } from '../../state/app-context.tsx';
import { Contacts } from '../connect/contacts.tsx';
import { TemplateView } from '../connect/template-view.tsx';
import styles from './settings.module.css';

const { review: words, bundle: bundleWords } = organisationWords;

const asText = (value: BundleReview['forms'][number]['values'][string]): string =>
  Array.isArray(value) ? value.join(', ') : String(value);

/** All that is in a bundle, and in what it differs from the one in use. */
export const BundleContent = ({ review }: { readonly review: BundleReview }) => {
  const { providers } = useApp();
  const top = useRef<HTMLDivElement>(null);
  // What it is stands first, and the buttons below all that has to be seen before.
  useEffect(() => top.current?.focus({ preventScroll: true }), []);
  const own = review.templates.map(withWords);
  const named = (id: string) => [...own, ...providers].find((each) => each.id === id);
  const labelOf = (id: string, field: string): string =>
    named(id)?.fields.find(({ name }) => name === field)?.label ?? field;
  const linkUrls = [...review.links, ...review.forms.flatMap(({ links }) => links)].map(
    ({ url }) => url,
  );
  return (
    <div ref={top} tabIndex={-1} className={styles.review}>
      {review.state === 'same' ? <p>{words.same}</p> : null}
      <Part title={bundleWords.fingerprint}>
        <p>
          <code>{review.key}</code>
        </p>
        <p>{review.isKnownKey ? words.known : words.first}</p>
      </Part>
      {review.changes.length === 0 ? null : (
        <Part title={words.changes}>
          <dl className={styles.changes}>
            {review.changes.map(({ path, before, after }) => (
              <div key={path}>
                <dt>
                  <code>{path}</code>
                </dt>
                <dd dir="auto">
                  {before === null
                    ? `${words.added}: ${after}`
                    : after === null
                      ? `${words.removed}: ${before}`
                      : words.changed(before, after)}
                </dd>
              </div>
            ))}
          </dl>
        </Part>
      )}
      <Part title={words.contacts}>
        {review.contacts.length === 0 ? (
          <p>{words.noContacts}</p>
        ) : (
          <Contacts hosts={review.contacts} />
        )}
      </Part>
      {review.templates.length === 0 ? null : (
        <Part title={words.templates}>
          {review.templates.map((descriptor) => (
            <TemplateView key={descriptor.id} preview={{ descriptor, notMapped: [] }} />
          ))}
        </Part>
      )}
      {review.forms.length === 0 ? null : (
        <Part title={words.forms}>
          <dl className={styles.changes}>
            {review.forms.flatMap(({ providerId, values, required }) => [
              ...Object.entries(values).map(([field, value]) => (
                <Fact
                  key={`${providerId} ${field}`}
                  name={`${named(providerId)?.name ?? providerId}: ${labelOf(providerId, field)}`}
                  value={asText(value)}
                />
              )),
              ...required.map((field) => (
                <Fact
                  key={`required ${providerId} ${field}`}
                  name={`${named(providerId)?.name ?? providerId}: ${labelOf(providerId, field)}`}
                  value={words.required}
                />
              )),
            ])}
          </dl>
        </Part>
      )}
      {Object.keys(review.defaults).length === 0 ? null : (
        <Part title={words.defaults}>
          <dl className={styles.changes}>
            {(Object.keys(review.defaults) as (keyof BundleReview['defaults'])[]).map((name) => (
              <Fact
                key={name}
                name={settingsWords[name].label}
                value={String(review.defaults[name])}
              />
            ))}
          </dl>
        </Part>
      )}
      {linkUrls.length === 0 ? null : (
        <Part title={words.links}>
          <Contacts hosts={linkUrls} />
        </Part>
      )}
    </div>
  );
};

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section>
    <h3>{title}</h3>
    {children}
  </section>
);

const Fact = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div>
    <dt dir="auto">{name}</dt>
    <dd dir="auto">{value}</dd>
  </div>
);
