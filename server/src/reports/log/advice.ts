import type { ToolFault } from './fault.js';
import type { ToolMessage } from './message.js';

/**
 * What an info or warning tells that costs speed: an initiation interval missed, a loop nest not flattened. Undefined for
 * all others.
 */
export function adviceOf(message: ToolMessage): ToolFault | undefined {
  const { id, text } = message;
  if (id === 'SCHED 204-61' || id === 'HLS 200-1470') {
    // With colons up to 2016, with equal signs since.
    const found = /Target II\s*[:=]\s*(\d+), Final II\s*[:=]\s*(\d+)/.exec(text);
    const [target, reached] = [Number(found?.[1]), Number(found?.[2])];
    if (found === null || reached <= target) return undefined;
    return { code: 'BNN819', facts: { loop: /loop '([^']+)'/.exec(text)?.[1], target, reached } };
  }
  if (id === 'HLS 200-960' || id === 'XFORM 203-542') {
    const loop = /Cannot flatten (?:a )?loop(?: nest)? '([^']+)'/.exec(text)?.[1];
    if (loop === undefined) return undefined;
    return {
      code: 'BNN820',
      facts: { loop, reason: /not a perfect loop|imperfect/.test(text) ? 'not a perfect loop nest' : 'see the log' },
    };
  }
  return undefined;
}
