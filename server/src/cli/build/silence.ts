/** Hears a tool, and calls once for each silence that lasts too long. */
export interface SilenceWatch {
  heard(): void;
  stop(): void;
}

/** Looked at so often, at most. */
const LOOK_MS = 15_000;

/** @param minutes zero or less never calls */
export function watchSilence(minutes: number, call: (minutes: number) => void): SilenceWatch {
  if (minutes <= 0) return { heard: () => undefined, stop: () => undefined };
  const limitMs = minutes * 60_000;
  let last = Date.now();
  let told = false;
  const timer = setInterval(
    () => {
      if (told || Date.now() - last < limitMs) return;
      told = true;
      call(minutes);
    },
    Math.min(LOOK_MS, Math.max(20, limitMs / 4)),
  );
  return {
    heard() {
      last = Date.now();
      told = false;
    },
    stop: () => clearInterval(timer),
  };
}
