export interface Program {
  readonly name: string;
  readonly text: string;
}
export declare function programs(seed: number, factor?: number): readonly Program[];
