/** Milliseconds on a clock that never goes back. Node would load its `performance` for 5 ms, before the first diagnostics. */
export function nowMs(): number {
  return 1000 * process.uptime();
}
