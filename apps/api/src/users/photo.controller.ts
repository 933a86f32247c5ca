import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiRefused } from '../http/refusals.js';
import { Public } from '../http/auth.js';
import { LimitedBy } from '../http/limits.js';
import { toPhoto } from './photo.shape.js';

@ApiTags('Users')
@Public()
@LimitedBy('pictures')
@Controller('photo')
export class PhotoController {
  /** Get a picture made from a user's id. Clients need one for every account. It says nothing about whether there is such a user. */
  @Get(':id')
  @ApiParam({ name: 'id', example: '0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19' })
  @Header('content-type', 'image/svg+xml')
  @Header('cache-control', 'public, max-age=86400')
  // Pictures are shown on other people's pages.
  @Header('cross-origin-resource-policy', 'cross-origin')
  @ApiRefused(429)
  @ApiOkResponse({ description: 'An SVG.', content: { 'image/svg+xml': { schema: { type: 'string' } } } })
  getPhoto(@Param('id') id: string): string {
    return toPhoto(id);
  }
}
