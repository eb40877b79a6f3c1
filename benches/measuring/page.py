"""The page: every figure on it comes from the runs."""

from collections import Counter

from . import figures
from .figures import cost, megabytes, most, percent, seconds, value_gap, worst
from .runs import FILLED, TRIAL_SECONDS
from .targets import GROWTH_PERCENT, PEER_AFTER, by_name, family, targets

NEVER = "not"


def table(head, rows):
    aligned = ["---" if number == 0 else "---:" for number in range(len(head))]
    return ["| " + " | ".join(row) + " |" for row in [head, aligned, *rows]] + [""]


def page(data, curve=None):
    """The page as text; `curve` names the picture of the growth curve."""
    checked = targets(data)
    lines = ["# Benchmark", "", *method(data["head"]), *shortfalls(data, checked), *reached(checked)]
    if data["ladder"]:
        lines += [*ready_made(data["ladder"]), *beside(data), *every_run(data["ladder"])]
    if data["berth"]:
        lines += berth(data["berth"])
    if data["growth"]:
        lines += growth(data["growth"], curve)
    return "\n".join(lines).rstrip() + "\n"


def method(head):
    memory = f", {head['memory_bytes'] / 2**30:.0f} GiB" if head["memory_bytes"] else ""
    load = f", load {head['load']:.1f} at the start" if head["load"] is not None else ""
    clock = "seconds of the processor, since others used the machine too" if head["cpu"] else "seconds of the wall"
    threads = "one thread" if head["threads"] == 1 else f"{head['threads']} threads"
    work = f"are {head['work']:g} for every second of it" if head["work"] else \
        f"fill {100 * FILLED:.0f} % of it as a trial of {TRIAL_SECONDS} s says"
    return [
        f"Made by `{head['command']}`; no figure is written by hand.",
        "",
        f"- Machine: {head['processor']}, {head['cores']} cores{memory}, {head['system']}{load}. {head['compiler']}.",
        f"- Date and commit: {head['date']}, {head['commit']}. Measured in {head['minutes']:.0f} minutes.",
        f"- Our runs: one at a time, {threads} each, {clock}, a process each, so that memory is its peak. Seconds count from the "
        f"instance in memory to the checked plan. A run ends at its time limit or after the moves that {work}, whichever is first; "
        "the tables say how many it made.",
        "- Value and bound are weighted train-minutes (berth allocation: the benchmark's own units). The gap of the value is "
        "(value − bound) / value, that of the avoidable cost (value − bound) / (value − alone), alone being the sum of "
        "what every train costs by itself. *To 5 %* is when that gap, as proven then, was first told of; a run tells after every "
        "slice of its work. A proof is `optimal`: bound and value meet.",
        "- The search cools over its moves, so a run made for a second has more after a second than one made for a minute: every "
        "instance and seed is planned in runs of several limits. Figures at the end are those of the longest, *to* a gap or a value "
        "is the first of them to come there.",
        "",
    ]


def verdict(reached):
    return {True: "reached", False: "**not reached**", None: "not measured"}[reached]


def shortfalls(data, checked):
    lines = ["## Not solved, and shortfalls", ""]
    missed = [row for row in checked if row[2] is False]
    if missed:
        lines += table(["target", "measured", ""], [[words, what, verdict(ok)] for words, what, ok in missed])
    else:
        lines += ["No target that was measured is missed.", ""]
    late = [run for run in data["ladder"] + data["berth"] + data["growth"] if run["seconds"] > 1.1 * run["time_limit"]]
    if late:
        most_late = max(late, key=lambda run: run["seconds"] / run["time_limit"])
        lines.append(f"- Runs more than a tenth beyond their time limit: {len(late)}, the furthest `{most_late['name']}`: "
                     f"{seconds(most_late['seconds'])} s instead of {most_late['time_limit']:.0f} s.")
    left_out = Counter(run["name"] for run in data["ladder"] + data["berth"] + data["growth"] if run["unplanned"])
    if left_out:
        names = ", ".join(f"`{name}` ({count})" for name, count in left_out.items())
        lines.append(f"- Plans with trains left out, and in how many runs: {names}.")
    lines += [f"- Failed: {run['kind']} `{run['name']}`, seed {run['seed']}: {run['error']}" for run in data["failed"]]
    lines += [f"- Skipped: {line}" for line in data["skipped"]]
    if lines[-1].startswith("- "):
        lines.append("")
    return lines


def reached(checked):
    rows = [[words, what, verdict(ok)] for words, what, ok in checked if ok is not False]
    return ["## Targets reached, or not measured", "", *table(["target", "measured", ""], rows)] if rows else []


def ready_made(runs):
    """One row per instance, the worst of its seeds, the widest gap first."""
    rows = []
    for name, group in by_name(figures.cases(runs)).items():
        to = [worst(figures.time_to_gap(run, gap) for run in group) for gap in (5, 1, 0)]
        rows.append((to, group, [
            f"`{name}`", str(group[0]["trains"]), cost(worst(figures.value_after(run, 1.0) for run in group), NEVER),
            cost(max(run["value"] for run in group)), cost(min(run["bound"] for run in group)),
            percent(max(map(value_gap, group))), percent(max(map(figures.final_gap, group))),
            *(seconds(time, NEVER) for time in to),
            f"{sum(map(figures.is_proven, group))} of {len(group)}", megabytes(most(run["peak_memory_kib"] for run in group)),
        ]))
    rows.sort(key=lambda row: (-max(map(figures.final_gap, row[1])), *map(figures.missing_last, reversed(row[0]))))
    head = ["instance", "trains", "value after 1 s", "value", "bound", "gap of value %", "gap of avoidable cost %",
            "s to 5 %", "s to 1 %", "s to optimal", "proven", "MB"]
    return ["## Ready-made instances", "", "Each figure the worst of the seeds; the widest gaps first, then the slowest.", "",
            *table(head, [row for _, _, row in rows])]


def beside(data):
    """Peers beside, the largest slowdown of ours first."""
    ours = by_name(figures.cases(data["ladder"]))
    rows = []
    for peer in data["peers"]:
        group = ours.get(peer["name"], [])
        if not group:
            continue
        value = peer.get("value")
        took = None if value is None else worst(figures.time_to_value(run, value) for run in group)
        early = worst(figures.value_after(run, PEER_AFTER) for run in group)
        ratio = took / peer["found_s"] if took is not None and peer.get("found_s") else None
        # a peer without a plan is no slowdown of ours
        slowness = (2, 0) if value is None else figures.missing_last(ratio)
        rows.append((slowness, [
            f"`{peer['name']}`", peer["peer"], str(peer["threads"]), cost(value), cost(peer.get("bound")),
            str(peer["status"]), seconds(peer.get("found_s")), cost(early, NEVER),
            percent(None if not value or early is None else (early - value) / value), seconds(took, NEVER),
            "–" if value is None else NEVER if ratio is None else f"{ratio:.3g}",
        ]))
    if not rows:
        return []
    rows.sort(key=lambda row: row[0])
    head = ["instance", "peer", "threads", "its value", "its bound", "its status", "found after s",
            f"ours after {PEER_AFTER:.0f} s", "more than its value %", "ours as good after s", "our time / its time"]
    return ["### Peers beside", "",
            "`benches/peers/` on the same compiled problem, every plan checked by our checker. Ours is the worst of the seeds; "
            "the largest slowdowns of ours first.", "", *table(head, [row for _, row in rows])]


def every_run(runs):
    rows = [[f"`{run['name']}`", str(run["seed"]), seconds(run["time_limit"]), cost(figures.value_after(run, 1.0), NEVER),
             cost(run["value"]), cost(run["bound"]), percent(figures.final_gap(run)), seconds(figures.time_to_best(run)),
             *(seconds(figures.time_to_gap(run, gap), NEVER) for gap in (5, 1, 0)), seconds(run["seconds"]), run["status"],
             str(run["moves"]), str(run["rounds"]), megabytes(run["peak_memory_kib"])]
            for run in sorted(runs, key=lambda run: (-run["time_limit"], -figures.final_gap(run), -run["seconds"]))]
    head = ["instance", "seed", "limit s", "value after 1 s", "value", "bound", "gap of avoidable cost %", "best after s",
            "s to 5 %", "s to 1 %", "s to optimal", "s in all", "status", "moves", "rounds", "MB"]
    return ["### Every run", "", "A round is a slice of search and a slice of the bound.", "", *table(head, rows)]


def berth(runs):
    lines = ["## Berth allocation", "",
             "Public files, read by `regauge_instances::berth`, the same engines with no special path. A listed value with * is "
             "known to be the best there is.", ""]
    rows = []
    for name, group in sorted(by_family(runs).items()):
        rows.append([f"`{name}`", str(len(group)), str(sum(map(figures.is_proven, group))),
                     seconds(sum(run["seconds"] for run in group) / len(group)), percent(max(map(value_gap, group))),
                     str(sum(run["value"] > run["listed"] for run in group)),
                     str(sum(run["value"] < run["listed"] for run in group)),
                     megabytes(most(run["peak_memory_kib"] for run in group))])
    head = ["family", "files", "proven", "mean s", "largest own gap %", "worse than listed", "better than listed", "MB"]
    lines += table(head, rows)
    rows = [[f"`{run['name']}`", str(run["value"]), f"{run['listed']}{'*' if run['listed_optimal'] else ''}",
             percent((run["value"] - run["listed"]) / run["listed"]) if run["value"] > run["listed"] else "–",
             str(run["bound"]), percent(value_gap(run)), seconds(figures.time_to_best(run)), seconds(run["seconds"]),
             run["status"]] for run in sorted(runs, key=lambda run: (-value_gap(run), -run["seconds"]))]
    head = ["file", "value", "listed", "above listed %", "bound", "own gap %", "best after s", "s in all", "status"]
    return lines + ["The widest gaps first, then the slowest.", "", *table(head, rows)]


def by_family(runs):
    groups = {}
    for run in runs:
        groups.setdefault(family(run), []).append(run)
    return groups


def growth(runs, curve):
    head = ["horizon", "trains", f"s to {GROWTH_PERCENT} %", "gap of avoidable cost %", "s in all", "ms per train", "MB",
            "MB per train", "moves", "rounds"]
    rows = []
    for run in runs:
        took = figures.time_to_gap(run, GROWTH_PERCENT)
        memory = run["peak_memory_kib"]
        rows.append([run["name"], str(run["trains"]), seconds(took, NEVER), percent(figures.final_gap(run)),
                     seconds(run["seconds"]), "–" if took is None else f"{1000 * took / run['trains']:.0f}", megabytes(memory),
                     "–" if memory is None else f"{memory * 1024 / 1e6 / run['trains']:.2f}",
                     str(run["moves"]), str(run["rounds"])])
    lines = ["## Growth", "", f"Generated days of the same kind (`examples/measure.rs --days`), run until the gap of the avoidable "
             f"cost is {GROWTH_PERCENT} % or the time is over. Linear growth keeps the figures per train.", "", *table(head, rows)]
    if curve:
        lines += [f"![Seconds and memory over the number of trains; hollow: the gap was not reached]({curve})", ""]
    return lines


def panels(runs):
    """What the growth curve shows."""
    took = [figures.time_to_gap(run, GROWTH_PERCENT) for run in runs]
    times = [(run["trains"], time or run["seconds"], time is not None) for run, time in zip(runs, took)]
    memory = [(run["trains"], (run["peak_memory_kib"] or 0) * 1024 / 1e6, True) for run in runs]
    return [(f"Seconds to {GROWTH_PERCENT} %", times), ("Memory, MB", memory)]
