/** [header, right, wrong, program that must fail] */
export declare const MUTANTS: readonly (readonly [string, string, string, string])[];
