/*
 * Days of the user's zone that `daily_rollups` cannot answer, beside a relation `dirty` of UTC days: what is of all time is read from whole
 * days, and does not grow with what is stored.
 */

/**
 * The common table expressions `unclean`, the local days that a dirty UTC day may touch, and `beside_dirty`, the UTC days that are not dirty and
 * may touch those: their quarters of an hour stand for the rest of them.
 */
export const UNCLEAN_DAYS = `unclean AS MATERIALIZED (
  SELECT DISTINCT dirty.day + beside AS day
    FROM dirty, generate_series(-1, 1) AS beside),
beside_dirty AS MATERIALIZED (
  SELECT DISTINCT dirty.day + beside AS day
    FROM dirty, generate_series(-2, 2) AS beside
   WHERE dirty.day + beside NOT IN (SELECT day FROM dirty))`;
