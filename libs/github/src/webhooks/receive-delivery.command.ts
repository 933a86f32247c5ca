import { type Actor, Clock, DomainError, Env } from '@app/core';
import { sql } from '@app/database';
import { JobQueue } from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { verify } from '@octokit/webhooks-methods';
import { webhookEventOf } from './webhook-events.js';

/** What GitHub sends to a webhook: three headers, and the body as it came. */
export interface Delivery {
  event: string | undefined;
  id: string | undefined;
  signature: string | undefined;
  body: string;
}

/**
 * Takes what GitHub tells by a webhook. It counts once, by its id; what it asks for is done soon. Returns whether it is new. Refused: a signature that is not
 * GitHub's, and what is no delivery. Unavailable: this server has no secret for webhooks.
 */
export class ReceiveDelivery extends Command<{ isNew: boolean }> {
  constructor(
    readonly actor: Actor,
    readonly delivery: Delivery,
  ) {
    super();
  }
}

const INSERT = `
  INSERT INTO webhook_deliveries (provider, id, event, payload, received_at) VALUES ('github', $1, $2, $3::jsonb, $4)
  ON CONFLICT (provider, id) DO NOTHING
  RETURNING id`;

@CommandHandler(ReceiveDelivery)
export class ReceiveDeliveryHandler implements ICommandHandler<ReceiveDelivery> {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly clock: Clock,
    private readonly jobs: JobQueue,
  ) {}

  async execute({ delivery: { event = '', id = '', signature = '', body } }: ReceiveDelivery): Promise<{ isNew: boolean }> {
    const { GITHUB_WEBHOOK_SECRET: secret } = this.env;
    if (secret === undefined) throw notSetUp();
    if (!(await isSigned(secret, body, signature))) throw notGithubs();
    if (!/^[\w-]{1,64}$/.test(id) || !/^\w{1,64}$/.test(event))
      throw new DomainError('invalid', 'webhook.headers', 'A delivery has the headers X-GitHub-Event and X-GitHub-Delivery.');
    const asked = webhookEventOf(event, parsed(body));
    return this.em.fork().transactional(async (em) => {
      const isNew = (await sql(em, INSERT, [id, event, asked ? JSON.stringify(asked) : null, new Date(this.clock.now())])).length > 0;
      if (isNew && asked) await this.jobs.add(em, 'github', 'handle-delivery', { deliveryId: id });
      return { isNew };
    });
  }
}

/** Of the bytes as they came, compared in constant time. */
async function isSigned(secret: string, body: string, signature: string): Promise<boolean> {
  if (body === '' || !/^sha256=[0-9a-f]{64}$/.test(signature)) return false;
  return verify(secret, body, signature);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new DomainError('invalid', 'webhook.body', 'The body is not JSON. Set the content type of the webhook to application/json.');
  }
}

function notSetUp(): DomainError {
  return new DomainError(
    'unavailable',
    'webhook.not-set-up',
    'This server takes no webhooks. Its administrator can set GITHUB_WEBHOOK_SECRET: docs/github.md says how.',
  );
}

function notGithubs(): DomainError {
  return new DomainError(
    'unauthenticated',
    'webhook.signature',
    'The header X-Hub-Signature-256 is not the signature of this body. The secret at GitHub must be that of GITHUB_WEBHOOK_SECRET.',
  );
}
