// An esbuild plugin. The catalogue of diagnostics holds the text of each code's page beside its message; the pages are
// generated into docs/diagnostics/ and shipped as files, so the bundles leave their text out.
import fs from 'node:fs';

const ONLY_FOR_PAGES = new Set(['docs', 'example']);

export const withoutPages = {
  name: 'without-pages',
  setup(build) {
    build.onLoad({ filter: /diagnostics[\\/]catalogue[\\/][\w-]+\.ts$/ }, async ({ path }) => {
      const { default: ts } = await import('typescript');
      const text = fs.readFileSync(path, 'utf8');
      const cuts = [];
      const visit = (node) => {
        if (isEntry(ts, node)) {
          for (const property of node.arguments[0].properties) {
            if (!ONLY_FOR_PAGES.has(property.name?.getText())) continue;
            const comma = /^\s*,/.exec(text.slice(property.end));
            cuts.push([property.getFullStart(), property.end + (comma?.[0].length ?? 0)]);
          }
        } else ts.forEachChild(node, visit);
      };
      visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
      const contents = cuts.reduceRight((rest, [from, to]) => rest.slice(0, from) + rest.slice(to), text);
      return { contents, loader: 'ts' };
    });
  },
};

/** A call `entry({ ... })`. */
function isEntry(ts, node) {
  return (
    ts.isCallExpression(node) &&
    node.expression.getText() === 'entry' &&
    node.arguments[0] !== undefined &&
    ts.isObjectLiteralExpression(node.arguments[0])
  );
}
