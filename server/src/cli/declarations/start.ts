import type { Command } from 'commander';
import type { Host } from '../../host/host.js';
import type { Terminal } from '../terminal.js';

/** Where a command writes, and the machine that it works on. */
export interface Surroundings {
  readonly terminal: Terminal;
  readonly host: Host;
}

/** Runs a command; its work loads it first, so that no run pays for the others, and gives the exit code. */
export type Start = (work: (surroundings: Surroundings) => Promise<number>) => Promise<void>;

/** Adds a command to the program: its arguments, options and help, and what it starts. */
export type Declaration = (program: Command, start: Start) => void;
