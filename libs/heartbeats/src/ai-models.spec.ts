import { describe, expect, it } from '@jest/globals';
import { modelIdOf } from './ai-models.js';
import { parseUserAgent } from './user-agent.js';

describe('the id of a model', () => {
  it.each([
    ['Opus', '5', 'claude-opus-5'],
    ['Opus', '4-8', 'claude-opus-4-8'],
    ['Claude', 'opus-5', 'claude-opus-5'],
    ['Claude', '3-5-sonnet-20241022', 'claude-3-5-sonnet-20241022'],
    ['GPT', '5.6-sol', 'gpt-5.6-sol'],
    ['Gemini', '3.8-flash', 'gemini-3.8-flash'],
    ['O3', '', 'o3'],
    ['O4', 'mini', 'o4-mini'],
    ['Sonnet', '', 'claude-sonnet'],
  ])('%s %s is %s', (family, version, id) => {
    expect(modelIdOf({ family, version })).toBe(id);
  });

  it('is read from a user agent, without the effort', () => {
    const agent = 'wakatime/v2.26.0 (linux-x86_64) go1.26.6 gpt/5.6-sol-high codex-cli/0.141.0 codex-wakatime/1.0.0';
    expect(parseUserAgent(agent)).toMatchObject({ aiModelId: 'gpt-5.6-sol', aiModelComplexity: 'high' });
    expect(parseUserAgent('wakatime/v2.26.0 (linux-x86_64) go1.26.6 vim/9.1 vim-wakatime/11.1').aiModelId).toBe('');
  });
});
