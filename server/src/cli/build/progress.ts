import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BuildEvent } from '../../lsp/protocol.js';
import { OWN_FOLDER } from './history.js';

type WithoutTime<Event> = Event extends BuildEvent ? Omit<Event, 'time'> : never;

/** Appends a line to the file that the editor watches. A disk that is full stops the tool soon enough: no fault here. */
export type Progress = (event: WithoutTime<BuildEvent>) => void;

/** Starts the progress file of a project's folder anew. */
export function openProgress(projectFolder: string): Progress {
  const file = path.join(projectFolder, OWN_FOLDER, 'progress.jsonl');
  attempt(() => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, '');
  });
  return (event) => {
    const { event: name, ...rest } = event;
    const line = JSON.stringify({ event: name, time: new Date().toISOString(), ...rest });
    attempt(() => appendFileSync(file, `${line}\n`));
  };
}

function attempt(write: () => void): void {
  try {
    write();
  } catch {
    // The build goes on without anybody watching.
  }
}
