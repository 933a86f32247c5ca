import { OneOf, Text } from '@app/core';
import { LINK_KINDS } from '@app/users';

const LONGEST_SECRET = 200;

/** A link that a page was opened by. */
export class LinkBody {
  @OneOf(LINK_KINDS)
  kind: string;

  @Text(LONGEST_SECRET, 1)
  secret: string;
}
