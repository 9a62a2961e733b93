import { whereOf } from '../../../shared/connection-rules.ts';
import type { CopyFormat } from '../../../shared/copy-formats.ts';
import { fold } from '../../../shared/fold.ts';
import type { ConnectionView, Snapshot } from '../../../shared/schemas.ts';
import {
  type CommandWords,
  type commandGroups,
  placeWords,
  vaultCommands,
} from '../../../shared/words/palette.ts';
import { otherNamesOf } from '../../../shared/words/search.ts';
import {
  type AccountCommand,
  type Command,
  createDeeds,
  type Deed,
  deedWords,
  groupOf,
  isVerb,
  keyOf,
  type Place,
} from './commands.ts';

/**
 * How many are shown at most, for each line costs some milliseconds to draw and every letter typed draws
 * them anew. A thousand accounts have some forty commands each.
 */
const maxShown = 12;

/** What is searched in: `name` by its letters, other names by the beginnings of their words. */
type Searched = { readonly name: string; readonly otherNames: string };

export type Source = Pick<Snapshot, 'connections' | 'operations' | 'keychain' | 'vault'> & {
  readonly providerName: (providerId: string) => string;
  /** What to copy as, the likely first. */
  readonly formats: readonly CopyFormat[];
  /** Keys of the commands that were run, the last first. */
  readonly recent: readonly string[];
  readonly openId: string | null;
};

type Group = {
  readonly id: keyof typeof commandGroups;
  readonly commands: readonly Command[];
};
type Found = {
  readonly groups: readonly Group[];
  /** How many match besides those shown. */
  readonly more: number;
};

const wordsOf = (text: string): readonly string[] =>
  fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** Puts a blank before each word, so that the beginning of one can be looked for. */
const searched = (name: string, otherNames: string): Searched => ({
  name: ` ${wordsOf(name).join(' ')}`,
  otherNames: ` ${wordsOf(otherNames).join(' ')}`,
});

/** Tells how well a word of the query fits: from its beginning, from within, by its letters alone. */
type Fit = (text: Searched) => number;

/** Says whether letters follow one another in a text, from the beginning of a word on. */
const hasLetters = (text: string, [first = '', ...rest]: readonly string[]): boolean => {
  let at = text.indexOf(` ${first}`);
  if (at === -1) return false;
  at += 1;
  for (const letter of rest) {
    at = text.indexOf(letter, at + 1);
    if (at === -1) return false;
  }
  return true;
};

const fitOf = (word: string): Fit => {
  const start = ` ${word}`;
  const letters = [...word];
  return ({ name, otherNames }) => {
    if (name.includes(start)) return 4;
    if (otherNames.includes(start)) return 3;
    if (name.includes(word)) return 2;
    return letters.length > 2 && hasLetters(name, letters) ? 1 : 0;
  };
};

const fitsOf = (fits: readonly Fit[], text: Searched): readonly number[] =>
  fits.map((howWell) => howWell(text));

/** Sums up what each word fits best; 0 where one fits nothing. */
const scoreOf = (one: readonly number[], other: readonly number[]): number => {
  let sum = 0;
  for (let index = 0; index < one.length; index += 1) {
    const best = Math.max(one[index] ?? 0, other[index] ?? 0);
    if (best === 0) return 0;
    sum += best;
  }
  return sum;
};

/** Keeps the best so many, of equal ones those that came first. */
const createBest = () => {
  const best: { readonly command: Command; readonly score: number }[] = [];
  let count = 0;
  const takes = (score: number): boolean => {
    const last = best[maxShown - 1];
    return last === undefined || last.score < score;
  };
  return {
    takes,
    /** Counts some that are not among them. */
    pass: (passed: number): void => {
      count += passed;
    },
    /** `command` is made only when it is one of them. */
    offer: (score: number, command: () => Command): void => {
      count += 1;
      if (!takes(score)) return;
      const at = best.findIndex((each) => each.score < score);
      best.splice(at === -1 ? best.length : at, 0, { command: command(), score });
      best.length = Math.min(best.length, maxShown);
    },
    commands: () => best.map(({ command }) => command),
    count: () => count,
  };
};

const places = Object.keys(placeWords) as readonly Place[];
const go = (place: Place): Command => ({ kind: 'go', place });
const isVault = ({ kind }: Command): boolean => kind === 'vault';

/** Puts commands under their headings, which come in the order of their best ones. */
const grouped = (commands: readonly Command[]): readonly Group[] =>
  [...new Set(commands.map(groupOf))].map((id) => ({
    id,
    commands: commands.filter((command) => groupOf(command) === id),
  }));

/** Of all the forms that an account is copied in, the one to offer unasked. */
const firstCopy = (deeds: readonly Deed[]): Deed | undefined => deeds.find((deed) => !isVerb(deed));

/** What a command is ahead of others that fit as well: it was run lately, or opens the account. */
const recentLead = 0.5;
const openLead = 0.25;

type ScoredDeed = { readonly deed: Deed; readonly score: number };

/** Works out each answer once. */
const remember = <Q, A>(answer: (question: Q) => A): ((question: Q) => A) => {
  const known = new Map<Q, { readonly answer: A }>();
  return (question) => {
    const before = known.get(question) ?? { answer: answer(question) };
    known.set(question, before);
    return before.answer;
  };
};

const textOf = ({ label, otherNames }: CommandWords): Searched => searched(label, otherNames);

/** Texts of accounts, which are the same objects until their record changes. */
const texts = new WeakMap<ConnectionView, Searched>();

/**
 * Makes the search of the accounts as they are. Each word has to fit the account or what is done to it,
 * so texts are compared once for each account and once for each deed, not for all pairs of them.
 */
export const createCommandSearch = (source: Source): ((query: string) => Found) => {
  const { connections, operations, keychain, vault, formats, recent, openId } = source;
  const general: readonly { readonly command: Command; readonly text: Searched }[] = [
    ...places.map((place) => ({ command: go(place), text: textOf(placeWords[place]) })),
    ...(vault === null ? [] : [vault.open ? ('lock' as const) : ('unlock' as const)]).map(
      (act) => ({ command: { kind: 'vault', act } as const, text: textOf(vaultCommands[act]) }),
    ),
  ];
  const textOfAccount = (connection: ConnectionView): Searched => {
    const known = texts.get(connection);
    if (known !== undefined) return known;
    const { label, providerId } = connection;
    const where = whereOf(connection, source.providerName(providerId));
    const made = searched(label, `${where} ${otherNamesOf(providerId)}`);
    texts.set(connection, made);
    return made;
  };
  const deedsOfAccount = createDeeds(formats, keychain.status === 'ready', operations);
  const commandsOf = (connection: ConnectionView): readonly AccountCommand[] =>
    deedsOfAccount(connection).map((deed) => ({ kind: 'account', connection, deed }));

  /** What is offered before anything was typed. */
  const atFirst = (): Found => {
    const lately = recent.flatMap((key) => {
      const of = connections.find(({ id }) => key.endsWith(id));
      const all: readonly Command[] =
        of === undefined ? general.map(({ command }) => command) : commandsOf(of);
      return all.find((command) => keyOf(command) === key) ?? [];
    });
    const isNew = (command: Command): boolean => !recent.includes(keyOf(command));
    const open = connections.find(({ id }) => id === openId);
    const here = open === undefined ? [] : commandsOf(open);
    const copy = firstCopy(here.map(({ deed }) => deed));
    const likely = here.filter(({ deed }) => deed === copy || (isVerb(deed) && deed !== 'open'));
    const opens = connections
      .filter((connection) => connection !== open)
      .slice(0, maxShown / 2)
      .map((connection): Command => ({ kind: 'account', connection, deed: 'open' }));
    const groups: readonly Group[] = [
      { id: 'recent', commands: lately },
      { id: 'here', commands: likely.filter(isNew) },
      {
        id: 'act',
        commands: general
          .map(({ command }) => command)
          .filter(isVault)
          .filter(isNew),
      },
      { id: 'go', commands: places.map(go).filter(isNew) },
      { id: 'open', commands: opens.filter(isNew) },
    ];
    return { groups: groups.filter(({ commands }) => commands.length > 0), more: 0 };
  };

  return (query) => {
    const fits = wordsOf(query).map(fitOf);
    if (fits.length === 0) return atFirst();
    const best = createBest();
    const leadOf = (command: Command): number => {
      const at = recent.indexOf(keyOf(command));
      return at === -1 ? 0 : recentLead / (at + 1);
    };
    const nothing = fits.map(() => 0);
    for (const { command, text } of general) {
      const score = scoreOf(fitsOf(fits, text), nothing);
      if (score > 0) best.offer(score + leadOf(command), () => command);
    }
    // Accounts that can do the same, and that the words fit alike, share their list.
    const fitsOfDeeds = remember((deeds: readonly Deed[]) =>
      deeds.map((deed) => ({ deed, deedFits: fitsOf(fits, textOf(deedWords(deed))) })),
    );
    const scoredOf = remember((deeds: readonly Deed[]) =>
      remember((accountFits: string): readonly ScoredDeed[] => {
        const copy = firstCopy(deeds);
        return fitsOfDeeds(deeds)
          .filter(
            // Forty forms of each account that was named would bury it.
            ({ deed, deedFits }) =>
              isVerb(deed) || deed === copy || deedFits.some((fit) => fit > 1),
          )
          .map(({ deed, deedFits }) => ({
            deed,
            score: scoreOf([...accountFits].map(Number), deedFits),
          }))
          .filter(({ score }) => score > 0)
          .map(({ deed, score }) => ({ deed, score: deed === 'open' ? score + openLead : score }));
      }),
    );
    for (const connection of connections) {
      const accountFits = fitsOf(fits, textOfAccount(connection)).join('');
      const scored = scoredOf(deedsOfAccount(connection))(accountFits);
      const isRecent = recent.some((key) => key.endsWith(connection.id));
      if (!isRecent && !scored.some(({ score }) => best.takes(score))) {
        best.pass(scored.length);
        continue;
      }
      for (const { deed, score } of scored) {
        const command = (): Command => ({ kind: 'account', connection, deed });
        best.offer(score + (isRecent ? leadOf(command()) : 0), command);
      }
    }
    const shown = best.commands();
    return { groups: grouped(shown), more: best.count() - shown.length };
  };
};
