import { cellCount, cellNs, cellRange, rangeOf } from '../cells.js';
import {
  comparablePart,
  knownOnly,
  measuredReport,
  type CycleRange,
  type MeasuredLoop,
  type MeasuredModule,
  type MeasuredReport,
  type MeasuredResources,
} from '../measured-report.js';
import { childOf, descend, readXml, textOf, type XmlElement } from '../xml.js';

/**
 * `<top>_csynth.xml` and `csynth.xml` of Vivado HLS and Vitis HLS, 2016 to 2024. `undef` latencies and tags that a version
 * does not write stay unknown.
 */
export function readCsynthXml(text: string): MeasuredReport {
  const profile = childOf(readXml(text), 'profile');
  const user = childOf(profile, 'UserAssignments');
  const performance = childOf(profile, 'PerformanceEstimates');
  const latency = childOf(performance, 'SummaryOfOverallLatency');
  const top = textOf(user, 'TopModelName');
  const part = textOf(user, 'Part');
  const version = textOf(profile, 'ReportVersion', 'Version');
  return measuredReport('hls-csynth', 'hls-estimate', {
    tool: version === undefined ? undefined : { name: hlsName(version), version },
    top,
    part: part === undefined ? undefined : comparablePart(part),
    resources: resourcesIn(descend(profile, 'AreaEstimates', 'Resources')),
    available: resourcesIn(descend(profile, 'AreaEstimates', 'AvailableResources')),
    clock: {
      targetNs: cellNs(textOf(user, 'TargetClockPeriod')),
      uncertaintyNs: cellNs(textOf(user, 'ClockUncertainty')),
      estimatedNs: cellNs(textOf(performance, 'SummaryOfTimingAnalysis', 'EstimatedClockPeriod')),
    },
    latency: latencyIn(latency),
    interval: intervalIn(latency),
    pipeline: textOf(performance, 'PipelineType'),
    modules: modulesIn(profile),
    loops: loopsOf(profile, performance, top),
    violations: violationsIn(performance),
  });
}

/** Vivado HLS became Vitis HLS with 2020.2. */
export function hlsName(version: string): string {
  const [, year = '0', release = '0'] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(year) > 2020 || (Number(year) === 2020 && Number(release) >= 2) ? 'Vitis HLS' : 'Vivado HLS';
}

function resourcesIn(element: XmlElement | undefined): MeasuredResources {
  const count = (...names: readonly string[]): number | undefined =>
    names.map((name) => cellCount(textOf(element, name))).find((value) => value !== undefined);
  return knownOnly({
    lut: count('LUT'),
    ff: count('FF'),
    bram18: count('BRAM_18K'),
    uram: count('URAM'),
    dsp: count('DSP', 'DSP48E'),
  });
}

function latencyIn(element: XmlElement | undefined): CycleRange | undefined {
  return rangeOf(cellCount(textOf(element, 'Best-caseLatency')), cellCount(textOf(element, 'Worst-caseLatency')));
}

/** A top states its interval as min and max, a module as one number or `a ~ b`. */
function intervalIn(element: XmlElement | undefined): CycleRange | undefined {
  return (
    rangeOf(cellCount(textOf(element, 'Interval-min')), cellCount(textOf(element, 'Interval-max'))) ??
    cellRange(textOf(element, 'PipelineInitiationInterval'))
  );
}

function modulesIn(profile: XmlElement | undefined): MeasuredModule[] {
  const modules = (childOf(profile, 'ModuleInformation')?.children ?? []).filter(({ name }) => name === 'Module');
  return modules.map((module) => {
    const name = textOf(module, 'Name') ?? '';
    const latency = descend(module, 'PerformanceEstimates', 'SummaryOfOverallLatency');
    return {
      name,
      path: [name],
      module: name,
      resources: resourcesIn(descend(module, 'AreaEstimates', 'Resources')),
      latency: latencyIn(latency),
      interval: intervalIn(latency),
    };
  });
}

function loopsOf(
  profile: XmlElement | undefined,
  performance: XmlElement | undefined,
  top: string | undefined,
): MeasuredLoop[] {
  const own = loopsIn(childOf(performance, 'SummaryOfLoopLatency'), top);
  const modules = childOf(profile, 'ModuleInformation')?.children ?? [];
  return [
    ...own,
    ...modules.flatMap((module) =>
      loopsIn(descend(module, 'PerformanceEstimates', 'SummaryOfLoopLatency'), textOf(module, 'Name')),
    ),
  ];
}

const LOOP_FACTS = new Set(['TripCount', 'Latency', 'IterationLatency', 'PipelineII', 'PipelineDepth']);

/** Loops are elements with the loop's name, nested ones inside of them, beside the facts. */
function loopsIn(element: XmlElement | undefined, module: string | undefined): MeasuredLoop[] {
  const isLoop = (child: XmlElement): boolean =>
    !LOOP_FACTS.has(child.name) && child.children.some(({ name }) => LOOP_FACTS.has(name));
  return (element?.children ?? []).filter(isLoop).flatMap((loop) => {
    const type = textOf(loop, 'PipelineType');
    const interval = cellCount(textOf(loop, 'PipelineII'));
    return [
      {
        name: textOf(loop, 'Name') ?? loop.name,
        module,
        latency: countIn(childOf(loop, 'Latency')),
        tripCount: countIn(childOf(loop, 'TripCount')),
        iterationLatency: countIn(childOf(loop, 'IterationLatency')),
        interval,
        targetInterval: undefined,
        pipelined: type === undefined ? interval !== undefined : type !== 'no',
      },
      ...loopsIn(loop, module),
    ];
  });
}

function countIn(element: XmlElement | undefined): CycleRange | undefined {
  const range = childOf(element, 'range');
  if (range === undefined) return cellRange(element?.text);
  return rangeOf(cellCount(textOf(range, 'min')), cellCount(textOf(range, 'max')));
}

function violationsIn(performance: XmlElement | undefined): { issue: string; location: string }[] {
  return (performance?.children ?? [])
    .filter(({ name }) => name === 'SummaryOfViolations')
    .map((found) => ({ issue: textOf(found, 'IssueType') ?? '-', location: textOf(found, 'SourceLocation') ?? '' }))
    .filter(({ issue }) => issue !== '-');
}
