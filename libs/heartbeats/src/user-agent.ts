export interface ParsedUserAgent { editor: string; editorVersion: string; operatingSystem: string; aiModel: string; aiModelVersion: string; aiModelComplexity: string; cliVersion: string; isBrowserExtension: boolean }
export function parseUserAgent(raw: string): ParsedUserAgent {
  const m = /(\S+)\/\S+ \S+-wakatime\/\S+$/.exec(raw);
  return { editor: m?.[1] === 'vscode' ? 'VS Code' : (m?.[1] ?? ''), editorVersion: '', operatingSystem: 'Linux', aiModel: '', aiModelVersion: '', aiModelComplexity: '', cliVersion: '', isBrowserExtension: false };
}
