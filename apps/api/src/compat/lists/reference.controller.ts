import { type Editors, type Meta, type ProgramLanguages, toEditors, toMeta, toProgramLanguages } from '@app/compat';
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../../http/auth.js';
import { Cached } from '../../http/etag.js';
import { ApiRefused } from '../../http/refusals.js';
import { MOUNTS } from '../mount.js';

/** They change with a new version of Chronova only. */
const HOUR = 3_600;

/** The names that there are, for everybody. */
@ApiTags('Lists')
@Public()
@ApiRefused(429)
@Controller(MOUNTS)
export class ReferenceController {
  /** List every editor that Chronova knows. */
  @Get('editors')
  @Cached(HOUR)
  getEditors(): Editors {
    return toEditors();
  }

  /** List every language that Chronova knows, with its colour. */
  @Get('program_languages')
  @Cached(HOUR)
  getProgramLanguages(): ProgramLanguages {
    return toProgramLanguages();
  }

  /** Get what WakaTime says of its servers' addresses: here nothing. */
  @Get('meta')
  @Cached(HOUR)
  getMeta(): Meta {
    return toMeta();
  }
}
