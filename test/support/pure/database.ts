// What `npm run mutate` takes for @app/database where the rules need no more of it (see core.ts): statements cannot run there.
export function sql(): never {
  throw new Error('There is no database in the mutation test.');
}
