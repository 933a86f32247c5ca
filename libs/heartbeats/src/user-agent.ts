import { type AiModel, modelIdOf, modelOf, newModelOf } from './ai-models.js';
import { systemOf, systemOfWord } from './operating-systems.js';
import { agentKnownAs, editorKnownAs, isSpelledOut, keyOf } from './programs.js';

/** What a raw user agent tells (contract §2.5); `''` = unknown or none. */
export interface ParsedUserAgent {
  /** Name shown of the program that the person works in: "VS Code". An AI agent's only where there is no other program. */
  editor: string;
  /** The plugin's version, as WakaTime has it; without a plugin the editor's own. */
  editorVersion: string;
  operatingSystem: string;
  /** Name shown of the AI agent: "Claude Code". */
  aiAgent: string;
  /** Family of the AI model: "Opus". */
  aiModel: string;
  /** "5", "4-8", "5.6-sol". */
  aiModelVersion: string;
  /** Effort asked of the model: "high". */
  aiModelComplexity: string;
  /** The model's full id, which activities keep: "claude-opus-5". */
  aiModelId: string;
  /** As sent: "v1.90.0", "unset". */
  cliVersion: string;
  isBrowserExtension: boolean;
}

interface Token {
  name: string;
  /** `''` if there is none. */
  version: string;
  /** Whether there was a slash. */
  isVersioned: boolean;
}

interface Agent {
  /** Name shown. */
  agent: string;
  /** The model, where the agent's own words tell it. */
  model?: AiModel;
}

/** A part of a user agent that says something, and what. */
type Part = Token &
  (
    | { role: 'plugin' }
    /** `shown` is undefined where the program is in no table. */
    | { role: 'program'; shown: string | undefined }
    | ({ role: 'agent' } & Agent)
    | { role: 'model'; model: AiModel }
    | { role: 'system'; system: string }
    | { role: 'word' }
  );
type PartOf<R extends Part['role']> = Extract<Part, { role: R }>;

const CLIS: ReadonlySet<string> = new Set(['wakatime', 'chronova', 'hackatime', 'wakatimecli', 'hackatimecli']);
const RUNTIMES: ReadonlySet<string> = new Set('go python java node rustc ruby php dotnet deno bun dart'.split(' '));
const RUNTIME_WORD = /^(?:go|python|java|node|ruby|php|dotnet)v?\d/i;
/** Stand for a name or a version that the client does not know. */
const NOTHING: ReadonlySet<string> = new Set(['', 'unknown', 'undefined', 'null', 'none', 'nan', 'n/a']);
/** A word of a plugin's name tells it from others: "vscode-wakatime", "wakatime.nvim", "Zed-hackatime". */
const TRACKERS = ['wakatime', 'hackatime', 'chronova'];
/** Words of plugins' names that say nothing of the program. */
const PLUGIN_WORDS: ReadonlySet<string> = new Set(['', 'plugin', 'extension', 'unknown', 'for', 'ls', 'lsp', 'server', 'mcp']);
/** Plugins that watch other programs, and the system they run on. They never are the editor. */
const WATCHERS: ReadonlyMap<string, string> = new Map([
  ['desktop', ''],
  ['linux', 'Linux'],
  ['macos', 'Mac'],
  ['windows', 'Windows'],
]);
/** Words of the names of what forwards heartbeats. */
const RELAYS = ['relay', 'proxy', 'forwarder', 'wakapi'];
const BROWSERS: ReadonlySet<string> = new Set('Arc Brave Chrome Chromium Edge Firefox Opera Safari Vivaldi'.split(' '));
/** What browsers say to be taken for each other, the least telling first. */
const EVERY_BROWSER = 'mozilla applewebkit gecko version mobile safari chrome firefox'.split(' ');
/** Makers whose names may stand before a program's: "jetbrains/PyCharm/2023.1". */
const MAKERS: ReadonlySet<string> = new Set(['jetbrains']);
/** Agents that may bear the name of their models. */
const AGENTS_OF_FAMILIES: ReadonlyMap<string, string> = new Map([
  ['claude', 'Claude Code'],
  ['gemini', 'Gemini CLI'],
  ['grok', 'Grok Build'],
  ['kimi', 'Kimi Code'],
  ['qwen', 'Qwen Code'],
]);
/** Names of agents that are in no table end so. */
const AGENT_ENDINGS = ['agent', 'cli', 'code'];
/** Words of the longest name that is written with blanks. */
const MOST_WORDS = 3;

/**
 * Reads a user agent by the roles of its parts, wherever they stand (contract §2.5): `cli/version (platform) runtime model/version
 * agent/version editor/version name-wakatime/version`, each of them optional. Anything else has no editor, but never fails. Takes time in
 * proportion to its length.
 */
export function parseUserAgent(raw: string): ParsedUserAgent {
  const { brackets, words } = split(raw);
  const cliVersion = cliVersionOf(toToken(words[0] ?? ''));
  const parts = partsOf(words);
  const plugins = parts.filter(isA('plugin'));
  const plugin = plugins.at(-1);
  const agents = [...parts, ...brackets.flatMap((text) => partsOf(text.split(/[\s;,]+/)))].filter(isA('agent'));
  agents.push(...plugins.flatMap(agentOfPlugin));
  const model = parts.find(isA('model'))?.model ?? agents.find((one) => one.model)?.model;
  const program = raw.startsWith('Mozilla/') || isBrowser(plugin) ? browserOf(parts) : programOf(parts);
  const editor =
    (program && { name: program.shown ?? bareName(program.name), version: program.version }) ??
    editorOfPlugin(plugins) ??
    (agents[0] && { name: agents[0].agent, version: agents[0].version }) ??
    (cliVersion === undefined ? undefined : parts.findLast(isA('word')));
  // Without a CLI and a plugin it may be any program (axios/1.21.1, a browser): only a name that we know is an editor.
  const isEditor =
    plugin !== undefined || (!raw.startsWith('Mozilla/') && (cliVersion !== undefined || !program || program.shown !== undefined));
  return {
    editor: (isEditor && editor?.name) || '',
    editorVersion: (isEditor && editor && (known(plugin?.version) || known(editor.version))) || '',
    operatingSystem: systemIn(brackets, parts) || (WATCHERS.get(keyOf(plugin?.name ?? '')) ?? ''),
    aiAgent: agents[0]?.agent ?? newAgentOf(parts, program, model !== undefined),
    aiModel: model?.family ?? '',
    aiModelVersion: model?.version ?? '',
    aiModelComplexity: model?.complexity ?? '',
    aiModelId: model ? modelIdOf(model) : '',
    cliVersion: cliVersion ?? '',
    isBrowserExtension: isBrowser(plugin),
  };
}

/** The texts in brackets, of which the first may hold brackets itself, and the words outside of them. */
function split(raw: string): { brackets: string[]; words: string[] } {
  const brackets: string[] = [];
  let outside = '';
  let at = 0;
  while (at < raw.length) {
    const open = raw.indexOf('(', at);
    if (open < 0) break;
    outside += `${raw.slice(at, open)} `;
    let close = brackets.length === 0 ? matching(raw, open) : raw.indexOf(')', open);
    if (close < 0) close = raw.length;
    brackets.push(raw.slice(open + 1, close));
    at = close + 1;
  }
  outside += raw.slice(at);
  return { brackets, words: outside.split(/\s+/) };
}

/** Where the bracket opened at `open` is closed; if it never is, the next closing one; -1 = none. */
function matching(raw: string, open: number): number {
  let depth = 0;
  for (let at = open; at < raw.length; at++) {
    const char = raw[at];
    if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return at;
  }
  return raw.indexOf(')', open);
}

function toToken(word: string): Token {
  const slash = word.indexOf('/');
  if (slash < 0) return { name: word, version: '', isVersioned: false };
  const name = word.slice(0, slash);
  const version = word.slice(slash + 1);
  if (MAKERS.has(name.toLowerCase()) && version.includes('/')) return { ...toToken(version) };
  return { name, version, isVersioned: true };
}

/** Undefined where the token is no CLI's. */
function cliVersionOf({ name, version, isVersioned }: Token): string | undefined {
  return isVersioned && CLIS.has(keyOf(name)) ? version : undefined;
}

/** What the words say, in order. Left out is what says nothing of the work: CLIs, runtimes, relays, what is unknown. */
function partsOf(words: readonly string[]): Part[] {
  const tokens = words.map(toToken);
  const plugins = tokens.map(({ name }) => pluginOf(name));
  const keys = new Set(plugins.flatMap((name) => (name ? [keyOf(name)] : [])));
  const parts: Part[] = [];
  for (let at = 0; at < tokens.length;) {
    const plugin = plugins[at];
    const token = plugin === undefined ? spelledOut(tokens, plugins, keys, at) : tokens.slice(at, at + 1);
    at += token.length;
    const { version = '', isVersioned = false } = token.at(-1) ?? {};
    const name = plugin ?? token.map((one) => one.name).join(' ');
    const part = plugin === undefined ? partOf({ name, version, isVersioned }, keys, plugins[at]) : pluginPart(name, version);
    if (part) parts.push(part);
  }
  return withNewModel(parts);
}

/**
 * A program in no table that stands first is a model of a new family, where it has an effort ("mythos/5-high"), or a number as models have it
 * and an agent behind it ("m/3.0 claude-code/2.1.45"): that is nothing we know.
 */
function withNewModel(parts: Part[]): Part[] {
  const [first, second] = parts;
  if (first?.role !== 'program' || first.shown !== undefined || !second) return parts;
  const model = newModelOf(first.name, first.version);
  if (model) return [{ ...first, role: 'model', model }, ...parts.slice(1)];
  return second.role === 'agent' && second.isVersioned && !isRelease(first.version) ? parts.slice(1) : parts;
}

function pluginPart(name: string, version: string): Part | undefined {
  return name === '' ? undefined : { role: 'plugin', name, version, isVersioned: true };
}

/**
 * The name of the program that a plugin is for, `''` where its name tells none: "vscode-wakatime" → "vscode", "Godot_Super-Wakatime" →
 * "Godot", "wakatime-zsh-plugin" → "zsh". Undefined for what is no plugin.
 */
function pluginOf(name: string): string | undefined {
  const lower = name.toLowerCase();
  const tracker = TRACKERS.find((one) => lower.includes(one));
  if (tracker === undefined || CLIS.has(lower) || lower.endsWith('-cli') || isRelay(lower)) return undefined;
  const at = lower.indexOf(tracker);
  const before = wordsOf(name.slice(0, at));
  if (before.at(-1)?.toLowerCase() === 'super') before.pop();
  if (before.length > 0) return before.join('-');
  return wordsOf(name.slice(at + tracker.length))
    .filter((word) => !PLUGIN_WORDS.has(word.toLowerCase()))
    .join('-');
}

function isRelay(name: string): boolean {
  return RELAYS.some((word) => name.endsWith(word));
}

function wordsOf(name: string): string[] {
  return name.split(/[-_.]/).filter((word) => word !== '');
}

/** The tokens from here on that are the name of one program: "Roo Code", "Visual Studio Code/1.90", "Roblox Studio/0.7" with its plugin. */
function spelledOut(
  tokens: readonly Token[],
  plugins: readonly (string | undefined)[],
  keys: ReadonlySet<string>,
  at: number,
): readonly Token[] {
  for (let count = MOST_WORDS; count > 1; count--) {
    const run = tokens.slice(at, at + count);
    const isRun = run.length === count && run.slice(0, -1).every((one) => !one.isVersioned && one.name !== '');
    const name = run.map((one) => one.name).join('');
    if (isRun && plugins[at + count - 1] === undefined && (isSpelledOut(name) || keys.has(keyOf(name)))) return run;
  }
  return tokens.slice(at, at + 1);
}

/** What a token says, given the plugins that there are and the one after it. */
function partOf(token: Token, plugins: ReadonlySet<string>, next: string | undefined): Part | undefined {
  const { name, version, isVersioned } = token;
  const key = keyOf(name);
  if (NOTHING.has(name.toLowerCase()) || isRelay(key) || cliVersionOf(token) !== undefined) return undefined;
  // "Python" is what PyCharm's plugin calls it, and what scripts run on.
  if ((RUNTIMES.has(key) || RUNTIME_WORD.test(name)) && !plugins.has(key)) return undefined;
  const isWatched = next !== undefined && WATCHERS.has(keyOf(next));
  const agent = agentOf(token);
  const model = agent ? undefined : modelOf(name, version);
  const shown = editorKnownAs(name);
  // An app may bear its model's name: "Claude/0.11.3 macos-wakatime/5".
  const isApp = isWatched && isVersioned && (AGENTS_OF_FAMILIES.has(key) || (model !== undefined && !isOfModel(token)));
  if (agent && !isApp) return { ...token, role: 'agent', ...agent };
  if (model && !isApp) return { ...token, role: 'model', model };
  if (isVersioned || shown !== undefined) return { ...token, role: 'program', shown };
  const system = systemOfWord(name);
  if (system !== '') return { ...token, role: 'system', system };
  return /^\P{L}*$/u.test(name) ? undefined : { ...token, role: 'word' };
}

/** The agent that a token names, and the model that its version names ("Gemini/gemini-3-flash"). */
function agentOf({ name, version }: Token): Agent | undefined {
  const agent = agentKnownAs(name);
  const inVersion = modelOf(version, '');
  if (agent !== undefined) return { agent, ...(inVersion && { model: inVersion }) };
  const ofFamily = AGENTS_OF_FAMILIES.get(name.toLowerCase());
  if (ofFamily === undefined) return undefined;
  const family = modelOf(name, '');
  if (inVersion && inVersion.family === family?.family) return { agent: ofFamily, model: inVersion };
  // A release, "2.1.114", is the agent's; models have versions of two numbers.
  if (!isRelease(version) && !NOTHING.has(version.toLowerCase()) && version !== 'local') return undefined;
  // Claude's families have names of their own.
  return ofFamily === 'Claude Code' || !family ? { agent: ofFamily } : { agent: ofFamily, model: family };
}

function isRelease(version: string): boolean {
  return /^v?\d+\.\d+\.\d/.test(version);
}

/** Models' names are sent in lower case, with a number. */
function isOfModel({ name, version }: Token): boolean {
  return name === name.toLowerCase() && /^\d/.test(version) && !isRelease(version);
}

function agentOfPlugin({ name, version }: PartOf<'plugin'>): PartOf<'agent'>[] {
  const agent = agentKnownAs(name) ?? AGENTS_OF_FAMILIES.get(name.toLowerCase());
  return agent === undefined ? [] : [{ role: 'agent', agent, name, version, isVersioned: true }];
}

/** The program that the person works in: the last one that is known, else the last. Behind the plugins stand notes: only a known one counts. */
function programOf(parts: readonly Part[]): PartOf<'program'> | undefined {
  const end = parts.findLastIndex(isA('plugin'));
  const before = parts.slice(0, end < 0 ? parts.length : end).filter(isA('program'));
  const versioned = before.filter(({ isVersioned }) => isVersioned);
  return (
    versioned.findLast(isKnown) ??
    before.findLast(isKnown) ??
    versioned.at(-1) ??
    parts
      .slice(end + 1)
      .filter(isA('program'))
      .find(isKnown)
  );
}

/** The browser that a browser's own user agent tells of: what only some say, else the most telling of what all of them say. */
function browserOf(parts: readonly Part[]): PartOf<'program'> | undefined {
  const programs = parts.filter(isA('program')).filter(isKnown);
  const own = programs.findLast(({ name }) => !EVERY_BROWSER.includes(name.toLowerCase()));
  return own ?? programs.toSorted((a, b) => rankOf(a) - rankOf(b)).at(-1);
}

function rankOf({ name }: Token): number {
  return EVERY_BROWSER.indexOf(name.toLowerCase());
}

/** The editor that a plugin is for, where it is no agent and watches no others. */
function editorOfPlugin(plugins: readonly PartOf<'plugin'>[]): { name: string; version: string } | undefined {
  const plugin = plugins.findLast((one) => !WATCHERS.has(keyOf(one.name)) && agentOfPlugin(one).length === 0);
  return plugin && { name: editorKnownAs(plugin.name) ?? plugin.name, version: plugin.version };
}

/** An agent that is in no table: before the editor, behind a model or named as one. */
function newAgentOf(parts: readonly Part[], editor: Part | undefined, hasModel: boolean): string {
  const before = editor ? parts.slice(0, parts.indexOf(editor)) : [];
  const agent = before
    .filter(isA('program'))
    .find((part) => !isKnown(part) && (hasModel || AGENT_ENDINGS.some((word) => part.name.toLowerCase().endsWith(word))));
  return agent?.name ?? '';
}

/** What the platform says, else a word outside of the brackets. */
function systemIn(brackets: readonly string[], parts: readonly Part[]): string {
  return brackets.map(systemOf).find((system) => system !== '') ?? parts.find(isA('system'))?.system ?? '';
}

function isBrowser(plugin: Token | undefined): boolean {
  return plugin !== undefined && BROWSERS.has(editorKnownAs(plugin.name) ?? '');
}

function isA<R extends Part['role']>(role: R): (part: Part) => part is PartOf<R> {
  return (part): part is PartOf<R> => part.role === role;
}

function isKnown({ shown }: PartOf<'program'>): boolean {
  return shown !== undefined;
}

/** Without the number of a release at its end: "Fritzing1.0.4". */
function bareName(name: string): string {
  const at = name.search(/\d/);
  return at > 0 && /^\d+(?:\.\d+)+$/.test(name.slice(at)) ? name.slice(0, at) : name;
}

function known(version: string | undefined): string {
  return version === undefined || NOTHING.has(version.toLowerCase()) ? '' : version;
}
