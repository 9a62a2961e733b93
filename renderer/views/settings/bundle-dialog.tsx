import { useState } from 'react';
import type { BundleReview } from '../../../shared/bundle.ts';
import type { ErrorView } from '../../../shared/result.ts';
import { commonWords } from '../../../shared/words/common.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { organisationWords } from '../../../shared/words/organisation.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { Field, formClass, inputClass } from '../../components/fields.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { BundleContent } from './bundle-content.tsx';

type Props = {
  readonly title: string;
  /** An address to begin with; empty for none. */
  readonly offered: string;
  readonly onClose: () => void;
};

/** Gets a bundle, shows what is in it, and then uses it. One dialog, so that the focus goes back. */
export const BundleDialog = ({ title, offered, onClose }: Props) => {
  const { review: words } = organisationWords;
  const [review, setReview] = useState<BundleReview | null>(null);
  return (
    <Dialog
      title={review === null ? title : words.title(review.organisation)}
      wide
      onClose={onClose}
    >
      {review === null ? (
        <GetBundle offered={offered} onClose={onClose} onRead={setReview} />
      ) : (
        <ReviewBundle review={review} onClose={onClose} />
      )}
    </Dialog>
  );
};

const GetBundle = ({
  offered,
  onClose,
  onRead,
}: Omit<Props, 'title'> & { readonly onRead: (review: BundleReview) => void }) => {
  const { bridge } = useApp();
  const { add } = organisationWords;
  const [url, setUrl] = useState(offered);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorView | null>(null);
  const isUnfit = error?.code === 'input.invalid';
  const get = async (from: 'url' | 'file'): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const asked = from === 'file' ? { from } : { from, url };
    const reply = await settle(bridge.organisation.reviewBundle(asked));
    setBusy(false);
    setError(reply.ok ? null : reply.error);
    if (reply.ok && reply.value !== null) onRead(reply.value);
  };
  return (
    <form
      className={formClass}
      onSubmit={(event) => {
        event.preventDefault();
        void get('url');
      }}
    >
      <Field label={add.url} help={add.urlHelp} problem={isUnfit ? add.notHttps : null}>
        {(ids) => (
          <input
            {...ids}
            // biome-ignore lint/a11y/noAutofocus: the first thing to do in a dialog that was asked for
            autoFocus
            className={inputClass}
            type="url"
            value={url}
            maxLength={512}
            placeholder="https://"
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setUrl(event.target.value)}
          />
        )}
      </Field>
      {error === null || isUnfit ? null : <ErrorNotice error={error} alert />}
      <DialogActions>
        <Button onClick={onClose}>{commonWords.cancel}</Button>
        <Button busy={busy} onClick={() => void get('file')}>
          {add.file}
        </Button>
        <Button look="primary" submits busy={busy}>
          {add.get}
        </Button>
      </DialogActions>
    </form>
  );
};

const ReviewBundle = ({
  review,
  onClose,
}: {
  readonly review: BundleReview;
  readonly onClose: () => void;
}) => {
  const { bridge, notify, reloadProviders } = useApp();
  const { review: words } = organisationWords;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorView | null>(null);
  const accept = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const reply = await settle(bridge.organisation.acceptBundle({ review: review.review }));
    setBusy(false);
    if (!reply.ok) {
      setError(reply.error);
      return;
    }
    await reloadProviders();
    notify({ tone: 'ok', text: words.accepted(review.organisation) });
    onClose();
  };
  return (
    <>
      <BundleContent review={review} />
      {error === null ? null : <ErrorNotice error={error} alert />}
      <DialogActions>
        <Button onClick={onClose}>
          {review.state === 'same' ? commonWords.close : commonWords.cancel}
        </Button>
        {review.state === 'same' ? null : (
          <Button look="primary" busy={busy} onClick={() => void accept()}>
            {review.state === 'newer' ? words.acceptUpdate : words.accept}
          </Button>
        )}
      </DialogActions>
    </>
  );
};

/** Asks before a bundle goes, and says what stays. */
export const RemoveBundleDialog = ({
  organisation,
  onClose,
}: {
  readonly organisation: string;
  readonly onClose: () => void;
}) => {
  const { bridge, notify, reloadProviders } = useApp();
  const { remove: words } = organisationWords;
  const remove = async (): Promise<void> => {
    const reply = await settle(bridge.organisation.removeBundle());
    if (reply.ok) {
      await reloadProviders();
      notify({ tone: 'ok', text: words.removed });
    } else notify({ tone: 'danger', text: errorLine(reply.error) });
    onClose();
  };
  return (
    <Dialog title={words.title(organisation)} role="alertdialog" onClose={onClose}>
      <p>{words.text}</p>
      <DialogActions>
        <Button onClick={onClose} autoFocus>
          {words.keep}
        </Button>
        <Button look="danger" onClick={() => void remove()}>
          {words.remove}
        </Button>
      </DialogActions>
    </Dialog>
  );
};
