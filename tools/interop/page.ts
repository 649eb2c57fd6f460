import { CONSOLE } from './approval-page.ts';
import { ABILITIES, type Ability, type Row } from './probe.ts';

const SENTENCES: Readonly<Record<Ability, string>> = {
  'signs in':
    'knows nothing but the address: finds the authorization server, registers itself, sends its person to sign in and consent',
  lists: 'lists the tools, with every one’s schema',
  calls: 'calls a tool that reads, and shows its answer',
  reads: 'reads a resource',
  'steps up': 'calls a tool that its token was not given for, and asks its person for more',
  'is asked': 'shows its person the form of a write that they may consent to, and the write is done in that call',
  'is sent':
    'shows its person the link to the page on which somebody else approves their write, and the call ends with waiting',
};

const SAID: readonly Ability[] = ['signs in', 'steps up', 'is asked', 'is sent'];

/** What stands behind the last column, and what does not. */
const LINKS: readonly string[] = [
  'Both lines of the SDK and the host before the bridge declare forms and links; the command line runs as it is. The server is told of a console at',
  `\`${CONSOLE}\`, where nobody listens. A link counts where its address is exactly that of the request’s page; it is accepted, and the call must`,
  'end with waiting. Not tried here: opening the link, the page, a decision on it, and a no to the link.',
];

const BY_HAND: readonly string[] = [
  '## Seen by hand',
  '',
  'Once each, with the version that is named, and not compared by `--check`:',
  '',
  '- Inspector’s command line 2.12.0, at a server that only wrote down what it was sent: in both eras it declares `roots` and extensions, no `elicitation`.',
  '- mcp-remote 0.15.1, with either `--protocol`, before it a host that declares forms alone: no link; the outcome is waiting. So it passes on what its host',
  '  declares, links with `--protocol auto` too, where it then fails the call instead of showing them.',
  '- The server told of no console, and both lines of the SDK, 2.4.0 and 1.32.2: no link; the outcome is waiting.',
];

const cells = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;
/** What others wrote stands in a cell as it is. */
const plain = (words: string): string => words.replaceAll('|', '\\|').replaceAll('<', '&lt;');

/** Its columns are brought in line by the formatter. */
const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  [head, head.map(() => '---'), ...rows].map(cells);

/** How one client is called in both tables. */
const called = ({ client, setting }: Row): string => `${client}, ${setting}`;

/** What was seen of one client: always how it signed in, asked for more, was asked and was sent; of the rest what it cannot do. */
function seen(row: Row): string {
  const told = ABILITIES.filter((ability) => SAID.includes(ability) || !row.found[ability].can);
  return `- **${called(row)}** ${told.map((ability) => `${ability}: ${plain(row.found[ability].seen)}`).join('; ')}.`;
}

/** The page of what was seen: one table of who can what, and what each was seen to do. */
export function interopPage(rows: readonly Row[]): string {
  const can = rows.map((row) => [
    called(row),
    ...[row.version, row.protocol],
    ...ABILITIES.map((ability) => (row.found[ability].can ? 'yes' : 'no')),
  ]);
  return [
    '# Clients',
    '',
    'How clients that people have installed get along with a server of this checkout over HTTP, behind sign-in. Made by `npm run interop`, which starts',
    'a database, a company, the development authorization server and the inventory server on free ports, tries each client, and stops them; with',
    '`-- --check` it compares what it sees with this page. The versions are pinned in `package.json`.',
    '',
    ...table(['client', 'version', 'revision', ...ABILITIES], can),
    '',
    ...ABILITIES.map((ability) => `- **${ability}**: ${SENTENCES[ability]}.`),
    '',
    'Whoever sits at the client is mara; what a client sends her to, or prints for her to open, is opened and answered over HTTP as her browser would.',
    '',
    ...LINKS,
    '',
    '## What was seen',
    '',
    ...rows.map(seen),
    '',
    ...BY_HAND,
    '',
  ].join('\n');
}
