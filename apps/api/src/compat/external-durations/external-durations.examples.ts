/** What Swagger shows. Its times are those of the example heartbeats: see `atPresent`. */
export const EXAMPLE_EXTERNAL_DURATION = {
  external_id: 'meeting-4711',
  entity: 'Planning',
  type: 'event',
  category: 'meeting',
  start_time: 1_767_607_200.5,
  end_time: 1_767_607_260.5,
  project: 'engine',
  provider: 'Calendar',
  meta: 'https://calendar.example/4711',
};
