import { languageNameOf } from './languages.js';
import { systemNameOf } from './operating-systems.js';
import { editorNameOf } from './programs.js';

/**
 * What was being done, as the client sent it; `''` = none. In the order that its digest is taken over: never change it, and append a new field
 * at the end (see `nameOfActivity`).
 */
export type SentActivity = readonly [
  project: string,
  branch: string,
  language: string,
  category: string,
  type: string,
  /** Of the body, else of the user agent, as is the system. */
  editor: string,
  operatingSystem: string,
  machine: string,
  aiModel: string,
  aiAgent: string,
  /** The language that the name of the file tells, where the client sent none. */
  languageOfFile: string,
  /** What the user's rules on the entity set, see names/forced.ts. */
  forced: string,
];

/** What people see of an activity: one name for each thing, however clients spell it, and as the user's rules and renames show it. */
export type ShownActivity = readonly [
  project: string,
  branch: string,
  language: string,
  category: string,
  type: string,
  editor: string,
  operatingSystem: string,
  machine: string,
  aiModel: string,
  aiAgent: string,
];

/** Fields of the first version, which are in each digest. */
const FIRST_FIELDS = 9;

/** An activity as one text, which its digest is taken over. Later fields are left out where they are none: older rows keep their digests. */
export function nameOfActivity(activity: SentActivity): string {
  let length = activity.length;
  while (length > FIRST_FIELDS && activity[length - 1] === '') length--;
  return JSON.stringify(length === activity.length ? activity : activity.slice(0, length));
}

/** The activity of a heartbeat for which rules on the entity set something else. */
export function withForced(sent: SentActivity, forced: string): SentActivity {
  const [project, branch, language, category, type, editor, operatingSystem, machine, aiModel, aiAgent, languageOfFile] = sent;
  return [project, branch, language, category, type, editor, operatingSystem, machine, aiModel, aiAgent, languageOfFile, forced];
}

/** The activity with one name for each thing, before rules and renames (names/naming.ts). */
export function canonicalOf(sent: SentActivity): ShownActivity {
  const [project, branch, language, category, type, editor, operatingSystem, machine, aiModel, aiAgent, languageOfFile] = sent;
  return [
    shownName(project),
    shownName(branch),
    language === '' ? languageOfFile : languageNameOf(shownName(language)),
    categoryOf(category, type),
    type,
    editorNameOf(shownName(editor)),
    systemNameOf(shownName(operatingSystem)),
    shownName(machine),
    aiModel,
    aiAgent,
  ];
}

/** A name in Unicode's normal form NFC: macOS sends "é" as two characters, others as one, and they look the same. */
export function shownName(sent: string): string {
  return sent.normalize('NFC');
}

/** A site without a category is browsing, as at WakaTime. */
function categoryOf(sent: string, type: string): string {
  if (sent === '') return type === 'domain' || type === 'url' ? 'browsing' : '';
  return categoryName(sent);
}

/** A category's one name: in lower case (contract §4.2), with blanks between its words. */
export function categoryName(text: string): string {
  return shownName(text)
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ');
}
