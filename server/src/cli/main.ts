import { nodeHost } from '../host/node.js';
import { commandLine } from './program.js';
import { EXIT, outputFailed, processTerminal, UsageError } from './terminal.js';

process.stdout.on('error', outputFailed);
process.stderr.on('error', outputFailed);

commandLine(processTerminal, nodeHost)
  .run(process.argv.slice(2))
  .then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      processTerminal.err(`bnn: ${message.split('\n')[0] ?? message}\n`);
      process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.failed;
    },
  );
