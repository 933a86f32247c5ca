import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { Logger } from '@nestjs/common';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { REQUEST_ID } from './headers.js';
import { countUnrouted } from './limit-unseen.js';

const BEFORE_ROUTING: Readonly<Record<string, [status: number, error: string]>> = {
  FST_ERR_BAD_URL: [400, 'The address is malformed: a % must be followed by two hexadecimal digits, and the whole be UTF-8.'],
  FST_ERR_MAX_PARAM_LENGTH: [414, 'A part of the address is too long: 2,000 characters at most.'],
};

/** What the router refuses before any hook or filter sees it. Fastify's own text would repeat the address, which may hold a key. */
export function refuseBeforeRouting(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = BEFORE_ROUTING[error.code] ?? [400, 'The address cannot be served.'];
  void countUnrouted(request, reply, refusal).then((answer) => refuse(request, reply, answer));
}

function refuse(request: FastifyRequest, reply: FastifyReply, [status, text]: [status: number, error: string]): FastifyReply {
  return reply
    .code(status)
    .headers({ [REQUEST_ID]: request.id, 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'" })
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ error: text }));
}

const ON_SOCKET: Readonly<Record<string, [status: string, error: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request took too long to arrive: 120 seconds at most, 30 for its headers.'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The address and headers are too large: 16 kB at most.'],
};

/** The first bytes of a TLS connection: a handshake record, in the only major version that there is. */
const TLS_HANDSHAKE = [0x16, 0x03];
let saidThatTls = false;

/** A client with an https:// address sees "wrong version number" and nothing else, so the log must say what it is about. Once. */
function tellOfTls(received: unknown): void {
  if (saidThatTls || !Buffer.isBuffer(received) || !TLS_HANDSHAKE.every((byte, n) => received[n] === byte)) return;
  saidThatTls = true;
  new Logger('Connection').warn(
    'A client speaks TLS (https://) to this port, which takes HTTP only. Use http:// in its address, or a reverse proxy that terminates TLS.',
  );
}

/** What is not HTTP at all, or too slow or too large to be read. */
export function refuseOnSocket(error: Error & { code?: string; rawPacket?: unknown }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  tellOfTls(error.rawPacket);
  const [status, text] = ON_SOCKET[error.code ?? ''] ?? ['400 Bad Request', 'This is not a request as HTTP/1.1 has them.'];
  const body = JSON.stringify({ error: text });
  if (socket.writable) {
    const head = [
      `HTTP/1.1 ${status}`,
      'Connection: close',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${randomUUID()}`,
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  }
  socket.destroy(error);
}
