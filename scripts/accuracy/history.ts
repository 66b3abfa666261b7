import { table } from './markdown.js';

/** What was learnt from points that tested the model, and what they said of it before. */
export function historyText(): readonly string[] {
  return [
    '### What new points said before they were fitted',
    'Twenty layers and four designs were found after the model had been fitted to 146 units, so that they tested it. It failed them: that is why it was changed. Estimate over measured, before and after (the designs as ours would be built, see above).',
    table(
      ['new', 'before', 'after', 'what was changed'],
      [
        [
          'LUT of 10 layers of LPYOLO, median',
          '0.71',
          '0.81',
          'a threshold costs 0.93 of what is counted of it, where 0.60 were fitted; counters of words and rows have a term',
        ],
        ['LUT of 10 layers of VGG10, median', '0.82', '0.90', 'the same; streamed weights have a term'],
        ['FF of the same, medians', '0.98, 0.82', '1.02, 0.85', ''],
        ['LUT of 21 pools of rows, sum', '1.66', '1.00', 'a pool of a row is 73 LUTs less than one of a map'],
        [
          'LUT of 29 windows, sum',
          '0.98',
          '0.98',
          'LUT memory has whole banks of 64 words, no power of two; counters have a term: 0.46 to 1.41 became 0.87 to 1.12',
        ],
        ['LUT of 28 padding units, sum', '1.50', '0.86', 'measured ones instead of a twin'],
        ['FF of the same, sum', '0.60', '1.00', ''],
        ['LUT of 21 FIFOs of 3 to 256 words, median', '0.70', '1.00', 'they have an output register'],
        ['LUT of 15 FIFOs in block RAM, sum', '0.72', '1.00', 'measured ones instead of a twin'],
        ['LPYOLO: LUT, FF', '0.66, 0.84', 'above', ''],
        ['VGG10: LUT, FF', '0.81, 0.73', 'above', ''],
        ['cybersecurity MLP, other folding: LUT, FF', '0.79, 0.72', 'above', ''],
        ['FINN CNV: LUT, FF', '0.83, 0.74', 'above', ''],
      ],
    ),
    '### What the reports of the same layers said',
    'Later the layers of whole designs, whose median error of LUT was 13.6 % in the fit and 17.7 % left out, were looked at primitive by primitive in the reports of their builds:',
    [
      "- Layers 3 to 7 of PDS_YOLO were fitted with thresholds that they do not have: 57 CARRY4 for four PEs leave room for none of 28 comparators (197 for eight PEs in layers 0 to 2, which have theirs). Vivado ran on another machine than HLS, and its log of a memory in the same project says that a file of contents was not found: thresholds that came from such files, more than four rows of them, became zeros and went. The layers were estimated up to 1.38 of what was measured, are 0.86 to 1.04 now, and LPYOLO's thresholds are no longer a fifth low.",
      '- Thresholds of up to four rows take no LUT beside their comparators: the same comparators are LUT2, LUT3 and LUT4 at one, two and four rows.',
      '- VGG10 has its products in LUTs with the registers of DSPs, which is no matter of the clock: see above.',
      '- Words of the kept inputs of fewer than 4 bits (2 on UltraScale+) get no clock enable from Vivado, but a LUT a bit. A layer of LPYOLO with 208 words of 3 bits was 0.54 of what was measured; estimated from the CNV of Finn_Thesis alone, whose last layer has 512 words of a bit, it is 0.84.',
      '- A unit into which weights are streamed holds them in two registers a bit, whether or not its memory is in the counts.',
    ].join('\n'),
    'Errors are counted now, not their squares, so that a strange point does not move the rest. Where the layers stand since is under cross-validation.',
  ];
}
