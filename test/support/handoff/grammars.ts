/**
 * Readers of forms whose tools do not run here, by their grammar and nothing of ours. Each reads one
 * text and throws for what its tool would refuse.
 */

type Variables = ReadonlyMap<string, string | null>;

/**
 * PowerShell: `$env:NAME = 'text'` or `$null`. Any of five quotes begins and ends a text, and two of
 * them are one (about_Quoting_Rules; `Tokenizer.ScanStringLiteral`).
 */
export const readPowerShell = (text: string): Variables => {
  const read = new Map<string, string | null>();
  const isQuote = (character: string | undefined): boolean =>
    character !== undefined && "'\u2018\u2019\u201a\u201b".includes(character);
  let rest = text;
  while (rest.trim() !== '') {
    const head = /^\s*\$env:(\w+) = /.exec(rest);
    if (head === null) throw new Error(`no assignment: ${rest}`);
    const [whole, name = ''] = head;
    rest = rest.slice(whole.length);
    if (rest.startsWith('$null\n')) {
      read.set(name, null);
      rest = rest.slice('$null\n'.length);
      continue;
    }
    const characters = [...rest];
    if (!isQuote(characters[0])) throw new Error(`no text: ${rest}`);
    let value = '';
    let at = 1;
    for (; at < characters.length; at += 1) {
      if (isQuote(characters[at])) {
        if (!isQuote(characters[at + 1])) break;
        at += 1;
      }
      value += characters[at];
    }
    rest = characters.slice(at + 1).join('');
    if (!rest.startsWith('\n')) throw new Error(`more after the text: ${rest}`);
    read.set(name, value);
  }
  return read;
};

/**
 * cmd at its prompt: lines of at most 8191 characters; `%` is replaced before anything else; within
 * quotes nothing else means anything; `set "NAME=value"` takes up to the last quote.
 */
export const readCmd = (text: string): Variables =>
  new Map(
    text
      .split('\r\n')
      .filter((line) => line !== '')
      .map((line) => {
        if (line.length > 8191 || line.includes('%')) throw new Error(`replaced or cut: ${line}`);
        const [, name = '', value = ''] = /^set "(\w+)=([^"]*)"$/.exec(line) ?? [];
        if (name === '') throw new Error(`no assignment: ${line}`);
        return [name, value === '' ? null : value];
      }),
  );

/** s3fs: `ParseS3fsPasswdFile` and `CheckS3fsCredentialAwsFormat` of `src/s3fs_cred.cpp`. */
export const readS3fs = (text: string): readonly [id: string, secret: string] => {
  const lines = text
    .split('\n')
    .map((line) => line.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''))
    .filter((line) => line !== '' && !line.startsWith('#'));
  for (const line of lines) {
    if (/[ \t]/.test(line) || line.startsWith('[')) throw new Error('invalid line');
    if (/^AWS(?:AccessKeyId|SecretKey)=/.test(line)) throw new Error('read as a setting');
  }
  const fields = lines.map((line) => line.split(':'));
  const [only = []] = fields;
  if (fields.length !== 1 || only.length !== 2) throw new Error('read as another entry');
  return [only[0] ?? '', only[1] ?? ''];
};

/** mc: `parseEnvURLStr` of `cmd/config.go`. */
export const readMcHost = (url: string) => {
  const withToken = /^(https?:\/\/)(.*?):(.*?):(.*)@(.*?)$/s.exec(url);
  const without = /^(https?:\/\/)(.*?):(.*)@(.*?)$/s.exec(url);
  if (withToken !== null) {
    const [, scheme = '', id, secret, token, host = ''] = withToken;
    return { id, secret, token, endpoint: scheme + host };
  }
  const [, scheme = '', id, secret, host = ''] = without ?? [];
  return { id, secret, token: null, endpoint: scheme + host };
};
