import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * That a project has a label or a client. Written by libs/heartbeats. It is about the name as sent, a row of `projects`: whatever that is
 * shown as, it takes its labels and its client with it.
 */
const GroupedProjectSchema = defineEntity({
  name: 'GroupedProject',
  tableName: 'grouped_projects',
  properties: {
    userId: p.integer().primary(),
    groupId: p.uuid().primary(),
    projectId: p.integer().primary(),
  },
});

export class GroupedProject extends GroupedProjectSchema.class {}
GroupedProjectSchema.setClass(GroupedProject);
