import { describe, expect, it } from 'vitest';
import { lineIndex, lineIndexOfFile } from '../../../server/src/workspace/line-index.js';

describe('lines of a text', () => {
  it('end with \\n, \\r\\n and \\r', () => {
    const lines = lineIndex('a\nbc\r\nd\re');
    expect(lines.lineCount).toBe(4);
    expect(lines.range({ start: 3, end: 6 })).toEqual({
      start: { line: 1, character: 1 },
      end: { line: 2, character: 0 },
    });
    expect(lines.lineSpan(1)).toEqual({ start: 2, end: 4 });
  });

  it('give an offset back, clamped to the line', () => {
    const lines = lineIndex('ab\ncd');
    expect(lines.offset({ line: 1, character: 1 })).toBe(4);
    expect(lines.offset({ line: 0, character: 99 })).toBe(2);
    expect(lines.offset({ line: 99, character: 0 })).toBe(5);
  });

  it('count the byte order mark of a file as no character, that of a text from an editor as one', () => {
    const text = '\uFEFFab\ncd';
    expect(lineIndexOfFile(text).position(1)).toEqual({ line: 0, character: 0 });
    expect(lineIndexOfFile(text).position(0)).toEqual({ line: 0, character: 0 });
    expect(lineIndexOfFile(text).position(5)).toEqual({ line: 1, character: 1 });
    expect(lineIndexOfFile(text).offset({ line: 0, character: 1 })).toBe(2);
    expect(lineIndex(text).position(1)).toEqual({ line: 0, character: 1 });
  });
});
