/**
 * What our client and our server say to each other beyond LSP: method names and plain types, nothing else.
 * Another editor's client may ignore all of it; every feature that LSP itself has goes by LSP.
 */

/** `initializationOptions` of our client; each may be missing. */
export interface InitializationOptions {
  /** Where a diagnostic's page is opened, to be followed by its code; without it diagnostics carry no link. */
  readonly docsBase?: string;
  /** Whether the client answers `COMMITTED_TEXT`. */
  readonly knowsCommits?: boolean;
}

/** Notification, server to client: what the status bar shows for a text. Sent after each analysis of an open text. */
export const STATUS = 'bnn/status';
export interface StatusParams {
  readonly uri: string;
  /** The version of the text that this is about. */
  readonly version: number;
  /** Active target and frame rate, such as `pynq: 3.0 kFPS`; empty where the text has no network. */
  readonly text: string;
  /** Markdown. */
  readonly tooltip: string;
}

/** Request: the targets of a text that can be picked. Result: `TargetChoice[]`. */
export const TARGETS = 'bnn/targets';
export interface TextParams {
  readonly uri: string;
}
export interface TargetChoice {
  readonly network: string;
  readonly target: string;
  /** For the list: device, clock, frame rate, share of the device. */
  readonly description: string;
  readonly picked: boolean;
}

/** Notification, client to server: show this target's numbers on the network's lines. */
export const PICK_TARGET = 'bnn/pickTarget';
export interface PickTargetParams {
  readonly uri: string;
  readonly network: string;
  readonly target: string;
}

/**
 * Request: the estimate as a table; of the text's first network and its shown target, unless others are named.
 * Result: `string`, empty where there is nothing to estimate.
 */
export const ESTIMATE_TABLE = 'bnn/estimateTable';
export type TableFormat = 'markdown' | 'csv' | 'latex';
export interface EstimateTableParams {
  readonly uri: string;
  readonly format: TableFormat;
  readonly network?: string;
  readonly target?: string;
}

/** Request, server to client: a file as it stands in the last commit. Params: `TextParams`; result: `CommittedText`. */
export const COMMITTED_TEXT = 'bnn/committedText';
export type CommittedText =
  | { readonly status: 'committed'; readonly text: string }
  /** The repository's last commit has no such file, or there is no commit yet. */
  | { readonly status: 'new' }
  /** The file is in no repository that the client knows. */
  | { readonly status: 'outside' };

/** Notification, client to server: a commit was made, or another one is checked out. */
export const COMMITS_CHANGED = 'bnn/commitsChanged';

/** Request: what a text costs more or less than in the last commit. Params: `TextParams`; result: `CommitComparison`. */
export const COMPARE_WITH_COMMIT = 'bnn/compareWithCommit';
export interface CommitComparison {
  /** Empty where nothing can be compared. */
  readonly markdown: string;
  /** Why not, for people. */
  readonly message: string;
}

/** Request without parameters: what "New network" has to ask. Result: `NewNetworkQuestion[]`. */
export const NEW_NETWORK_QUESTIONS = 'bnn/newNetworkQuestions';
export interface NewNetworkQuestion {
  readonly id: string;
  readonly title: string;
  /** Empty where a number is to be typed. */
  readonly choices: readonly { readonly id: string; readonly label: string; readonly detail: string }[];
  /** For a number to be typed: where it starts, and its legal range. */
  readonly number?: { readonly initial: number; readonly least: number; readonly greatest: number };
}

/** Request: a `.bnn` text that fits the answers (by question id: the choice's id, or the digits typed). */
export const NEW_NETWORK = 'bnn/newNetwork';
export interface NewNetworkParams {
  readonly answers: Readonly<Record<string, string>>;
}
export interface NewNetworkResult {
  readonly text: string;
}

/** Request: what keeps a text from being generated and built. Params: `TextParams`; result: `BlockingFault | null`. */
export const BLOCKING_FAULT = 'bnn/blockingFault';
export interface BlockingFault {
  /** For people: what is wrong, and in how many places more. */
  readonly message: string;
  readonly uri: string;
  /** From 0. */
  readonly line: number;
  readonly character: number;
}

/** Request: the networks of a text and their self-checks. The text need not be open. Params: `TextParams`; result: `NetworkInfo[]`. */
export const NETWORKS = 'bnn/networks';
export interface NetworkInfo {
  readonly name: string;
  /** What its self-check compares, for the Testing view. */
  readonly check: string;
  /** Of the network's name, from 0. */
  readonly line: number;
  readonly character: number;
}

/** Names one piece of long work; the client makes it up. Cancelled as any request of LSP. */
export interface WorkParams {
  readonly work: string;
}
/** Notification, server to client: how far a piece of work is. */
export const WORK_PROGRESS = 'bnn/workProgress';
export interface WorkProgressParams extends WorkParams {
  /** For people: `320 of 1000 images`. */
  readonly message: string;
  /** 0 to 1. */
  readonly share: number;
  /** Of the result, what was found since the last notification: all of it comes again with the answer, in order. */
  readonly found?: readonly FoldingProposal[];
}

/** What became of long work: one line, and more for the log. Cancelled work is answered as LSP says. */
export interface WorkResult {
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly message: string;
  readonly details: readonly string[];
}

/** Request: runs a network on the images of a `.npz` file. Result: `WorkResult`. */
export const RUN_IMAGES = 'bnn/runImages';
export interface RunImagesParams extends TextParams, WorkParams {
  readonly network: string;
  readonly images: string;
}

/**
 * Request: runs images through the generated C++ and compares it with the reference; `bounded` with FIFOs of the depths
 * that are generated. It compiles C++: the client asks only where the user trusts the workspace. Result: `WorkResult`.
 */
export const RUN_CSIM = 'bnn/runCsim';
export interface RunCsimParams extends RunImagesParams {
  readonly bounded: boolean;
}

/**
 * Request: runs the self-check of a network, which compiles its generated C++: the client asks only where the user trusts
 * the workspace. Result: `WorkResult`, `skipped` where there is no compiler.
 */
export const SELF_CHECK = 'bnn/selfCheck';
export interface SelfCheckParams extends TextParams, WorkParams {
  readonly network: string;
}

/**
 * Files of which the server is to hear when they change on the disk, as glob patterns: texts and what they are made from,
 * then those by which builds and reports are noticed; run records stand in `.bnn/`. Of a folder that comes or goes, editors
 * may tell nothing of what is in it: the server takes the change of a folder for one of every file below.
 */
export const WATCHED_FILES = [
  '**/*.bnn',
  '**/bnn.json',
  '**/bnn-calibration.json',
  '**/*.npz',
  '**/manifest.json',
  '**/*.rpt',
  '**/*csynth.xml',
  '**/report/*.json',
  '**/.bnn/runs/*/run.json',
];

/** Notification, server to client: other builds or reports are there; `BUILDS` tells which. */
export const BUILDS_CHANGED = 'bnn/buildsChanged';

/** Request: the builds of the workspace as a tree, for the view. Result: `BuildItem[]`. */
export const BUILDS = 'bnn/builds';
export interface BuildsParams {
  /** Whether to look for them anew. */
  readonly refresh: boolean;
}
export interface BuildItem {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Markdown. */
  readonly tooltip: string;
  /** Name of a codicon. */
  readonly icon: string;
  /** What can be done with it: `project`, `run`, `report`, `figure`, `group`. */
  readonly kind: 'project' | 'run' | 'report' | 'figure' | 'group';
  /** What is opened: the folder of a project, the log of a run, a report. */
  readonly uri?: string;
  /** Of a run: how it is run again. `folder` is the URI of its project. */
  readonly rerun?: {
    readonly source: string;
    readonly step: string;
    readonly target: string | undefined;
    readonly folder: string;
  };
  readonly children: readonly BuildItem[];
}

/** Request: what a project measured beside the estimates, as Markdown. Result: `string`, empty where there is nothing. */
export const BUILD_MARKDOWN = 'bnn/buildMarkdown';
export interface BuildMarkdownParams {
  readonly folder: string;
}

/**
 * What `bnn build` appends to `.bnn/progress.jsonl` of the project's folder, an object a line, for whoever watches it. The
 * file starts anew with each build. Documented in docs/running.md.
 */
export type BuildEvent =
  /** First: what will be done. `expectedSeconds` is how long a step took before, here or elsewhere. */
  | {
      readonly event: 'build';
      readonly time: string;
      /** Of the command line that runs it. */
      readonly pid: number;
      readonly file: string;
      readonly target: string | null;
      readonly steps: readonly { readonly step: string; readonly expectedSeconds: number | null }[];
    }
  | {
      readonly event: 'step';
      readonly time: string;
      readonly step: string;
      readonly state: BuildStepState;
      readonly seconds?: number;
      /** Folder of the run's record, relative to the project's. */
      readonly run?: string;
    }
  /** A part of a step, as the tool names it: `place`, `route`. */
  | {
      readonly event: 'phase';
      readonly time: string;
      readonly step: string;
      readonly phase: string;
      readonly state: 'started' | 'passed' | 'failed';
    }
  | {
      readonly event: 'problem';
      readonly time: string;
      readonly step: string;
      readonly code: string;
      readonly severity: string;
      readonly message: string;
      readonly file: string;
      /** From 1, as the command line prints them. */
      readonly line: number;
      readonly column: number;
    }
  /** Last. `exitCode` is that of the command line. */
  | {
      readonly event: 'ended';
      readonly time: string;
      readonly outcome: 'succeeded' | 'failed' | 'cancelled';
      readonly exitCode: number;
    };

/** `unchanged`: it succeeded before on the same inputs, and was not run again. */
export type BuildStepState = 'started' | 'unchanged' | 'succeeded' | 'failed' | 'cancelled';

/**
 * Request: the edits that write a folding down, of the text's first network and its shown target unless others are named.
 * `search`: the best folding of what is left open. `anew`: the same, with every pe and simd of the author free again.
 * `shown`: what stands in the hints. `relax`: layers that are folded far beyond the slowest one. Result: `FoldingProposal`.
 */
export const PROPOSE_FOLDING = 'bnn/proposeFolding';
export interface ProposeFoldingParams extends TextParams, WorkParams {
  readonly what: 'search' | 'anew' | 'shown' | 'relax';
  readonly network?: string;
  readonly target?: string;
}
/**
 * Requests: what the network reaches on each board; the front of frame rate against resources. Result: `FoldingProposal[]`.
 * `WORK_PROGRESS` tells how many boards are done, and brings the points of the front as they are found.
 */
export const RANK_BOARDS = 'bnn/rankBoards';
export const FRONT = 'bnn/front';
export interface DesignParams extends TextParams, WorkParams {
  readonly network?: string;
  readonly target?: string;
}
/** Edits that can be made, and what comes of them. */
export interface FoldingProposal {
  /** `18.2 kFPS, 79 % LUT`; what is wrong where there are no edits. */
  readonly title: string;
  readonly detail: string;
  /** Of the text's version that is named; empty where nothing is to change. */
  readonly edits: readonly ProposedEdit[];
  readonly version: number;
}
/** From 0, utf-16, as LSP's. */
export interface ProposedEdit {
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly newText: string;
}
