import base from './eslint.config.mjs';
import tseslint from 'typescript-eslint';
const parser = { ...tseslint.parser, parseForESLint(code, options) {
  const result = tseslint.parser.parseForESLint(code, options);
  const { program, esTreeNodeToTSNodeMap } = result.services;
  if (program) program.getSemanticDiagnostics(esTreeNodeToTSNodeMap.get(result.ast));
  return result;
} };
export default [...base, { files: ['**/*.ts'], languageOptions: { parser } }];
