/** Whether the server works. */
export class Health {
  /** Always "ok"; where it is not, the answer is a refusal. @example "ok" */
  status: string;
}
