/**
 * The names of programs that people work in and of AI agents, for user agents and bodies alike: name shown → how clients spell it. Spellings
 * are compared without case, blanks, dots, dashes and underscores, so "Claude Code", "claude-code" and "ClaudeCode" are one; the name itself
 * need not be repeated. What is in no table is shown as sent.
 */
type Names = readonly (readonly [name: string, spellings?: string])[];

const EDITOR_NAMES: Names = [
  // VS Code and what was made of it.
  ['VS Code', 'visualstudiocode code vscodeinsiders codeinsiders vscodeweb vsc'],
  ['VSCodium', 'codium'],
  ['Code - OSS', 'codeoss'],
  ['code-server', 'codeserver openvscodeserver'],
  ['Antigravity'],
  ['Cursor'],
  ['Kiro'],
  ['PearAI'],
  ['Positron'],
  ['Qoder'],
  ['Theia', 'theiaide eclipsetheia'],
  ['Trae', 'traecn traeide'],
  ['Void', 'voideditor'],
  ['Windsurf', 'codeiumwindsurf'],
  ['Azure Data Studio', 'azdata azuredatastudio'],
  ['Arduino IDE', 'arduino'],
  ['CodeBuddy', 'codebuddycn'],
  ['Firebase Studio'],
  ['GitHub Codespaces', 'codespaces'],
  // JetBrains.
  ['Android Studio'],
  ['AppCode'],
  ['Aqua'],
  ['CLion', 'clionnova'],
  ['DataGrip'],
  ['DataSpell'],
  ['DevEco Studio'],
  ['Fleet'],
  ['Gateway', 'jetbrainsgateway'],
  ['GoLand'],
  ['IntelliJ IDEA', 'intellij idea ideaic ideaiu'],
  ['MPS'],
  ['PhpStorm'],
  ['PyCharm', 'pycharmce pycharmcore python'],
  ['Rider'],
  ['RubyMine'],
  ['RustRover'],
  ['WebStorm'],
  ['Writerside'],
  // Other editors.
  ['Atom'],
  ['BBEdit'],
  ['Brackets'],
  ['Builder', 'gnomebuilder'],
  ['C++Builder'],
  ['Coda'],
  ['Code::Blocks', 'codeblocks'],
  ['CodeLite'],
  ['CotEditor'],
  ['Delphi', 'rad radstudio bds'],
  ['Eclipse', 'eclipseide'],
  ['Emacs', 'gnuemacs doomemacs spacemacs xemacs'],
  ['Geany'],
  ['gedit'],
  ['GNOME Text Editor'],
  ['helix', 'hx'],
  ['JupyterLab', 'jupyter jupyternotebook'],
  ['Kakoune', 'kak'],
  ['kate', 'ktexteditor kwrite'],
  ['KDevelop'],
  ['Komodo', 'komodoedit komodoide'],
  ['Lapce'],
  ['Lazarus'],
  ['Light Table'],
  ['lite-xl', 'litexl'],
  ['MATLAB'],
  ['micro'],
  ['nano'],
  ['Neovim', 'nvim nvimqt neovide'],
  ['NetBeans', 'apachenetbeans'],
  ['Notepad'],
  ['Notepad++', 'notepadplusplus notepadpp npp'],
  ['Nova', 'panicnova'],
  ['Obsidian'],
  ['Oni'],
  ['Processing'],
  ['Pulsar', 'pulsaredit'],
  ['Qt Creator'],
  ['RStudio'],
  ['Spyder'],
  ['SQL Server Management Studio', 'ssms'],
  ['Sublime Text', 'sublime sublimetext3 sublimetext4 subl'],
  ['TextMate'],
  ['TeXstudio'],
  ['Vim', 'gvim macvim vi'],
  ['Visual Studio', 'vs devenv visualstudioformac'],
  ['Xcode'],
  ['Zed', 'zededitor'],
  // Design, games, documents and other programs.
  ['Adobe XD', 'xd'],
  ['After Effects'],
  ['Affinity Designer'],
  ['Affinity Photo'],
  ['Aseprite'],
  ['AutoCAD'],
  ['Blender'],
  ['Canva'],
  ['Cinema 4D'],
  ['Claude', 'claudedesktop claudeapp'],
  ['ChatGPT'],
  ['DBeaver'],
  ['Discord', 'betterdiscord vencord'],
  ['EasyEDA'],
  ['EasyEDA Pro'],
  ['Excel'],
  ['Figma', 'figmadesktop'],
  ['FreeCAD'],
  ['Fusion 360', 'fusion'],
  ['GameMaker', 'gamemakerstudio gms2'],
  ['GIMP'],
  ['GitHub Desktop'],
  ['Godot', 'godotengine godoteditor'],
  ['Illustrator'],
  ['InDesign'],
  ['Inkscape'],
  ['Insomnia'],
  ['KiCad', 'kicadeda eeschema pcbnew'],
  ['Krita'],
  ['Lightroom', 'lightroomclassic'],
  ['Linear'],
  ['LLDB'],
  ['Logseq'],
  ['Maya'],
  ['Microsoft Teams', 'teams msteams'],
  ['Notion'],
  ['Onshape'],
  ['OnlyOffice'],
  ['OpenSCAD'],
  ['Photoshop'],
  ['Postman'],
  ['PowerPoint'],
  ['Premiere Pro'],
  ['Raycast'],
  ['Roblox Studio', 'roblox'],
  ['Sketch'],
  ['Skype'],
  ['Slack'],
  ['SolidWorks'],
  ['Spline'],
  ['TablePlus'],
  ['Unity', 'unityeditor unity3d unityhub'],
  ['Unreal Engine', 'unreal unrealeditor ue4 ue5 ue4editor ue5editor'],
  ['Word'],
  ['Wox'],
  ['Zoom', 'zoomus'],
  // Terminals and shells.
  ['Alacritty'],
  ['Bash', 'bashit'],
  ['cmd'],
  ['Elvish'],
  ['Fish', 'fishshell'],
  ['Ghostty'],
  ['Hyper'],
  ['iTerm2', 'iterm'],
  ['kitty'],
  ['Konsole'],
  ['Nushell', 'nu'],
  ['PowerShell', 'pwsh'],
  ['Terminal', 'appleterminal'],
  ['tmux'],
  ['Warp'],
  ['WezTerm'],
  ['Windows Terminal'],
  ['Xonsh'],
  ['Zsh', 'ohmyzsh'],
  // Browsers.
  ['Arc'],
  ['Brave', 'bravebrowser'],
  ['Chrome', 'googlechrome headlesschrome'],
  ['Chromium'],
  ['Comet'],
  ['DuckDuckGo', 'ddg'],
  ['Edge', 'edg edga edgios microsoftedge'],
  ['Firefox', 'fxios firefoxdeveloperedition mozillafirefox'],
  ['Floorp'],
  ['LibreWolf'],
  ['Opera', 'opr opx operagx'],
  ['Orion'],
  ['Safari'],
  ['Samsung Internet', 'samsungbrowser'],
  ['Vivaldi'],
  ['Waterfox'],
  ['Yandex', 'yabrowser yandexbrowser'],
  ['Zen', 'zenbrowser'],
  ['chronova-cli'],
];

const AGENT_NAMES: Names = [
  ['Aider', 'aiderchat'],
  ['Amazon Q', 'q qcli qdeveloper amazonqdeveloper amazonqcli qchat'],
  ['Amp', 'ampcode sourcegraphamp'],
  ['Antigravity', 'antigravitydesktop antigravityagent'],
  ['Antigravity CLI', 'agy'],
  ['Auggie', 'augment augmentcode auggiecli'],
  ['Bolt', 'boltnew'],
  ['Claude Code', 'claudecode claudecodeacp claudeacp claudecli claudeagent claudeagentsdk'],
  ['Cascade', 'windsurfcascade'],
  ['Cline', 'clinebot claudedev'],
  ['Codebuff'],
  ['CodeBuddy Code'],
  ['Codex', 'codexdesktop codexcli codexclirs openaicodex codexexec chatgptcodex'],
  ['Cody', 'sourcegraphcody'],
  ['Continue', 'continuedev'],
  ['Crush'],
  ['Cursor CLI', 'cursoragent'],
  ['Devin'],
  ['Droid', 'factory factorydroid factorycli'],
  ['Gemini CLI', 'geminicodeassist'],
  [
    'GitHub Copilot',
    'copilot githubcopilotcli githubcopilotchat copilotchat copilotvim copilotlua copilotcli copilotagent copilotsweagent copilotcodingagent githubcopilotcodingagent',
  ],
  ['GitLab Duo', 'duo'],
  ['Goose', 'codenamegoose'],
  ['Grok Build', 'grokcli grokcode'],
  ['iFlow CLI', 'iflow'],
  ['JetBrains AI', 'jetbrainsaiassistant aiassistant'],
  ['Jules'],
  ['Junie', 'jetbrainsjunie'],
  ['Kilo Code', 'kilo'],
  ['Kimi Code', 'kimicli'],
  ['Kiro CLI'],
  ['Mistral Vibe', 'vibe'],
  ['OpenClaw', 'clawdbot moltbot'],
  ['OpenCode', 'sstopencode opencodeai'],
  ['OpenHands', 'opendevin'],
  ['Pi', 'picodingagent'],
  ['Plandex'],
  ['Qoder CLI'],
  ['Qodo', 'qodogen qodocommand'],
  ['Qwen Code', 'qwencodecli'],
  ['Roo Code', 'roo roocline'],
  ['Rovo Dev', 'rovo acli'],
  ['SWE-agent', 'miniswe minisweagent'],
  ['Tabnine'],
  ['Trae Agent', 'traecli'],
  ['Zencoder'],
];

/** Names that stand before a program's own. */
const MAKERS = 'jetbrains adobe microsoft google apache apple'.split(' ');
/** What stands after a program's name and makes no other program of it. The longer comes first where one ends with another. */
const EDITIONS = (
  'communityedition ultimateedition professionaledition educationaledition enterpriseedition edition community ultimate professional ' +
  'enterprise educational edu insiders insider preview nightly canary stable alpha beta dev eap rc exe app portable classic x64 arm64 debug'
).split(' ');
const AGENT_EDITIONS = [...EDITIONS, ...'cli desktop agent acp extension vscode ide chat local plugin sdk tui'.split(' ')];
/** No program has a longer name. */
const LONGEST_KEY = 64;
const MOST_EDITIONS = 4;

const EDITORS = byKey(EDITOR_NAMES);
const AGENTS = byKey(AGENT_NAMES);

/** What a name is compared by. */
export function keyOf(name: string): string {
  return name.toLowerCase().replaceAll(/[\s._-]/g, '');
}

/** The name shown of a program that people work in, in whatever spelling and edition; undefined where it is not known. */
export function editorKnownAs(name: string): string | undefined {
  return knownAs(EDITORS, EDITIONS, name);
}

/** The name shown of an AI agent, in whatever spelling and edition; undefined where it is not known. */
export function agentKnownAs(name: string): string | undefined {
  // Antigravity and Kiro, say, are editors, and their command lines agents.
  return EDITORS.has(keyOf(name)) ? undefined : knownAs(AGENTS, AGENT_EDITIONS, name);
}

/** The name shown of an editor that a body names: the one of the tables, else as sent. */
export function editorNameOf(sent: string): string {
  return agentKnownAs(sent) ?? editorKnownAs(sent) ?? sent;
}

/** A program that people work in. */
export interface KnownEditor {
  /** For ever the same: what spellings of the name are compared by. */
  id: string;
  name: string;
}

/** All programs of the table, by name. */
export function knownEditors(): KnownEditor[] {
  return EDITOR_NAMES.map(([name]) => ({ id: keyOf(name), name })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Whether a word and those after it are the name of one program that is written with blanks. */
export function isSpelledOut(name: string): boolean {
  const key = keyOf(name);
  return EDITORS.has(key) || AGENTS.has(key);
}

function byKey(names: Names): ReadonlyMap<string, string> {
  return new Map(
    names.flatMap(([name, spellings]) => [name, ...(spellings?.split(' ') ?? [])].map((one): [string, string] => [keyOf(one), name])),
  );
}

function knownAs(table: ReadonlyMap<string, string>, editions: readonly string[], name: string): string | undefined {
  let key = keyOf(name);
  if (key === '' || key.length > LONGEST_KEY) return undefined;
  for (let left = MOST_EDITIONS; left >= 0; left--) {
    const known = table.get(key) ?? table.get(withoutMaker(key));
    if (known !== undefined) return known;
    const shorter = withoutEdition(key, editions);
    if (shorter === key) return undefined;
    key = shorter;
  }
  return undefined;
}

function withoutMaker(key: string): string {
  const maker = MAKERS.find((name) => key.length > name.length && key.startsWith(name));
  return maker === undefined ? key : key.slice(maker.length);
}

/** Without the last word of an edition, or the number of a release at the end. */
function withoutEdition(key: string, editions: readonly string[]): string {
  const edition = editions.find((word) => key.length > word.length && key.endsWith(word));
  if (edition !== undefined) return key.slice(0, -edition.length);
  let end = key.length;
  while (end > 1 && key.charAt(end - 1) >= '0' && key.charAt(end - 1) <= '9') end--;
  return key.slice(0, end);
}
