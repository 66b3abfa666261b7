import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Host } from '../host/host.js';
import { folderOf, normalUri } from '../ide/uris.js';
import { NO_PROJECT, type ProjectSettings, type Snapshot, type SourceText } from '../workspace/snapshot.js';

/** Texts that were read from the disk at most; the oldest are forgotten. */
const MAX_READ = 4000;
/** A project file lies at most so many folders above a text. */
const MAX_FOLDERS = 40;

interface ProjectFile {
  readonly uri: string;
  readonly text: string;
  readonly settings: ProjectSettings;
  readonly diagnostics: readonly Diagnostic[];
}

/** What the server holds of texts: open ones by the editor, others by the disk, project files, picked targets. */
export interface Texts {
  readonly snapshot: Snapshot;
  /** The text of an open document, which counts before the disk's; undefined closes it. */
  open(uri: string, text: SourceText | undefined): void;
  isOpen(uri: string): boolean;
  openUris(): readonly string[];
  /** Reads what an analysis wants; whether anything was read. */
  read(wanted: readonly string[]): Promise<boolean>;
  /** Finds the project file of a text, once a folder. */
  findProject(uri: string): Promise<void>;
  projectOf(uri: string): ProjectFile | undefined;
  /** The project file at this URI, where some text belongs to it. */
  projectFile(uri: string): ProjectFile | undefined;
  /** Whether it has been looked for. */
  knowsProject(uri: string): boolean;
  /** The disk has another text, or none, under this URI; whether anything that was read is concerned. */
  changedOnDisk(uri: string): boolean;
  pick(uri: string, network: string, target: string): void;
  forget(uri: string): void;
}

export function createTexts(host: Host): Texts {
  const opened = new Map<string, SourceText>();
  const onDisk = new Map<string, SourceText | 'missing'>();
  const projects = new Map<string, ProjectFile | undefined>();
  const picks = new Map<string, string>();

  const projectOf = (uri: string): ProjectFile | undefined => {
    const folder = folderOf(uri);
    return folder === undefined ? undefined : projects.get(folder);
  };

  const findIn = async (folder: string): Promise<ProjectFile | undefined> => {
    let here: string | undefined = folder;
    for (let depth = 0; here !== undefined && depth < MAX_FOLDERS; depth++) {
      const uri: string = `${here.replace(/\/$/, '')}/bnn.json`;
      const read = await host.readText(uri);
      if (read.ok) {
        // The reader of JSON with comments is loaded where there is such a file.
        const { readProjectFile } = await import('../workspace/project-file.js');
        return { uri, text: read.text, ...readProjectFile(read.text, uri) };
      }
      const above = folderOf(here);
      here = above === here ? undefined : above;
    }
    return undefined;
  };

  return {
    snapshot: {
      source: (uri) => opened.get(uri) ?? onDisk.get(uri),
      project: (uri) => projectOf(uri)?.settings ?? NO_PROJECT,
      picked: (uri, network) => picks.get(`${network} ${uri}`),
    },
    open(uri, text) {
      if (text) opened.set(uri, text);
      else opened.delete(uri);
      // What the disk holds now is read again when it is wanted.
      onDisk.delete(uri);
    },
    isOpen: (uri) => opened.has(uri),
    openUris: () => [...opened.keys()],
    async read(wanted) {
      let any = false;
      for (const uri of wanted) {
        if (opened.has(uri) || onDisk.has(uri)) continue;
        const read = await host.readText(uri);
        onDisk.set(uri, read.ok ? { text: read.text, version: 0 } : 'missing');
        any = true;
      }
      for (const uri of onDisk.keys()) {
        if (onDisk.size <= MAX_READ) break;
        onDisk.delete(uri);
      }
      return any;
    },
    async findProject(uri) {
      const folder = folderOf(uri);
      if (folder === undefined || !uri.startsWith('file:') || projects.has(folder)) return;
      projects.set(folder, await findIn(folder));
    },
    projectOf,
    projectFile: (uri) => [...projects.values()].find((project) => project?.uri === uri),
    knowsProject: (uri) => !uri.startsWith('file:') || projects.has(folderOf(uri) ?? ''),
    changedOnDisk(uri) {
      const known = normalUri(uri);
      if (known.endsWith('/bnn.json')) {
        const any = projects.size > 0;
        projects.clear();
        return any;
      }
      return onDisk.delete(known) && !opened.has(known);
    },
    pick(uri, network, target) {
      picks.set(`${network} ${uri}`, target);
    },
    forget(uri) {
      for (const key of picks.keys()) if (key.endsWith(` ${uri}`)) picks.delete(key);
    },
  };
}
