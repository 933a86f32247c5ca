import dns2 from 'dns2';

/** A real DNS server on loopback that knows TXT records. */
export interface DnsServer {
  /** For DNS_SERVERS. */
  address: string;
  /** By name in lower case. */
  texts: Map<string, string[]>;
  /** Whether it answers at all. */
  answers: boolean;
  close(): Promise<void>;
}

export async function startDnsServer(): Promise<DnsServer> {
  const { Packet } = dns2;
  const state: Pick<DnsServer, 'texts' | 'answers'> = { texts: new Map(), answers: true };
  const server = dns2.createServer({
    udp: true,
    handle: (request, send) => {
      if (!state.answers) return;
      const response = Packet.createResponseFromRequest(request);
      const name = request.questions[0]?.name.toLowerCase() ?? '';
      for (const data of state.texts.get(name) ?? [])
        response.answers.push({ name, type: Packet.TYPE.TXT, class: Packet.CLASS.IN, ttl: 0, data } as never);
      void send(response);
    },
  });
  const { udp } = await server.listen({ udp: { port: 0, address: '127.0.0.1' } });
  return Object.assign(state, { address: `127.0.0.1:${udp?.port}`, close: () => server.close() });
}
