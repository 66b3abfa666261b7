import { catalogue } from '../diagnostics/catalogue/index.js';

/** The JSON schema of `bnn.json`, from which the editor completes and checks it. Generated into schemas/. */
export function projectSchema(): object {
  const count = (description: string): object => ({ type: 'integer', minimum: 0, description });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'BNN for FPGAs: project',
    description:
      'Settings that the editor and the `bnn` command line share, for all .bnn files in this folder and below.',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      target: {
        type: 'string',
        description: 'The target whose numbers are shown, and that the command line takes, where none is picked.',
      },
      tool: {
        type: 'string',
        pattern: '^20[12][0-9]\\.[1-4](\\.[0-9]+)?$',
        description: 'Version of Vivado HLS or Vitis HLS that code and scripts are written for, such as "2022.2".',
      },
      severities: {
        type: 'object',
        description: 'Severity of each diagnostic, by its code.',
        additionalProperties: false,
        properties: Object.fromEntries(
          Object.entries(catalogue).map(([code, { title, severity }]) => [
            code,
            {
              enum: ['error', 'warning', 'info', 'hint', 'off'],
              default: severity,
              description: title,
            },
          ]),
        ),
      },
      boards: {
        type: 'array',
        description: 'Boards of your own, which `device=` finds before those of the catalogue.',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['name', 'part'],
          properties: {
            name: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_]*$', description: 'The word for `device=`.' },
            title: { type: 'string', description: 'How people write it.' },
            part: { type: 'string', pattern: '^[A-Za-z0-9-]+$', description: 'Full part, such as "xc7z020clg400-1".' },
            family: { type: 'string', description: 'As the vendor names it, such as "Zynq-7000".' },
            lut: count('Look-up tables; those of the part where it is left out, as with the counts below.'),
            ff: count('Flip-flops; twice the LUTs where neither this nor the part tells.'),
            bram18: count('18-kbit block RAM halves (a RAMB36 is 2).'),
            uram: count('UltraRAM blocks.'),
            dsp: count('DSP blocks.'),
            portBits: count(
              'Bits of one port between memory and fabric; those of the part, or 64, where it is left out.',
            ),
            reserved: {
              type: 'object',
              description: 'What the shell of the platform takes: no design and no budget counts on it.',
              additionalProperties: false,
              properties: {
                lut: count('Look-up tables.'),
                ff: count('Flip-flops.'),
                bram18: count('18-kbit block RAM halves.'),
                uram: count('UltraRAM blocks.'),
                dsp: count('DSP blocks.'),
              },
            },
            boardPart: { type: 'string', description: "The vendor's board part, for the block design." },
          },
        },
      },
    },
  };
}
