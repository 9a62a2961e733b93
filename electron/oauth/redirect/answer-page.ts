import { createHash } from 'node:crypto';
import { answerPageWords } from '../../../shared/words/answer-page.ts';
import { spokenLocale } from '../../../shared/words/messages.ts';

export type AnswerKind = keyof typeof answerPageWords;

type AnswerPage = {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
};

type Look = {
  readonly tone: 'good' | 'neutral' | 'bad';
  /** Path of the sign in the ring, on a 24 by 24 grid. */
  readonly sign: string;
  /** So that a person whose browser was refused by mistake can still copy the address over. */
  readonly keepsAddress?: true;
};

const tick = 'M7 12.5l3.4 3.4L17.2 9';
const bar = 'M7.5 12h9';
const cross = 'M8.5 8.5l7 7m0-7l-7 7';
const mark = 'M12 7.2v6.2m0 3.2v.2';

const looks: Readonly<Record<AnswerKind, Look>> = {
  accepted: { tone: 'good', sign: tick },
  denied: { tone: 'neutral', sign: bar },
  failed: { tone: 'bad', sign: cross },
  refused: { tone: 'neutral', sign: mark, keepsAddress: true },
};

const style = `
:root{color-scheme:light dark;--page:#f4f5f7;--card:#fff;--line:#e2e5ea;--ink:#14181f;--soft:#59616e;--good:#14784a;--neutral:#59616e;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--page:#111418;--card:#1a1e24;--line:#2b313a;--ink:#eef1f5;--soft:#a3acb9;--good:#58c490;--neutral:#a3acb9;--bad:#ff8a80}}
*{box-sizing:border-box}
html,body{height:100%;margin:0}
body{display:grid;place-items:center;padding:24px;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{width:100%;max-width:440px;padding:40px 40px 32px;background:var(--card);border:1px solid var(--line);border-radius:16px;text-align:center;box-shadow:0 1px 2px rgb(0 0 0/.04),0 12px 32px rgb(0 0 0/.06)}
svg{display:block;width:56px;height:56px;margin:0 auto 20px;fill:none;stroke:currentColor;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.good{color:var(--good)}.neutral{color:var(--neutral)}.bad{color:var(--bad)}
h1{margin:0 0 8px;font-size:21px;line-height:1.3;font-weight:650;letter-spacing:-.01em;text-wrap:balance}
p{margin:0;color:var(--soft);text-wrap:balance}
footer{margin-top:28px;padding-top:16px;border-top:1px solid var(--line);color:var(--soft);font-size:13px;font-weight:600;letter-spacing:.02em}
@media (max-width:420px){main{padding:32px 24px 24px}}
`;

/** Takes the answer out of the address bar and the tab's history. */
const script = 'history.replaceState(null,"",location.pathname)';

const hash = (text: string): string =>
  `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

const policyFor = (hasScript: boolean): string =>
  [
    "default-src 'none'",
    `style-src ${hash(style)}`,
    ...(hasScript ? [`script-src ${hash(script)}`] : []),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/**
 * Makes one of the four pages, of our own words alone: nothing of a request can appear in it.
 *
 * Only the two hashed pieces of style and script run. The page loads nothing, may not be framed, and
 * is kept by no cache.
 */
export const answerPage = (kind: AnswerKind): AnswerPage => {
  const { title, heading, text } = answerPageWords[kind];
  const { tone, sign, keepsAddress } = looks[kind];
  const hasScript = keepsAddress !== true;
  const html = `<!doctype html>
<html lang="${spokenLocale()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Stowkey</title>
<style>${style}</style>
${hasScript ? `<script>${script}</script>` : ''}
</head>
<body>
<main>
<svg class="${tone}" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="10.5"/><path d="${sign}"/></svg>
<h1>${heading}</h1>
<p>${text}</p>
<footer>Stowkey</footer>
</main>
</body>
</html>
`;
  return {
    html,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-length': String(Buffer.byteLength(html)),
      'content-security-policy': policyFor(hasScript),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      connection: 'close',
    },
  };
};
