/** What a raw user agent tells (contract §2.5); `''` = unknown or none. */
export interface ParsedUserAgent {
  /** Display name: "VS Code". */
  editor: string;
  /** The plugin's version, as WakaTime has it; without a plugin the editor's own. */
  editorVersion: string;
  operatingSystem: string;
  /** Family of the AI model: "Opus". */
  aiModel: string;
  /** "5", "4-8", "5.6-sol". */
  aiModelVersion: string;
  /** Effort asked of the model: "high". */
  aiModelComplexity: string;
  /** As sent: "v1.90.0", "unset". */
  cliVersion: string;
  isBrowserExtension: boolean;
}

interface Token {
  name: string;
  version: string;
}

/** Lower-case token → the name shown. Tokens that are not here are shown as sent. */
const EDITORS: ReadonlyMap<string, string> = new Map([
  ['androidstudio', 'Android Studio'],
  ['antigravity', 'Antigravity'],
  ['antigravity-cli', 'Antigravity CLI'],
  ['appcode', 'AppCode'],
  ['aqua', 'Aqua'],
  ['arc', 'Arc'],
  ['atom', 'Atom'],
  ['brave', 'Brave'],
  ['chrome', 'Chrome'],
  ['chronova-cli', 'chronova-cli'],
  ['claude-code', 'Claude Code'],
  ['claudecode', 'Claude Code'],
  ['clion', 'CLion'],
  ['codex', 'Codex'],
  ['codex-cli', 'Codex'],
  ['cursor', 'Cursor'],
  ['datagrip', 'DataGrip'],
  ['dataspell', 'DataSpell'],
  ['eclipse', 'Eclipse'],
  ['edge', 'Edge'],
  ['emacs', 'Emacs'],
  ['figma', 'Figma'],
  ['firefox', 'Firefox'],
  ['fleet', 'Fleet'],
  ['goland', 'GoLand'],
  ['helix', 'helix'],
  ['idea', 'IntelliJ IDEA'],
  ['intellij', 'IntelliJ IDEA'],
  ['intellijidea', 'IntelliJ IDEA'],
  ['jupyterlab', 'JupyterLab'],
  ['kakoune', 'Kakoune'],
  ['kate', 'kate'],
  ['kiro', 'Kiro'],
  ['ktexteditor', 'kate'],
  ['neovim', 'Neovim'],
  ['netbeans', 'NetBeans'],
  ['notepad++', 'Notepad++'],
  ['nova', 'Nova'],
  ['nvim', 'Neovim'],
  ['opencode', 'OpenCode'],
  ['opera', 'Opera'],
  ['phpstorm', 'PhpStorm'],
  ['pycharm', 'PyCharm'],
  ['pycharmce', 'PyCharm'],
  ['pycharmcore', 'PyCharm'],
  ['rider', 'Rider'],
  ['rstudio', 'RStudio'],
  ['rubymine', 'RubyMine'],
  ['rustrover', 'RustRover'],
  ['safari', 'Safari'],
  ['skype', 'Skype'],
  ['sublime', 'Sublime Text'],
  ['trae', 'Trae'],
  ['unity', 'Unity'],
  ['vim', 'Vim'],
  ['visualstudio', 'Visual Studio'],
  ['vivaldi', 'Vivaldi'],
  ['vs', 'Visual Studio'],
  ['vscode', 'VS Code'],
  ['vscodium', 'VSCodium'],
  ['webstorm', 'WebStorm'],
  ['windsurf', 'Windsurf'],
  ['xcode', 'Xcode'],
  ['zed', 'Zed'],
]);

/** Families of AI models, the only tokens taken as a model: an unknown one would hide an editor. */
const MODELS: ReadonlyMap<string, string> = new Map([
  ['claude', 'Claude'],
  ['codestral', 'Codestral'],
  ['composer', 'Composer'],
  ['deepseek', 'DeepSeek'],
  ['devstral', 'Devstral'],
  ['fable', 'Fable'],
  ['gemini', 'Gemini'],
  ['gemma', 'Gemma'],
  ['glm', 'GLM'],
  ['gpt', 'GPT'],
  ['grok', 'Grok'],
  ['haiku', 'Haiku'],
  ['kimi', 'Kimi'],
  ['llama', 'Llama'],
  ['minimax', 'MiniMax'],
  ['mistral', 'Mistral'],
  ['o1', 'O1'],
  ['o3', 'O3'],
  ['o4', 'O4'],
  ['opus', 'Opus'],
  ['qwen', 'Qwen'],
  ['sonnet', 'Sonnet'],
]);

/** What may follow a model's version; any other suffix ("5.6-sol", "3.8-flash") is a part of it. */
const COMPLEXITIES: ReadonlySet<string> = new Set(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']);

/** First words of Linux distributions' names. */
const DISTRIBUTIONS = (
  'linux alma almalinux alpine amazon arch artix cachyos centos debian deepin elementary endeavouros fedora garuda gentoo kali kubuntu ' +
  'manjaro mint neon nixos opensuse oracle parrot pop raspbian redhat rhel rocky slackware solus suse ubuntu void zorin'
).split(' ');

/** Words of a platform, letters only, lower-case → system. Distributions stand for Linux: chronova-cli names only them. */
const SYSTEMS: ReadonlyMap<string, string> = new Map([
  ['windows', 'Windows'],
  ['win', 'Windows'],
  ['cygwin', 'Windows'],
  ['mingw', 'Windows'],
  ['msys', 'Windows'],
  ['darwin', 'Mac'],
  ['mac', 'Mac'],
  ['macos', 'Mac'],
  ['macosx', 'Mac'],
  ['macintosh', 'Mac'],
  ['ios', 'iOS'],
  ['iphone', 'iOS'],
  ['ipad', 'iOS'],
  ['android', 'Android'],
  ['cros', 'ChromeOS'],
  ['chromeos', 'ChromeOS'],
  ['freebsd', 'FreeBSD'],
  ['openbsd', 'OpenBSD'],
  ['netbsd', 'NetBSD'],
  ['dragonfly', 'DragonFly'],
  ['solaris', 'Solaris'],
  ['sunos', 'Solaris'],
  ['illumos', 'illumos'],
  ...DISTRIBUTIONS.map((name): [string, string] => [name, 'Linux']),
]);

const BROWSERS: ReadonlySet<string> = new Set(['arc', 'brave', 'chrome', 'edge', 'firefox', 'opera', 'safari', 'vivaldi']);
/** Plugins that watch other programs; they never are the editor while another token is there. */
const WATCHERS: ReadonlySet<string> = new Set(['desktop', 'linux', 'macos', 'windows']);
const PLUGIN_SUFFIXES: readonly string[] = ['-wakatime', '-chronova'];
const RUNTIME = /^(?:go\d|python\d|rustc\/)/i;

/**
 * Reads a user agent by the grammar of contract §2.5: `cli/version (platform) runtime [model/version] editor/version … name-wakatime/version`,
 * with or without its first parts. Anything else has no editor, but never fails. Takes time in proportion to its length.
 */
export function parseUserAgent(raw: string): ParsedUserAgent {
  const { platform, words } = split(raw);
  const { cliVersion, rest } = withoutCli(words);
  const named = rest.filter((word) => word.indexOf('/') > 0).map(toToken);
  const plugin = takePlugin(named);
  const operatingSystem = systemOf(platform) || systemOf(rest.filter((word) => !word.includes('/')).join(' '));
  const model = takeModel(rest[0], named, plugin);
  const editor = editorOf(named, model !== undefined, plugin, cliVersion, rest);
  return {
    editor: editor ? nameOf(editor.name) : '',
    editorVersion: editor ? known(plugin?.version) || known(editor.version) : '',
    operatingSystem,
    aiModel: model ? (MODELS.get(model.name.toLowerCase()) ?? '') : '',
    ...versionOfModel(model?.version ?? ''),
    cliVersion,
    isBrowserExtension: plugin !== undefined && BROWSERS.has(plugin.name.toLowerCase()),
  };
}

/** The first bracket's text, which may hold brackets itself, and the words outside of all brackets. */
function split(raw: string): { platform: string; words: string[] } {
  let platform: string | undefined;
  let outside = '';
  let at = 0;
  while (at < raw.length) {
    const open = raw.indexOf('(', at);
    if (open < 0) break;
    outside += `${raw.slice(at, open)} `;
    let close = platform === undefined ? matching(raw, open) : raw.indexOf(')', open);
    if (close < 0) close = raw.length;
    platform ??= raw.slice(open + 1, close);
    at = close + 1;
  }
  outside += raw.slice(at);
  return { platform: platform ?? '', words: outside.split(/\s+/).filter((word) => word !== '') };
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

function withoutCli(words: readonly string[]): { cliVersion: string; rest: readonly string[] } {
  const first = words[0] ?? '';
  const isCli = first.startsWith('wakatime/') || first.startsWith('chronova/');
  if (!isCli) return { cliVersion: '', rest: words };
  return { cliVersion: toToken(first).version, rest: words.slice(RUNTIME.test(words[1] ?? '') ? 2 : 1) };
}

function toToken(word: string): Token {
  const slash = word.indexOf('/');
  return slash < 0 ? { name: word, version: '' } : { name: word.slice(0, slash), version: word.slice(slash + 1) };
}

/** Takes plugins off the end of `tokens` (chronova-cli doubles a single one); returns the last, without its suffix. */
function takePlugin(tokens: Token[]): Token | undefined {
  let plugin: Token | undefined;
  for (let last = tokens.at(-1); last; last = tokens.at(-1)) {
    const { name, version } = last;
    const suffix = PLUGIN_SUFFIXES.find((s) => name.length > s.length && name.toLowerCase().endsWith(s));
    if (suffix === undefined && name !== 'wakatime-ls') break;
    if (suffix !== undefined) plugin ??= { name: name.slice(0, -suffix.length), version };
    tokens.pop();
  }
  return plugin;
}

/**
 * Takes the model off the front of `tokens`. A desktop app with a model's name ("Claude" seen by macos-wakatime) is no model,
 * and neither is a plugin that sends its name alone.
 */
function takeModel(first: string | undefined, tokens: Token[], plugin: Token | undefined): Token | undefined {
  if (first === undefined) return undefined;
  const token = toToken(first);
  if (!MODELS.has(token.name.toLowerCase())) return undefined;
  const isNamed = first.indexOf('/') > 0;
  const isApp = isNamed && tokens.length === 1 && plugin !== undefined && WATCHERS.has(plugin.name.toLowerCase());
  const isPlugin = !isNamed && tokens.length === 0;
  if (isApp || isPlugin) return undefined;
  if (isNamed) tokens.shift();
  return token;
}

function editorOf(
  named: readonly Token[],
  hasModel: boolean,
  plugin: Token | undefined,
  cliVersion: string,
  rest: readonly string[],
): Token | undefined {
  // Behind a model stands the agent that used it, then where the agent ran.
  const token = (hasModel ? named[0] : named.at(-1)) ?? plugin ?? bare(rest);
  if (token === undefined || token.name.toLowerCase() === 'unknown') return undefined;
  // Without a CLI and a plugin it may be any program (axios/1.21.1, a browser): only a name that we know is an editor.
  if (cliVersion === '' && plugin === undefined && (rest[0]?.startsWith('Mozilla/') || !EDITORS.has(token.name.toLowerCase())))
    return undefined;
  return token;
}

/** A plugin that sends its name alone. */
function bare(rest: readonly string[]): Token | undefined {
  const word = rest.findLast((w) => !w.includes('/'));
  return word === undefined ? undefined : { name: word, version: '' };
}

function nameOf(token: string): string {
  return EDITORS.get(token.toLowerCase()) ?? token;
}

function known(version: string | undefined): string {
  return version === undefined || version.toLowerCase() === 'unknown' ? '' : version;
}

function versionOfModel(version: string): { aiModelVersion: string; aiModelComplexity: string } {
  const dash = version.lastIndexOf('-');
  const suffix = dash < 0 ? '' : version.slice(dash + 1).toLowerCase();
  if (!COMPLEXITIES.has(suffix)) return { aiModelVersion: version, aiModelComplexity: '' };
  return { aiModelVersion: version.slice(0, dash), aiModelComplexity: suffix };
}

function systemOf(platform: string): string {
  const lower = platform.toLowerCase();
  for (const word of lower.split(/[^a-z]+/)) {
    const system = SYSTEMS.get(word);
    // WSL 2 has the kernel "…-microsoft-standard-WSL2", WSL 1 "…-Microsoft".
    if (system === 'Linux' && (lower.includes('-microsoft') || lower.includes('wsl'))) return 'WSL';
    if (system !== undefined) return system;
  }
  return '';
}
