import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Host } from '../host/host.js';
import { folderOf, isAtOrBelow, normalUri } from '../ide/uris.js';
import { NO_PROJECT, type ProjectSettings, type Snapshot, type SourceText } from '../workspace/snapshot.js';

/** Texts that were read from the disk at most; the oldest are forgotten. */
const MAX_READ = 4000;
const PROJECT_FILE = 'bnn.json';
const CALIBRATION_FILE = 'bnn-calibration.json';
/** A project file lies at most so many folders above a text. */
const MAX_FOLDERS = 40;

/** What a text's folder and those above say of it. */
interface Project {
  readonly settings: ProjectSettings;
  /** `bnn.json` and `bnn-calibration.json`, as far as there are any. */
  readonly files: readonly ProjectFile[];
}

interface ProjectFile {
  readonly uri: string;
  readonly text: string;
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
  projectOf(uri: string): Project | undefined;
  /** The project file at this URI, where some text belongs to it. */
  projectFile(uri: string): ProjectFile | undefined;
  /** Whether it has been looked for. */
  knowsProject(uri: string): boolean;
  /** The disk has another file or folder, or none, under this URI; whether anything that was read is concerned. */
  changedOnDisk(uri: string): boolean;
  pick(uri: string, network: string, target: string): void;
  forget(uri: string): void;
}

export function createTexts(host: Host): Texts {
  const opened = new Map<string, SourceText>();
  const onDisk = new Map<string, SourceText | 'missing'>();
  const projects = new Map<string, Project>();
  const picks = new Map<string, string>();

  const projectOf = (uri: string): Project | undefined => {
    const folder = folderOf(uri);
    return folder === undefined ? undefined : projects.get(folder);
  };

  /** The nearest file of a name in a folder or above. */
  const nearest = async (folder: string, name: string): Promise<Omit<ProjectFile, 'diagnostics'> | undefined> => {
    let here: string | undefined = folder;
    for (let depth = 0; here !== undefined && depth < MAX_FOLDERS; depth++) {
      const uri: string = `${here.replace(/\/$/, '')}/${name}`;
      const read = await host.readText(uri);
      if (read.ok) return { uri, text: read.text };
      const above = folderOf(here);
      here = above === here ? undefined : above;
    }
    return undefined;
  };

  const findIn = async (folder: string): Promise<Project> => {
    const file = await nearest(folder, PROJECT_FILE);
    const calibration = await nearest(folder, CALIBRATION_FILE);
    const files: ProjectFile[] = [];
    let settings = NO_PROJECT;
    // The readers are loaded where there are such files.
    if (file) {
      const { readProjectFile } = await import('../workspace/project-file.js');
      const read = readProjectFile(file.text, file.uri);
      settings = read.settings;
      files.push({ ...file, diagnostics: read.diagnostics });
    }
    if (calibration) {
      const { withCalibration } = await import('../workspace/calibration-file.js');
      const read = withCalibration(settings, calibration.text, calibration.uri);
      settings = read.settings;
      files.push({ ...calibration, diagnostics: read.diagnostics });
    }
    return { settings, files };
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
    projectFile: (uri) => [...projects.values()].flatMap(({ files }) => files).find((file) => file.uri === uri),
    knowsProject: (uri) => !uri.startsWith('file:') || projects.has(folderOf(uri) ?? ''),
    changedOnDisk(uri) {
      const changed = normalUri(uri);
      if (changed.endsWith(`/${PROJECT_FILE}`) || changed.endsWith(`/${CALIBRATION_FILE}`)) {
        const any = projects.size > 0;
        projects.clear();
        return any;
      }
      const stale = [...onDisk.keys()].filter((known) => isAtOrBelow(known, changed));
      for (const known of stale) onDisk.delete(known);
      const folders = [...projects.keys()].filter((folder) => isAtOrBelow(folder, changed));
      for (const folder of folders) projects.delete(folder);
      return folders.length > 0 || stale.some((known) => !opened.has(known));
    },
    pick(uri, network, target) {
      picks.set(`${network} ${uri}`, target);
    },
    forget(uri) {
      for (const key of picks.keys()) if (key.endsWith(` ${uri}`)) picks.delete(key);
    },
  };
}
