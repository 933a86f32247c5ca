import { ApiParam } from '@nestjs/swagger';

/** The path parameter of routes about one private leaderboard. */
export const ApiBoard = (): MethodDecorator =>
  ApiParam({
    name: 'id',
    example: '5b0f3c9e-9d43-4f0c-8f5e-2f6f1f7f6d11',
    description: 'Of the leaderboard, as the lists of leaderboards and of invitations give it.',
  });
