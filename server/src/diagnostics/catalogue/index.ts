import type { CatalogueEntry } from '../entry.js';
import { ofTexts } from './of-texts.js';
import { tools } from './tools.js';

/** Every diagnostic there is: what is found in texts, and BNN8xx, what tools say. */
export const catalogue = { ...ofTexts, ...tools };

export type DiagnosticCode = keyof typeof catalogue;

/** The facts that a diagnostic of this code is made from. */
export type FactsOf<C extends DiagnosticCode> = (typeof catalogue)[C] extends CatalogueEntry<infer F> ? F : never;
