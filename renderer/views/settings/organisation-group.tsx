import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { heldLocks } from '../../../shared/organisation.ts';
import type { OrganisationView } from '../../../shared/schemas.ts';
import { lockSentence, organisationWords as words } from '../../../shared/words/organisation.ts';
import { Button } from '../../components/button.tsx';
import { helpClass } from '../../components/fields.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { useApp, useSnapshot } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { BundleDialog, RemoveBundleDialog } from './bundle-dialog.tsx';
import { Group } from './group.tsx';
import styles from './settings.module.css';

/** What an organisation has set on this computer, and the bundle that it gives out. */
export const OrganisationGroup = () => {
  const { organisation } = useSnapshot();
  return (
    <Group title={words.title}>
      <Locks organisation={organisation} />
      <BundleRow organisation={organisation} />
    </Group>
  );
};

type Props = { readonly organisation: OrganisationView };

const Locks = ({ organisation }: Props) => {
  const { name, locks, error } = organisation;
  const held = heldLocks(locks);
  if (name === null && error === null) return null;
  return (
    <div className={styles.row}>
      {error === null ? null : <ErrorNotice error={error} tone="warn" />}
      {held.length === 0 ? (
        <p>{words.nothingLocked(name ?? '')}</p>
      ) : (
        <>
          <p id="organisation-locks">{words.locked(name)}</p>
          <ul className={styles.locks} aria-labelledby="organisation-locks">
            {held.map((lock) => (
              <li key={lock}>{lockSentence(lock, organisation)}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
};

const BundleRow = ({ organisation: { name, bundle, bundleError, offeredBundle } }: Props) => {
  const { bridge } = useApp();
  const [open, setOpen] = useState<'add' | 'update' | 'remove' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <div className={styles.row}>
      {bundleError === null ? null : <ErrorNotice error={bundleError} tone="warn" />}
      {bundle === null ? (
        <p className={helpClass}>
          {words.bundle.none}{' '}
          {offeredBundle === null || name === null ? null : words.bundle.offered(name)}
        </p>
      ) : (
        <>
          <p dir="auto">{words.bundle.inUse(bundle.organisation, bundle.serial)}</p>
          <p className={helpClass}>
            {bundle.url === null ? words.bundle.fromFile : <code>{bundle.url}</code>}
          </p>
          <p className={helpClass}>
            {words.bundle.fingerprint}: <code>{bundle.key}</code>
          </p>
          {bundle.links.length === 0 ? null : (
            <div className={styles.buttons}>
              {bundle.links.map(({ label, url }, index) => (
                <Button
                  key={url}
                  look="ghost"
                  size="small"
                  data-tip={url}
                  icon={<ExternalLink size={13} aria-hidden="true" />}
                  onClick={() => void settle(bridge.organisation.openLink({ index }))}
                >
                  {label}
                </Button>
              ))}
            </div>
          )}
        </>
      )}
      <div className={styles.buttons}>
        {bundle === null ? (
          <Button onClick={() => setOpen('add')}>{words.bundle.add}</Button>
        ) : (
          <Button onClick={() => setOpen('update')}>{words.bundle.update}</Button>
        )}
        {bundle === null && bundleError === null ? null : (
          <Button onClick={() => setOpen('remove')}>{words.bundle.remove}</Button>
        )}
      </div>
      {open === 'add' || open === 'update' ? (
        <BundleDialog
          title={words.add[open === 'add' ? 'title' : 'updateTitle']}
          offered={bundle?.url ?? offeredBundle ?? ''}
          onClose={close}
        />
      ) : null}
      {open === 'remove' ? (
        <RemoveBundleDialog organisation={bundle?.organisation ?? name ?? ''} onClose={close} />
      ) : null}
    </div>
  );
};
