/**
 * The version of what reads and shows names: user agents, languages, editors, systems. Raise it with every change that would read or show
 * what is stored otherwise; a worker then reads it again (`RereadNames`). Rows of before there were versions have 0.
 */
export const READER_VERSION = 3;
