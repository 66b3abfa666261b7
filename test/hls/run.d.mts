export declare const LIBRARY: string;
export declare const CHECKS: string;
export declare const VENDOR: string;
export declare const VENDOR_IS_REAL: boolean;
export declare function typesFrom(folder: string): readonly string[];
export interface Outcome {
  readonly code: number | null;
  readonly output: string;
}
export declare function compiler(): string | undefined;
export declare function run(program: string, args: readonly string[]): Promise<Outcome>;
export declare function compile(
  source: string,
  program: string,
  options?: readonly string[],
  library?: string,
  types?: string,
): Promise<Outcome>;
