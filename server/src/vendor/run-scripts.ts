import type { FlowProject } from './flow-project.js';
import { planStep } from './plan.js';
import { stepFault, STEPS, type Step } from './steps.js';
import type { FlowVersions, ToolCommand } from './tool-version.js';

/** The steps that a project can come to. */
export function stepsOf(project: FlowProject): readonly Step[] {
  return STEPS.filter((step) => !stepFault(project, step));
}

/** What runs without arguments: the way to the last step; simulations are asked for by name. */
export function mainSteps(project: FlowProject): readonly Step[] {
  return stepsOf(project).filter((step) => step !== 'csim' && step !== 'cosim');
}

/** `run.sh`: runs steps one after the other and ends with the code of the first that fails. */
export function shellText(project: FlowProject, versions: FlowVersions): string {
  const cases = stepsOf(project).flatMap((step) => {
    const { folder, commands } = planStep(project, step, versions);
    return [`    ${step})`, ...choice(folder, commands), '      ;;'];
  });
  return [
    '#!/bin/sh',
    `# Runs steps of the build: sh run.sh [STEP...]; the steps are ${stepsOf(project).join(', ')}.`,
    `# Without arguments: ${mainSteps(project).join(' ')}. The tools must be on the PATH (settings64.sh).`,
    'cd "$(dirname "$0")" || exit 1',
    `[ $# -gt 0 ] || set -- ${mainSteps(project).join(' ')}`,
    'run() {',
    '  echo "== $step: $*"',
    '  "$@" || exit $?',
    '}',
    'missing() {',
    '  echo "run.sh: $* is not on the PATH: source settings64.sh of the tools first" >&2',
    '  exit 127',
    '}',
    'for step in "$@"; do',
    '  case "$step" in',
    ...cases,
    `    *) echo "run.sh: '$step' is no step: ${stepsOf(project).join(' ')}" >&2; exit 64 ;;`,
    '  esac',
    'done',
    '',
  ].join('\n');
}

function choice(folder: string, commands: readonly ToolCommand[]): readonly string[] {
  const names = commands.map(({ executable }) => executable).join(' or ');
  return [
    `      mkdir -p ${folder} && cd ${folder} || exit 1`,
    ...commands.map(({ executable, args }, at) => {
      return `      ${at === 0 ? 'if' : 'elif'} command -v ${executable} >/dev/null 2>&1; then run ${executable} ${args.join(' ')}`;
    }),
    `      else missing ${names}; fi`,
    '      cd .. || exit 1',
  ];
}

/** `run.bat`: the same for Windows, where the tools are batch files and need `call`. */
export function batchText(project: FlowProject, versions: FlowVersions): string {
  const steps = stepsOf(project).flatMap((step) => {
    const { folder, commands } = planStep(project, step, versions);
    return [
      `:${step}`,
      `if not exist ${folder} mkdir ${folder}`,
      `pushd ${folder}`,
      ...commands.flatMap(({ executable, args }, at) => [
        `where ${executable} >nul 2>nul`,
        `if %errorlevel% equ 0 (set "tool=${executable}" & set "arguments=${args.join(' ')}" & goto start)`,
        ...(at === commands.length - 1 ? [`set "tool=${executable}" & goto missing`] : []),
      ]),
    ];
  });
  return [
    '@echo off',
    `rem Runs steps of the build: run.bat [STEP...]; the steps are ${stepsOf(project).join(', ')}.`,
    `rem Without arguments: ${mainSteps(project).join(' ')}. The tools must be on the PATH (settings64.bat).`,
    'setlocal',
    'cd /d "%~dp0"',
    `if "%~1"=="" (call :all & exit /b)`,
    ':next',
    'if "%~1"=="" exit /b 0',
    `for %%s in (${stepsOf(project).join(' ')}) do if /i "%~1"=="%%s" goto known`,
    `echo run.bat: %~1 is no step 1>&2`,
    'exit /b 64',
    ':known',
    'call :%~1',
    'if errorlevel 1 exit /b %errorlevel%',
    'shift',
    'goto next',
    ':all',
    ...mainSteps(project).flatMap((step) => [`call :${step}`, 'if errorlevel 1 exit /b %errorlevel%']),
    'exit /b 0',
    ':start',
    'echo == %tool% %arguments%',
    'call %tool% %arguments%',
    'set "code=%errorlevel%"',
    'popd',
    'exit /b %code%',
    ':missing',
    'echo run.bat: %tool% is not on the PATH: call settings64.bat of the tools first 1>&2',
    'popd',
    'exit /b 127',
    ...steps,
    '',
  ].join('\r\n');
}
