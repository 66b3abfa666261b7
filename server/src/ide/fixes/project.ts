import { commentAt } from '../syntax.js';
import { didYouMean, fix, replace, wholeLines, type FixTable } from './fix.js';

/** BNN9xx: comments that silence. */
export const projectFixes: FixTable = {
  BNN901: (analysis, { span, facts }) => {
    const comment = commentAt(analysis.file, span.start + 1);
    if (!comment) return [];
    const text = analysis.text.slice(comment.span.start, comment.span.end);
    const codes = text.match(/BNN\w+/g) ?? [];
    if (codes.length > 1) {
      let { start } = span;
      while (start > comment.span.start && /[ ,]/.test(analysis.text.charAt(start - 1))) start--;
      return fix(`Remove ${facts.code}`, replace({ start, end: span.end }, ''), { preferred: true, safe: true });
    }
    if (!/^\/\/\s*bnn-ignore[ ,]+BNN\w+\s*$/.test(text)) return [];
    let { start } = comment.span;
    while (start > 0 && /[ \t]/.test(analysis.text.charAt(start - 1))) start--;
    const whole = wholeLines(analysis, comment.span);
    const removed =
      whole.start < comment.span.start || whole.end > comment.span.end ? whole : { start, end: comment.span.end };
    return fix('Remove the comment', replace(removed, ''), { preferred: true, safe: true });
  },
  BNN902: (_, { span, facts }) => didYouMean(span, facts.suggestion),
};
