import { defineEntity, p } from '@mikro-orm/postgresql';

/** A label or a client: a name for some of a user's projects. Written by libs/heartbeats. */
const ProjectGroupSchema = defineEntity({
  name: 'ProjectGroup',
  tableName: 'project_groups',
  properties: {
    userId: p.integer().primary(),
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    /** `label` or `client`. A project has any number of labels and at most one client. */
    kind: p.text(),
    name: p.text(),
    /** `#rrggbb`. */
    color: p.text().nullable(),
    /** Of a client: what an hour costs, in a currency that the user knows. */
    rate: p.double().nullable(),
    /** Of a client: the keystroke timeout agreed with it, in minutes. */
    timeout: p.smallint().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
  },
  uniques: [{ properties: ['userId', 'kind', 'name'] }],
});

export class ProjectGroup extends ProjectGroupSchema.class {}
ProjectGroupSchema.setClass(ProjectGroup);
