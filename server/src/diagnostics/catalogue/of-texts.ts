import { folding } from './folding.js';
import { names } from './names.js';
import { parameters } from './parameters.js';
import { performance } from './performance.js';
import { project } from './project.js';
import { resources } from './resources.js';
import { shapes } from './shapes.js';
import { syntax } from './syntax.js';

/**
 * What is found in texts: BNN1xx syntax, 2xx names, 3xx shapes, 4xx folding, 5xx performance, 6xx resources, 7xx
 * parameters, 9xx project. What tools say is apart, so that the server is not started with words that only builds need.
 */
export const ofTexts = {
  ...syntax,
  ...names,
  ...shapes,
  ...folding,
  ...performance,
  ...resources,
  ...parameters,
  ...project,
};

/** The code of a diagnostic of a text. */
export type TextCode = keyof typeof ofTexts;
