import { defineEntity, p } from '@mikro-orm/postgresql';

/** The files of a commit as a webhook told of them: a request less when the commit is read. Written by libs/github; forgotten after a week. */
const PushedFilesSchema = defineEntity({
  name: 'PushedFiles',
  tableName: 'pushed_files',
  properties: {
    userId: p.integer().primary(),
    repositoryId: p.integer().primary(),
    sha: p.text().primary(),
    files: p.array().columnType('text[]'),
    at: p.datetime().index(),
  },
});

export class PushedFiles extends PushedFilesSchema.class {}
PushedFilesSchema.setClass(PushedFiles);
