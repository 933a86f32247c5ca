import { MOST_CARD_LANGUAGES } from '@app/analytics';
import { OneOf, OptionalFlag, OptionalInteger, OptionalText, RuledText, Text } from '@app/core';
import { THEMES, type Theme } from './svg.js';

const STYLES = ['flat', 'flat-square', 'for-the-badge'] as const;
const COLOR_NAMES = ['brightgreen', 'green', 'yellow', 'yellowgreen', 'orange', 'red', 'blue', 'grey', 'lightgrey'];
/** As long as a project's name may be. */
const LONGEST_NAME = 4096;
const LONGEST_LABEL = 100;

/** How a badge looks. */
export class BadgeLook {
  /** The text on the left. Left out: the project, the language or "coding time". @example "time on this" */
  @OptionalText()
  @Text(LONGEST_LABEL)
  label?: string;

  /** The colour on the right: a name of shields.io (brightgreen, green, yellow, yellowgreen, orange, red, blue, grey, lightgrey) or 3 or 6 hexadecimal digits. @example "0b6bb0" */
  @OptionalText()
  @RuledText(colorProblem)
  color?: string;

  /** The form of the badge. Left out: flat. @example "flat" */
  @OptionalText()
  @OneOf(STYLES)
  style?: (typeof STYLES)[number];
}

/** What a badge shows, and how. */
export class BadgeParams extends BadgeLook {
  /** Which days: a named range, a year or days. Left out: all time. */
  @OptionalText()
  range?: string;

  /** Only time of this project, as it is shown. It needs `projects_public`. */
  @OptionalText()
  @Text(LONGEST_NAME)
  project?: string;

  /** Only time in this language, as it is shown. It needs `languages_used_public`. */
  @OptionalText()
  @Text(LONGEST_NAME)
  language?: string;
}

/** Which year, and how it looks. */
export class ActivityParams {
  /** A calendar year, as far as it is over. Left out: the last twelve months. */
  @OptionalInteger(1970, 2999)
  year?: number;

  /** Light, dark, or as the reader's browser is (auto). Left out: auto. @example "auto" */
  @OptionalText()
  @OneOf(THEMES)
  theme?: Theme;

  /** Whether there is no line around the picture. @example false */
  @OptionalFlag()
  hide_border?: boolean;
}

const LAYOUTS = ['default', 'compact'] as const;
const FORMATS = ['time', 'percent'] as const;

/** What a card shows, and how. Its parameters are called as those of github-readme-stats are. */
export class CardParams {
  /** Which days: a named range, a year or days. Left out: the last seven days. */
  @OptionalText()
  range?: string;

  /** How many languages, most time first. Left out: 5. @example 5 */
  @OptionalInteger(1, MOST_CARD_LANGUAGES)
  langs_count?: number;

  /** A bar for each language, or one for all (compact). Left out: default. @example "default" */
  @OptionalText()
  @OneOf(LAYOUTS)
  layout?: (typeof LAYOUTS)[number];

  /** Whether languages have their time or their share. Where the amount is not public it is always the share. Left out: time. @example "time" */
  @OptionalText()
  @OneOf(FORMATS)
  display_format?: (typeof FORMATS)[number];

  /** Light, dark, or as the reader's browser is (auto). Left out: auto. @example "auto" */
  @OptionalText()
  @OneOf(THEMES)
  theme?: Theme;

  /** The title. Left out: whose time it is. @example "Coding time" */
  @OptionalText()
  @Text(LONGEST_LABEL)
  custom_title?: string;

  /** Whether there is no title. @example false */
  @OptionalFlag()
  hide_title?: boolean;

  /** Whether there is no line around the card. @example false */
  @OptionalFlag()
  hide_border?: boolean;
}

/** What shields.io's endpoint badge reads. */
export class ShieldsBadge {
  /** @example 1 */
  schemaVersion: 1;
  /** The text on the left. @example "coding time" */
  label: string;
  /** How much time it was, or "unknown or private". @example "12 hrs 5 mins" */
  message: string;
  /** @example "0b6bb0" */
  color: string;
  /** @example "flat" */
  style?: string;
  /** Seconds that shields.io keeps it. @example 300 */
  cacheSeconds: number;
  /** True where there is nothing to show. */
  isError?: boolean;
}

function colorProblem(text: string): string | undefined {
  if (COLOR_NAMES.includes(text.toLowerCase()) || /^#?(?:[\da-f]{3}|[\da-f]{6})$/i.test(text)) return undefined;
  return `Use one of ${COLOR_NAMES.join(', ')}, or 3 or 6 hexadecimal digits such as 0b6bb0.`;
}
