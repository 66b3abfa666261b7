import path from 'node:path';
import { behindLauncher, posixQuoted } from '../../host/tools/launcher.js';
import type { StepPlan } from '../../vendor/plan.js';
import { EXIT, printJson, type Terminal } from '../terminal.js';
import type { ChosenTools } from './choose-tools.js';

/** `--dry-run`: the exact commands, as a shell would take them; nothing is written and nothing runs. */
export function showCommands(
  terminal: Terminal,
  plans: readonly StepPlan[],
  tools: ChosenTools,
  folder: string,
  { launcher = [], json = false }: { readonly launcher?: readonly string[]; readonly json?: boolean },
): number {
  const missing = new Set<string>();
  const commands = plans.map((plan) => {
    const workFolder = path.join(folder, plan.folder);
    const start = tools.commandFor(plan);
    if ('missing' in start) missing.add(start.missing);
    const command = 'missing' in start ? plan.commands[0] : start.command;
    const words = command && behindLauncher(launcher, command, workFolder);
    return { step: plan.step, folder: workFolder, executable: words?.executable ?? '', args: words?.args ?? [] };
  });
  for (const note of missing) terminal.err(`bnn: ${note}\n`);
  if (json) printJson(terminal, commands);
  else
    for (const { folder: at, executable, args } of commands)
      terminal.out(`cd ${posixQuoted(at)} && ${[executable, ...args].map(posixQuoted).join(' ')}\n`);
  return EXIT.ok;
}
