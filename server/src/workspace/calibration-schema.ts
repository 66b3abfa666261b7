import { RESOURCE_NAMES } from '../devices/primitives.js';
import { CORRECTED_KINDS } from '../hardware/corrections.js';

/** The JSON schema of `bnn-calibration.json`, from which the editor explains and checks it. Generated into schemas/. */
export function calibrationSchema(): object {
  const text = (description: string): object => ({ type: 'string', description });
  const known = (description: string): object => ({ type: ['string', 'null'], description });
  const share = (description: string): object => ({ type: ['number', 'null'], description });
  const counts = (description: string): object => ({
    type: 'object',
    description,
    additionalProperties: false,
    properties: Object.fromEntries(RESOURCE_NAMES.map((name) => [name, { type: 'number', minimum: 0 }])),
  });
  const family = { enum: ['xc7', 'xcup', 'versal'], description: 'The family that was measured, and is corrected.' };
  const engine = { enum: CORRECTED_KINDS, description: 'Kind of engine.' };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'BNN for FPGAs: what was learnt from reports',
    description: 'Written by `bnn calibrate` and "BNN: Learn from Reports". Delete it to undo.',
    type: 'object',
    required: ['factors', 'reports'],
    properties: {
      about: { type: 'string' },
      factors: {
        type: 'array',
        description: 'What is applied: estimate x factor.',
        items: {
          type: 'object',
          required: ['family', 'engine', 'resource', 'factor'],
          properties: {
            family,
            engine,
            resource: { enum: RESOURCE_NAMES },
            factor: { type: 'number', minimum: 0.1, maximum: 10, description: 'Corrected over plain estimate.' },
            points: { type: 'integer', description: 'Engines that were measured.' },
            median: { type: 'number', description: 'Of measured over plain estimate, before it is drawn towards 1.' },
            low: share('Measured over corrected estimate, 5th percentile; null with fewer than five engines.'),
            high: share('The same, 95th percentile.'),
            from: { enum: ['measured', 'hls-estimate'] },
            reports: { type: 'array', items: { type: 'string' }, description: 'Files of the reports.' },
          },
        },
      },
      reports: {
        type: 'array',
        description: 'What the factors were fitted to; `bnn calibrate` fits again to these and to new ones.',
        items: {
          type: 'object',
          required: ['file', 'sha256', 'family', 'stage', 'design', 'points'],
          properties: {
            file: text('Relative to this file.'),
            sha256: text('Of the report.'),
            tool: known('Such as "Vivado 2022.2".'),
            part: known('Without dashes.'),
            family,
            stage: text('How far the design had come.'),
            design: text('The `.bnn` file, relative to this file.'),
            target: known('Its target.'),
            points: {
              type: 'array',
              items: {
                type: 'object',
                required: ['engine', 'kind', 'estimated', 'measured'],
                properties: {
                  layer: { type: 'string' },
                  engine: text('Such as `c1.mvtu`.'),
                  kind: engine,
                  estimated: counts('Without corrections, the FIFO before it not counted.'),
                  measured: counts('As the report counts it.'),
                },
              },
            },
          },
        },
      },
    },
  };
}
