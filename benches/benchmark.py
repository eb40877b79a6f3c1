#!/usr/bin/env python3
"""Measures regauge and writes BENCHMARK.md: `python3 benches/benchmark.py`.

Builds in release, runs `examples/measure.rs` once per instance and seed, one run at a time, and writes the page from what came
out. Standard library only. Public benchmark files are found through REGAUGE_BENCHMARKS, peers run where Python has what
benches/peers/README.md wants; what is not there is skipped with a line that says so.
"""

import argparse
import json
import os
import sys
import time

from measuring import page, runs
from measuring.curve import svg
from measuring.runs import BENCHMARKS, ROOT, Measure, Results, say
from measuring.targets import BERTH_LIMIT, GROWTH_PERCENT, LADDER, SHORT

# Days of the growth curve: rung, how many days, and the seconds a run may take.
GROWTH = [("m", 1, 30), ("l", 1, 60), ("l", 3, 120), ("l", 10, 240), ("l", 30, 600)]

# What --quick measures.
QUICK_SECONDS = 3
QUICK_GROWTH = 2
QUICK_BERTH = ("ddbap-cordeau/i01", "ddbap-lalla-ruiz/f30x3-01", "ddbap-kramer/f200x15-01")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", default=os.path.join(ROOT, "BENCHMARK.md"), help="the page")
    parser.add_argument("--instances", nargs="*", default=list(LADDER), metavar="NAME",
                        help="ready-made instances (none: skip them): " + ", ".join(LADDER))
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    parser.add_argument("--time", type=float, help="seconds of every run (default: the longest a target speaks of)")
    parser.add_argument("--berth-time", type=float, help="the same for the files of REGAUGE_BENCHMARKS (default: as --time)")
    parser.add_argument("--growth-time", type=float, help="the same from a day to thirty (default: as --time)")
    parser.add_argument("--work", type=float, metavar="MOVES",
                        help="moves for every second of a run's time limit (default: what a trial says that it makes)")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--cpu", action="store_true", help="seconds of the processor, for a machine that others use too")
    parser.add_argument("--berth", action=argparse.BooleanOptionalAction, default=True, help="the files of REGAUGE_BENCHMARKS")
    parser.add_argument("--growth", action=argparse.BooleanOptionalAction, default=True, help="from a day to thirty")
    parser.add_argument("--peers", action="store_true", help="run a peer on the ready-made instances too")
    parser.add_argument("--peer", choices=["cpsat", "highs"], default="cpsat")
    parser.add_argument("--peer-time", type=float, default=60)
    parser.add_argument("--peer-seeds", nargs="+", type=int, default=[1])
    parser.add_argument("--peer-python", default=sys.executable, metavar="PYTHON", help="a Python that has what the peer needs")
    parser.add_argument("--peer-results", nargs="+", default=[], metavar="FILE", help="results that benches/peers/run.py wrote")
    parser.add_argument("--quick", action="store_true", help=f"does it work: one seed, {QUICK_SECONDS} s a run, few files")
    parser.add_argument("--raw", default=os.path.join(ROOT, "target", "benchmark.json"), help="every run, as it was told")
    parser.add_argument("--from-raw", action="store_true", help="measure nothing, write the page from that file")
    options = parser.parse_args()
    if options.quick:
        options.seeds = options.seeds[:1]
        options.time = options.time or QUICK_SECONDS
    options.instances = [name.lower() for name in options.instances]
    return options


def ladder(measure, options):
    for name in options.instances:
        for seed in options.seeds:
            longest = options.time or LADDER.get(name, 30)
            for limit in [*(limit for limit in SHORT if limit < longest), longest]:
                measure.run("ladder", name, name, limit, seed=seed)


def berth(measure, options, results):
    folder = os.environ.get(BENCHMARKS)
    if not folder:
        results.skip(f"berth allocation: {BENCHMARKS} is not set")
        return
    for name, value, optimal in runs.known_berth_files():
        if options.quick and name not in QUICK_BERTH:
            continue
        path = os.path.join(folder, *name.split("/")) + ".txt"
        if os.path.exists(path):
            measure.run("berth", name, path, options.berth_time or options.time or BERTH_LIMIT, "--berth", listed=value, listed_optimal=optimal)
        else:
            results.skip(f"berth allocation: no {name}.txt in the folder {BENCHMARKS} names")


def growth(measure, options):
    for rung, days, limit in GROWTH[:QUICK_GROWTH] if options.quick else GROWTH:
        name = rung + (f", {days} days" if days > 1 else "")
        measure.run("growth", name, rung, options.growth_time or options.time or limit, "--days", days, "--gap", GROWTH_PERCENT)


def peers(options, results, regauge):
    for path in options.peer_results:
        runs.take_peers(results, path)
    if not options.peers:
        if not options.peer_results:
            results.skip("peers: neither --peers nor --peer-results was given")
        return
    for name in options.instances:
        for seed in options.peer_seeds:
            if not runs.run_peer(results, options, regauge, name, seed):
                return


def measured(options):
    example, regauge = runs.build()
    head = runs.circumstances(sys.argv[1:])
    head.update(threads=options.threads, work=options.work, cpu=options.cpu)
    results = Results(options.raw, head)
    measure = Measure(example, options, results)
    begin = time.monotonic()
    ladder(measure, options)
    if options.berth:
        berth(measure, options, results)
    if options.growth:
        growth(measure, options)
    peers(options, results, regauge)
    head["minutes"] = (time.monotonic() - begin) / 60
    return results


def write(path, text):
    with open(path + ".part", "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    os.replace(path + ".part", path)


def main():
    options = arguments()
    if options.from_raw:
        with open(options.raw, encoding="utf-8") as file:
            data = json.load(file)
    else:
        results = measured(options)
        results.save()
        data = results.all
    curve = None
    if data["growth"]:
        curve = os.path.splitext(options.output)[0] + "-growth.svg"
        write(curve, svg(page.panels(data["growth"])))
    write(options.output, page.page(data, curve and os.path.basename(curve)))
    say(f"wrote {options.output}")


if __name__ == "__main__":
    main()
