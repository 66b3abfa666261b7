/** Names of what a sweep writes beside its points. */
export const SWEEP_FILE = 'sweep.json';
export const SNAKEFILE = 'Snakefile';
export const CONFIG_FILE = 'config.json';
export const RESULTS = ['results.csv', 'results.md', 'results.json'] as const;

/**
 * The Snakemake workflow that builds the points of a sweep and collects their reports. Which points there are it reads
 * from `sweep.json`; how `bnn` is started, and how far each is built, from `config.json`, so that this text is always
 * the same. Where it runs (here, Slurm, any other executor) is Snakemake's business.
 */
export const WORKFLOW = `# Builds the points of this sweep and collects what was measured: snakemake --cores 4 --keep-going
# On a cluster: snakemake --executor slurm --jobs 20 --keep-going (any executor of Snakemake will do).
# Written by bnn sweep; what may be changed stands in ${CONFIG_FILE}.
import json
from pathlib import Path

configfile: "${CONFIG_FILE}"

SWEEP = json.loads(Path("${SWEEP_FILE}").read_text(encoding="utf-8"))
POINTS = [point["id"] for point in SWEEP["points"] if point["feasible"]]
COLLECT = list(config["bnn"]) + ["sweep", "--collect", ".", "--write"]


wildcard_constraints:
    point="p[0-9]+",


localrules:
    all,
    collect,


# The points stand here, too: the handler at the end leaves results of a run where some failed, and those run again.
rule all:
    input:
        expand("points/{point}/built", point=POINTS),
        ${RESULTS.map((name) => JSON.stringify(name)).join(', ')},


# One project up to the step that the configuration names; a tool's failure is this job's failure.
rule build:
    input:
        "points/{point}/point.bnn",
    output:
        touch("points/{point}/built"),
    log:
        "logs/{point}.log",
    threads: config["threads"]
    resources:
        mem_mb=config["mem_mb"],
        runtime=config["runtime_minutes"],
    params:
        bnn=config["bnn"],
        step=config["step"],
        target=SWEEP["target"],
    shell:
        "{params.bnn:q} build {input:q} --target {params.target:q} --step {params.step:q}"
        " --out points/{wildcards.point}/project > {log:q} 2>&1"


rule collect:
    input:
        expand("points/{point}/built", point=POINTS),
    output:
        ${RESULTS.map((name) => JSON.stringify(name)).join(', ')},
    params:
        collect=COLLECT,
    shell:
        "{params.collect:q}"


# Where some point failed, the others are collected all the same.
onerror:
    import subprocess

    subprocess.run(COLLECT, check=False)
`;

/** What a user may change of the workflow. `bnn`: how it is started, a word each. */
export function configText(bnn: readonly string[], step: string): string {
  const config = { bnn, step, threads: 4, mem_mb: 16000, runtime_minutes: 720 };
  return `${JSON.stringify(config, null, 2)}\n`;
}
