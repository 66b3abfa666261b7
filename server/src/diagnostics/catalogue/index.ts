import type { CatalogueEntry } from '../entry.js';
import { folding } from './folding.js';
import { names } from './names.js';
import { parameters } from './parameters.js';
import { performance } from './performance.js';
import { project } from './project.js';
import { resources } from './resources.js';
import { shapes } from './shapes.js';
import { syntax } from './syntax.js';
import { tools } from './tools.js';

/** Every diagnostic there is. BNN1xx syntax, 2xx names, 3xx shapes, 4xx folding, 5xx performance, 6xx resources, 7xx parameters, 8xx tools, 9xx project. */
export const catalogue = {
  ...syntax,
  ...names,
  ...shapes,
  ...folding,
  ...performance,
  ...resources,
  ...parameters,
  ...tools,
  ...project,
};

export type DiagnosticCode = keyof typeof catalogue;

/** The facts that a diagnostic of this code is made from. */
export type FactsOf<C extends DiagnosticCode> = (typeof catalogue)[C] extends CatalogueEntry<infer F> ? F : never;
