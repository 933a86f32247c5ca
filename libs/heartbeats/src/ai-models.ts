/** Families of AI models, as shown. Only these are taken for a model by their name alone: an unknown one could be an editor. */
const FAMILIES: ReadonlyMap<string, string> = new Map(
  (
    'Claude Codestral Composer DeepSeek Devstral Doubao ERNIE Fable Gemini Gemma GLM GPT Granite Grok Haiku Hunyuan Kimi Llama Magistral ' +
    'MiMo MiniMax Ministral Mistral Mixtral Mythos Nemotron O1 O3 O4 Opus Phi Pixtral Qwen Raptor Sonnet StarCoder SWE Yi'
  )
    .split(' ')
    .map((name): [string, string] => [name.toLowerCase(), name]),
);

/** What may follow a model's version; any other suffix ("5.6-sol", "3.8-flash") is a part of it. */
const COMPLEXITIES: ReadonlySet<string> = new Set(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']);

/** A model of an AI; `''` = unknown. */
export interface AiModel {
  /** "Opus". */
  family: string;
  /** "5", "4-8", "5.6-sol". */
  version: string;
  /** Effort asked of the model: "high". */
  complexity: string;
}

/** The model that a name tells of, "opus", "claude-opus-5", "gpt-5.6", with the version that is told apart from it, if any. */
export function modelOf(name: string, version: string): AiModel | undefined {
  const end = endOfFamily(name);
  const family = FAMILIES.get(name.slice(0, end).toLowerCase());
  if (family === undefined) return undefined;
  const rest = name.slice(end).replace(/^[-_.:]/, '');
  return withComplexity(family, rest !== '' && version !== '' ? `${rest}-${version}` : rest + version);
}

/** A model of a family that is not known: its version ends with a complexity, which no program's does. */
export function newModelOf(name: string, version: string): AiModel | undefined {
  const model = withComplexity(name.charAt(0).toUpperCase() + name.slice(1), version);
  return model.complexity === '' ? undefined : model;
}

/** Families that are Claude's. Clients send them without their maker: "opus/5" is the model claude-opus-5. */
const CLAUDES: ReadonlySet<string> = new Set(['fable', 'haiku', 'mythos', 'opus', 'sonnet']);

/**
 * The full id of a model, as its maker writes it and price lists know it: "claude-opus-5", "gpt-5.6-sol"; `''` = none. The effort is not in it: it
 * changes neither the model nor its prices.
 */
export function modelIdOf({ family, version }: Pick<AiModel, 'family' | 'version'>): string {
  const name = family.toLowerCase();
  const id = version === '' ? name : `${name}-${version.toLowerCase()}`;
  return CLAUDES.has(name) ? `claude-${id}` : id;
}

function withComplexity(family: string, version: string): AiModel {
  const dash = version.lastIndexOf('-');
  const suffix = dash < 0 ? '' : version.slice(dash + 1).toLowerCase();
  return COMPLEXITIES.has(suffix) ? { family, version: version.slice(0, dash), complexity: suffix } : { family, version, complexity: '' };
}

/** Families are words of letters; those of one letter have a number ("o3"). */
function endOfFamily(name: string): number {
  const letters = name.search(/[^A-Za-z]/);
  if (letters < 0) return name.length;
  return letters === 1 ? Math.min(2, name.length) : letters;
}
