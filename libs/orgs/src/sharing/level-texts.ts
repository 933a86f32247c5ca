import { AGGREGATE, EVERYTHING_SHARED, type Level, LEVELS, NONE, ORG_PROJECTS, TOTALS } from './levels.js';

/** What an organization says of sharing. */
export interface SharingRules {
  name: string;
  /** The highest level that counts, a place in `LEVELS`. */
  mostShared: number;
  /** No number is shown that fewer people make up. */
  minGroup: number;
  /** Whether the organization named its projects. */
  hasProjects: boolean;
}

/** A level, in words for who decides. */
export interface LevelText {
  level: Level;
  /** Who sees what. */
  text: string;
  /** Whether the organization takes it; higher levels count as the highest that it takes. */
  isTaken: boolean;
}

/** The levels, from nothing up, in words for who decides before joining or later: who sees what at each. */
export function levelTexts({ name, mostShared, minGroup, hasProjects }: SharingRules): LevelText[] {
  const whose = hasProjects ? `your time on projects of ${name}` : 'your time on all projects';
  const viewers = `Owners and administrators of ${name}, and leads of your teams (or leads of one team alone, if you name one),`;
  const texts: Record<number, string> = {
    [NONE]: `Nobody at ${name} sees any of your time, and it is in no sum.`,
    [AGGREGATE]: `No report names you. ${capital(whose)} is a part of sums of ${name} and of your teams, each of at least ${minGroup} people.`,
    [TOTALS]: `${viewers} see by name how much time you spend each day: ${whose}. They see no projects, languages or files.`,
    [ORG_PROJECTS]: hasProjects
      ? `${viewers} see by name what of your time each day goes to projects of ${name}: to which of them, in which languages. They see nothing of other projects.`
      : `${viewers} see by name how much time you spend each day. Once ${name} says which projects are its own, they see your time on those alone, by project and language.`,
    [EVERYTHING_SHARED]: `${viewers} see by name all of your time each day: every project, whether it is of ${name} or not, language, editor, machine, category and dependency, and from when to when you worked on each project. They see no files.`,
  };
  return LEVELS.map((level, place) => ({ level, text: texts[place] ?? '', isTaken: place <= mostShared }));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
