/** The version in a path of an installation: `/tools/Xilinx/Vivado/2022.2/bin/vivado`, `C:\Xilinx\2025.1\Vivado\bin`. */
export function versionInPath(file: string): string | undefined {
  return [...file.matchAll(/(?<=[\\/])(20\d\d\.\d(?:\.\d+)?)(?=[\\/]|$)/g)].at(-1)?.[1];
}

/** The version that a tool tells of itself: `Vivado v2022.2 (64-bit)`, `vivado v2025.1.1`. */
export function versionTold(output: string): string | undefined {
  return /\bv?(20\d\d\.\d(?:\.\d+)?)\b/.exec(output)?.[1];
}

/** Below zero where `a` is older than `b`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let at = 0; at < 3; at++) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether `version` is the wanted one: `2022.2` takes its updates, `2022.2.1`, too. */
export function isVersion(version: string, wanted: string): boolean {
  return version === wanted || version.startsWith(`${wanted}.`);
}
