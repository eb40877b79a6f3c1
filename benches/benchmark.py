#!/usr/bin/env python3
"""Measures regauge and writes BENCHMARK.md: `python3 benches/benchmark.py`.

Builds in release, runs `examples/measure.rs` and the command `regauge`, a process for each run, and writes the page from what
came out. Runs of which only the processor's seconds count are made as many at a time as --jobs says, all others one by one, so
the machine should have nothing else to do. Standard library only. Public benchmark files are found through REGAUGE_BENCHMARKS,
peers run where Python has what benches/peers/README.md wants; what is not there is skipped with a line that says so.
"""

import argparse
import json
import os
import sys
import time

from measuring import best, page, runs
from measuring.curve import svg
from measuring.measures import SECTIONS
from measuring.runs import ROOT, Measure, Results, say
from measuring.targets import LADDER, WORK

# What --quick measures of the values; `measuring/measures.py` has the rest.
QUICK_WORK = [0.1, 0.3]
QUICK_INSTANCES = ["m", "k"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", default=os.path.join(ROOT, "BENCHMARK.md"), help="the page")
    parser.add_argument("--sections", nargs="+", choices=list(SECTIONS), default=list(SECTIONS), help="what is measured")
    parser.add_argument("--instances", nargs="+", metavar="NAME", help="ready-made instances (all): " + ", ".join(LADDER))
    parser.add_argument("--work", nargs="+", type=float, metavar="UNITS", help="units of work of the table of values "
                        f"({' '.join(f'{units:g}' for units in WORK)})")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    parser.add_argument("--long-seeds", nargs="+", type=int, default=[1], help="seeds of the runs with most work (1)")
    parser.add_argument("--berth-work", type=float, metavar="UNITS", help="units of work for each file of REGAUGE_BENCHMARKS")
    parser.add_argument("--jobs", type=int, default=1, help="runs at a time, where only the processor's seconds count")
    parser.add_argument("--threads", type=int, default=1, help="threads of a run, but for the command, which takes all cores")
    parser.add_argument("--peers", action="store_true", help="run a peer on the ready-made instances too")
    parser.add_argument("--peer", choices=["cpsat", "highs"], default="cpsat")
    parser.add_argument("--peer-time", type=float, default=60)
    parser.add_argument("--peer-seeds", nargs="+", type=int, default=[1])
    parser.add_argument("--peer-python", default=sys.executable, metavar="PYTHON", help="a Python that has what the peer needs")
    parser.add_argument("--peer-results", nargs="+", default=[], metavar="FILE", help="results that benches/peers/run.py wrote")
    parser.add_argument("--quick", action="store_true", help="does it work: one seed, little work, few instances and files")
    parser.add_argument("--raw", default=os.path.join(ROOT, "target", "benchmark.json"), help="every run, as it was told")
    parser.add_argument("--from-raw", action="store_true", help="measure nothing, write the page from that file (and --peer-results)")
    options = parser.parse_args()
    if options.quick:
        options.seeds = options.seeds[:1]
    options.work = options.work or (QUICK_WORK if options.quick else WORK)
    options.instances = [name.lower() for name in options.instances or (QUICK_INSTANCES if options.quick else LADDER)]
    return options


def measured(options):
    example, regauge = runs.build()
    head = runs.circumstances(sys.argv[1:])
    head.update(threads=options.threads, jobs=options.jobs, best_known=best.read())
    results = Results(options.raw, {"head": head})
    measure = Measure(example, regauge, options, results)
    begin = time.monotonic()
    for section in options.sections:
        SECTIONS[section](measure, options)
        head["minutes"] = (time.monotonic() - begin) / 60
    results.save()
    return results.all


def write(path, text):
    with open(path + ".part", "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    os.replace(path + ".part", path)


def main():
    options = arguments()
    if options.from_raw:
        with open(options.raw, encoding="utf-8") as file:
            data = json.load(file)
        for path in options.peer_results:
            runs.take_peers(Results(options.raw, data), path)
    else:
        data = measured(options)
    curve = None
    if data["growth"]:
        curve = os.path.splitext(options.output)[0] + "-growth.svg"
        write(curve, svg(page.panels(data["growth"])))
    if not options.quick:
        best.keep(data)
    write(options.output, page.page(data, curve and os.path.basename(curve)))
    say(f"wrote {options.output}")


if __name__ == "__main__":
    main()
