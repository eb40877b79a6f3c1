"""What is measured, section by section: values by work, insertion, growth, many ships, time limits, berth allocation, peers, parts left out."""

import os
import tempfile
from statistics import median

from . import runs, ships
from .runs import BENCHMARKS
from .targets import LADDER, LONGEST

# Processes of which the median is taken where milliseconds count.
REPEATS = 11

# Moves after insertion, and how near to so many a run must come.
MOVES, MOVES_OFF, MOVES_TRIES = 200, 0.05, 8

# Growth: days of each rung, constructions of which the median is taken, and units of work a day beside that of the construction.
GROWTH = {"l": (1, 3, 10, 30), "m": (1, 3, 10), "k": (1, 3, 10)}
GROWTH_REPEATS = 3
GROWTH_WORK = 0.3

# Ships at once by insertion alone, and units of work for the most of them once more.
SHIPS = (10_000, 30_000, 100_000)
SHIPS_WORK = 3

# Time limits: seconds, and on what (rung, days).
LIMITS = (0.2, 1, 5)
LIMITED = (("xl+", 1), ("l", 30), ("l", 120))

# Seconds of the processor that differ by no more than this are the same; tries to come so near.
SAME, SAME_TRIES = 0.05, 3

BERTH_WORK = 10

# Parts left out one by one: the ladder, long days on a single track (rung, days), berth files; units of work, each with its seeds.
ABLATED = ("s", "m", "l", "xl", "s+", "m+", "l+", "xl+", "irun", "k", "k+")
ABLATED_DAYS = (("k", 3),)
ABLATED_BERTH = ("ddbap-lalla-ruiz/f40x5-01", "ddbap-kramer/f200x15-01")
ABLATED_WORK = ((1, (1, 2)),)

# What --quick measures.
QUICK_REPEATS = 3
QUICK_GROWTH = {"l": (1, 3), "m": (1, 3)}
QUICK_SHIPS = (300, 1000)
QUICK_LIMITS = (0.2,)
QUICK_LIMITED = (("xl+", 1), ("l", 3))
QUICK_BERTH = ("ddbap-cordeau/i01", "ddbap-lalla-ruiz/f30x3-01", "ddbap-kramer/f200x15-01")
QUICK_BERTH_WORK = 1


def values(measure, options):
    """Every instance with every work, with the bound and without (but for the longest); the longest runs first, so that no core is idle at
    the end."""

    def one(name, share, units, seed):
        return lambda: measure.run("values", name, name, work=units, share=share, seed=seed)

    wanted = []
    for units in sorted(options.work, reverse=True):
        seeds = options.long_seeds if units >= LONGEST else options.seeds
        shares = ("growing",) if units >= LONGEST else ("growing", "off")
        wanted += [one(name, share, units, seed) for name in options.instances for share in shares for seed in seeds]
    measure.at_once(wanted)


def insertion(measure, options):
    repeats = QUICK_REPEATS if options.quick else REPEATS
    for name in options.instances:
        found = [measure.tell(name, "--compile", work=0, share="off") for _ in range(repeats)]
        processes = [measure.plan("--demo", name, "--work", 0, "--bound", "off") for _ in range(repeats)]
        error = next((error for _, error in found + processes if error), None)
        if error:
            measure.results.fail("insertion", name, error)
            continue
        found, processes = [run for run, _ in found], [run for run, _ in processes]
        first = found[0]
        result = {
            **{key: first[key] for key in ("trains", "value", "postponed", "infeasible")},
            "name": name,
            "repeats": repeats,
            "insertion": median(run["constructed"] - run["compile_seconds"] for run in found),
            "compile": median(run["compile_seconds"] for run in found),
            "seconds": median(run["seconds"] for run in found),
            "wall": median(run["wall"] for run in processes),
            "cpu": median(run["cpu"] for run in processes),
            "after_moves": after_moves(measure, options, name, repeats),
        }
        runs.say(f"insertion {name}: {1000 * result['insertion']:.1f} ms, process {1000 * result['wall']:.1f} ms")
        measure.results.add("insertion", result)


def after_moves(measure, options, name, repeats):
    """Runs without the bound that make about so many moves; None where there are none."""
    work, nearest, few, many = 0.02, None, 0.0, None
    for _ in range(MOVES_TRIES):
        run, _ = measure.tell(name, work=work, share="off", seed=options.seeds[0])
        if run is None:
            return None
        if nearest is None or abs(run["moves"] - MOVES) < abs(nearest["moves"] - MOVES):
            nearest = run
        if abs(run["moves"] / MOVES - 1) <= MOVES_OFF:
            break
        if run["moves"] < MOVES:
            few = work
        else:
            many = work
        work = round(2 * work if many is None else (few + many) / 2, 3)
    work = nearest["units"]
    runs_of = [[measure.tell(name, work=work, share="off", seed=seed)[0] for _ in range(repeats)] for seed in options.seeds]
    if any(run is None for same in runs_of for run in same):
        return None
    firsts = [same[0] for same in runs_of]
    return {
        "work": work, "moves": median(run["moves"] for run in firsts), "values": [run["value"] for run in firsts],
        "seconds": median(run["seconds"] for same in runs_of for run in same),
    }


def growth(measure, options):
    for rung, days_of in (QUICK_GROWTH if options.quick else GROWTH).items():
        for days in days_of:
            name = rung + (f", {days} days" if days > 1 else "")
            found = [measure.tell(rung, "--days", days, work=0, share="off") for _ in range(GROWTH_REPEATS)]
            error = next((error for _, error in found if error), None)
            if error:
                measure.results.fail("growth", name, error)
                continue
            construction = median(run["seconds"] for run, _ in found)
            measure.run("growth", name, rung, "--days", days, work=round(construction + GROWTH_WORK * days, 3), share="off",
                        told={"rung": rung, "days": days, "construction": construction, "constructed_postponed": found[0][0]["postponed"]})


def many_ships(measure, options):
    counts = QUICK_SHIPS if options.quick else SHIPS
    with tempfile.TemporaryDirectory() as folder:
        for count, work in [*((count, 0) for count in counts), (counts[-1], SHIPS_WORK)]:
            path = os.path.join(folder, f"{count}.json")
            ships.write(path, count)
            done = measure.run("ships", f"{count:,} ships", path, work=work, told={"bytes": os.path.getsize(path)})
            if done is None:
                # more would not be done either
                return


def limits(measure, options):
    with tempfile.TemporaryDirectory() as folder:
        for rung, days in QUICK_LIMITED if options.quick else LIMITED:
            name = rung + (f", {days} days" if days > 1 else "")
            more = ["--days", days] if days > 1 else []
            path = os.path.join(folder, "instance.json")
            measure.write(rung, path, *more)
            for limit in QUICK_LIMITS if options.quick else LIMITS:
                process, error = measure.plan(path, "--time-limit", limit)
                inside, why = measure.tell(rung, *more, "--time", limit)
                if error or why:
                    measure.results.fail("limits", f"{name}, {limit} s", error or why)
                    continue
                by_work = of_same_time(measure, rung, more, inside)
                plan = process["plan"]
                measure.results.add("limits", {
                    "name": name, "trains": inside["trains"], "limit": limit, "wall": process["wall"], "cpu": process["cpu"],
                    "process_postponed": plan["kpis"]["postponed"], "process_made_by": plan["made_by"],
                    "inside": brief(inside), "by_work": brief(by_work),
                })
                runs.say(f"limits {name}, {limit} s: {process['wall']:.2f} s of the wall, "
                         f"inside {inside['seconds']:.2f} s of the processor")


def brief(run):
    return run and {key: run[key] for key in ("work", "seconds", "moves", "value", "postponed")}


def of_same_time(measure, rung, more, inside):
    """A run by work that takes as much of the processor as one with a time limit took: the nearest of some."""
    work, nearest = inside["work"] or inside["time_limit"], None
    for _ in range(SAME_TRIES):
        run, _ = measure.tell(rung, *more, work=work)
        if run is None:
            return nearest
        if nearest is None or abs(run["seconds"] - inside["seconds"]) < abs(nearest["seconds"] - inside["seconds"]):
            nearest = run
        ratio = inside["seconds"] / max(run["seconds"], 1e-3)
        # without moves it is the construction alone that takes the time, and less work takes no less
        if abs(ratio - 1) <= SAME or (ratio < 1 and not run["moves"]):
            break
        work = round(work * ratio, 3)
    return nearest


def berth(measure, options):
    folder, results = os.environ.get(BENCHMARKS), measure.results
    if not folder:
        results.skip(f"berth allocation: {BENCHMARKS} is not set")
        return
    work = options.berth_work or (QUICK_BERTH_WORK if options.quick else BERTH_WORK)

    def one(name, path, told):
        return lambda: measure.run("berth", name, path, "--berth", work=work, told=told)

    wanted = []
    for name, value, optimal in runs.known_berth_files():
        if options.quick and name not in QUICK_BERTH:
            continue
        path = os.path.join(folder, *name.split("/")) + ".txt"
        if os.path.exists(path):
            wanted.append(one(name, path, {"listed": value, "listed_optimal": optimal}))
        else:
            results.skip(f"berth allocation: no {name}.txt in the folder {BENCHMARKS} names")
    measure.at_once(wanted)


def peers(measure, options):
    results = measure.results
    for path in options.peer_results:
        runs.take_peers(results, path)
    if not options.peers:
        if not options.peer_results:
            results.skip("peers: neither --peers nor --peer-results was given")
        return
    for name in options.instances:
        if name not in LADDER:
            continue
        for more in [[], ["--hint-work", "0"]] if options.peer == "cpsat" else [[]]:
            for seed in options.peer_seeds:
                if not runs.run_peer(results, options, measure.regauge, name, seed, *more):
                    return


def ablation(measure, options):
    """Every instance with everything, and without each part of the engines alone."""
    parts = [None, *measure.parts()]
    files = [(name, name, []) for name in ABLATED]
    files += [(f"{rung}, {days} days", rung, ["--days", days]) for rung, days in ABLATED_DAYS]
    folder = os.environ.get(BENCHMARKS)
    if folder:
        files += [(name, os.path.join(folder, *name.split("/")) + ".txt", ["--berth"]) for name in ABLATED_BERTH]
    else:
        measure.results.skip(f"parts left out, berth allocation: {BENCHMARKS} is not set")
    works = ABLATED_WORK
    if options.quick:
        parts, files, works = parts[:3], files[1:2], [(0.1, (1,))]

    def one(part, name, instance, more, work, seed):
        without = ["--without", part] if part else []
        return lambda: measure.run("ablation", name, instance, *more, *without, work=work, seed=seed, told={"part": part})

    measure.at_once([one(part, *file, work, seed) for work, seeds in works for part in parts for file in files for seed in seeds])


SECTIONS = {"values": values, "insertion": insertion, "growth": growth, "ships": many_ships, "limits": limits, "berth": berth,
            "peers": peers, "ablation": ablation}
