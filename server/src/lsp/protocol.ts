/**
 * What our client and our server say to each other beyond LSP: method names and plain types, nothing else.
 * Another editor's client may ignore all of it; every feature that LSP itself has goes by LSP.
 */

/** `initializationOptions` of our client; each may be missing. */
export interface InitializationOptions {
  /** Where a diagnostic's page is opened, to be followed by its code; without it diagnostics carry no link. */
  readonly docsBase?: string;
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
