/** A queue or database that is away may keep a connection from closing; nothing is lost by not waiting for it. */
const LONGEST_STOP_MS = 8_000;

/**
 * Calls `stop` once, on SIGTERM, on Ctrl-C or when the parent process is gone, and then exits. Under a parent that starts several
 * processes Ctrl-C is the parent's to hear: it stops its children in order.
 */
export function untilStopped(stop: () => Promise<void>): void {
  let stopping = false;
  const once = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', once);
  process.on('disconnect', once);
  process.on('SIGINT', () => {
    if (!process.send) once();
  });
}
