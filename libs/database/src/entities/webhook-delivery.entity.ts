import { defineEntity, p } from '@mikro-orm/postgresql';

/** What GitHub told by a webhook: each delivery once, by its id. Written by libs/github. A system table; forgotten after a week. */
const WebhookDeliverySchema = defineEntity({
  name: 'WebhookDelivery',
  tableName: 'webhook_deliveries',
  properties: {
    provider: p.text().primary(),
    id: p.text().primary(),
    event: p.text(),
    /** What is of use in it; null: it was done. */
    payload: p.json().nullable(),
    receivedAt: p.datetime().index(),
  },
});

export class WebhookDelivery extends WebhookDeliverySchema.class {}
WebhookDeliverySchema.setClass(WebhookDelivery);
