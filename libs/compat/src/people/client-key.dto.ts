export class ClientKey {
  /** `waka_<uuid>`, shown this once. @example "waka_1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d" */
  api_key: string;
}

/** As browser-wakatime reads it (contract §1.2). */
export class ClientKeyAnswer {
  data: ClientKey;
}
