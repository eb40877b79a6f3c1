"""The page: every figure on it comes from the runs."""

from statistics import median

from . import figures
from .best import known
from .figures import above, by, cost, megabytes, milliseconds, most, percent, power, seconds, value_gap, worst
from .targets import GROWN, SHORT, family, is_overrun, of_work, targets

NEVER = "not"

SHARES = {"growing": "with the bound", "off": "without it"}


def table(head, rows):
    aligned = ["---" if number == 0 else "---:" for number in range(len(head))]
    return ["| " + " | ".join(row) + " |" for row in [head, aligned, *rows]] + [""]


def page(data, curve=None):
    """The page as text; `curve` names the picture of the growth curve."""
    checked = targets(data)
    lines = ["# Benchmark", "", *method(data["head"]), *shortfalls(data, checked), *reached(checked)]
    for kind, section in (("values", values), ("insertion", insertion), ("growth", lambda data: growth(data, curve)),
                          ("ships", ships), ("limits", limits), ("peers", beside), ("berth", berth), ("ablation", ablation)):
        if data.get(kind):
            lines += section(data)
    return "\n".join(lines).rstrip() + "\n"


def method(head):
    memory = f", {head['memory_bytes'] / 2**30:.0f} GiB" if head["memory_bytes"] else ""
    load = f", load {head['load']:.1f} at the start" if head["load"] is not None else ""
    threads = "one thread" if head["threads"] == 1 else f"{head['threads']} threads"
    jobs = "One run at a time" if head["jobs"] == 1 else \
        f"{head['jobs']} runs at a time for values and berth allocation, one at a time for the rest"
    minutes = f" Measured in {head['minutes']:.0f} minutes." if "minutes" in head else ""
    return [
        f"Made by `{head['command']}`; no figure is written by hand.",
        "",
        f"- Machine: {head['processor']}, {head['cores']} cores{memory}, {head['system']}{load}. {head['compiler']}.",
        f"- Date and commit: {head['date']}, {head['commit']}.{minutes}",
        "- A run ends when its work is done, counted in units of about a second of one core each (`docs/control.md`); the tables say "
        f"how many seconds of the processor it took. {jobs}, {threads} each, a process each, so that memory is its peak. "
        "Seconds count from the instance in memory to the checked plan, unless a table says that the whole process was timed.",
        "- Value and bound are weighted train-minutes (berth allocation: the benchmark's own units). The gap of the value is "
        "(value − bound) / value, that of the avoidable cost (value − bound) / (value − alone), alone being the sum of "
        "what every train costs by itself. A proof is `optimal`: bound and value meet.",
        "- The best known value is that of the best plan found by any run here, by a peer, or before (`benches/best-known.json`).",
        "",
    ]


def verdict(is_reached):
    return {True: "reached", False: "**not reached**", None: "not measured"}[is_reached]


def shortfalls(data, checked):
    lines = ["## Shortfalls", ""]
    missed = [row for row in checked if row[2] is False]
    if missed:
        lines += table(["target", "measured", ""], [[words, what, verdict(ok)] for words, what, ok in missed])
    else:
        lines += ["No target that was measured is missed.", ""]
    left_out = {}
    for run in data["values"]:
        # trains without a journey of their own are left out of every plan
        left_out.setdefault(run["name"], []).append(run["postponed"] - run["infeasible"])
    for name, outs in left_out.items():
        if max(outs):
            lines.append(f"- `{name}`: {sum(out > 0 for out in outs)} of {len(outs)} plans of the table of values leave trains out "
                         f"that have a journey of their own, {max(outs)} at most.")
    lines += [f"- Failed: {run['kind']} {run['name']}: {run['error']}" for run in data["failed"]]
    lines += [f"- Skipped: {line}" for line in data["skipped"]]
    if lines[-1].startswith("- "):
        lines.append("")
    return lines


def reached(checked):
    rows = [[words, what, verdict(ok)] for words, what, ok in checked if ok is not False]
    return ["## Targets reached, or not measured", "", *table(["target", "measured", ""], rows)] if rows else []


# ---- values ---------------------------------------------------------------------------------------------------------


def values(data):
    runs, best = data["values"], known(data)
    lines = ["## Values after so much work", "",
             "Percent above the best known value: the median of the seeds / the worst of them. A unit of work is about a second of one "
             "core, with the bound or without.", ""]
    works = sorted({run["units"] for run in runs})
    groups = by(runs, "share", "name", "units")
    for share, words in SHARES.items():
        names = list(dict.fromkeys(run["name"] for run in runs if run["share"] == share))
        if not names:
            continue
        rows = [[f"`{name}`", cost(best[name]), *(far(groups.get((share, name, units)), best[name]) for units in works)]
                for name in names]
        lines += [f"### {words.capitalize()}", "",
                  *table(["instance", "best known", *(f"{units:g}" for units in works)], rows)]
        if share == "growing":
            rows = [[f"`{name}`", *(gaps(groups.get((share, name, units))) for units in works)] for name in names]
            lines += ["Gap of the avoidable cost in percent, likewise:", "",
                      *table(["instance", *(f"{units:g}" for units in works)], rows)]
    return [*lines, *units_taken(runs), *every_value(groups, best)]


def pair(found):
    """Median and worst in percent."""
    return f"{percent(median(found))} / {percent(max(found))}" if len(found) > 1 else percent(found[0])


def far(group, best):
    return pair([above(run["value"], best) for run in group]) if group else "–"


def gaps(group):
    return pair([figures.final_gap(run) for run in group]) if group else "–"


def units_taken(runs):
    """How near a unit is to a second; runs that ended with a proof had less to do."""
    rows = []
    works = sorted({run["units"] for run in runs})
    for share, words in SHARES.items():
        row = []
        for units in works:
            group = [run for run in runs if (run["share"], run["units"]) == (share, units)]
            took = [run["seconds"] / units for run in group if not figures.is_proven(run)]
            row.append(f"{median(took):.2f} ({min(took):.2f} to {max(took):.2f})" if took else "–")
        if set(row) != {"–"}:
            rows.append([words, *row])
    return ["### Seconds of a unit of work", "",
            "Seconds of the processor by units of work, of the runs that no proof ended: the median, the least and the most.", "",
            *table(["", *(f"{units:g}" for units in works)], rows)]


def every_value(groups, best):
    rows = []
    for (share, name, units), group in sorted(groups.items(), key=lambda item: (item[0][0] != "growing", item[0][1], item[0][2])):
        with_bound = share != "off"
        rows.append([
            f"`{name}`", share, f"{units:g}", str(len(group)), cost(median_of(run["value"] for run in group)),
            cost(max(run["value"] for run in group)), percent(max(above(run["value"], best[name]) for run in group)),
            cost(min(run["bound"] for run in group)) if with_bound else "–",
            percent(max(map(value_gap, group))) if with_bound else "–",
            percent(max(map(figures.final_gap, group))) if with_bound else "–",
            f"{sum(map(figures.is_proven, group))}", seconds(median(run["seconds"] for run in group)),
            f"{median(run['moves'] for run in group):.0f}", str(max(run["postponed"] for run in group)),
            megabytes(most(run["peak_memory_kib"] for run in group)),
        ])
    head = ["instance", "bound", "units", "seeds", "value, median", "value, worst", "above best known %", "bound", "gap of value %",
            "gap of avoidable cost %", "proven", "s", "moves", "left out", "MB"]
    return ["### All of them", "", "Where it does not say median, the worst of the seeds; seconds and moves are medians.", "",
            *table(head, rows)]


def median_of(found):
    return round(median(found))


# ---- insertion ------------------------------------------------------------------------------------------------------


def insertion(data):
    best = known(data)
    rows = []
    for run in data["insertion"]:
        moves = run["after_moves"]
        rows.append([
            f"`{run['name']}`", str(run["trains"]),
            *(milliseconds(run[what]) for what in ("compile", "insertion", "seconds", "wall", "cpu")),
            cost(run["value"]), percent(above(run["value"], best[run["name"]])),
            str(run["postponed"]), str(run["infeasible"]), "–" if moves is None else f"{moves['moves']:.0f}",
            milliseconds(moves and moves["seconds"]),
            "–" if moves is None else pair([above(value, best[run["name"]]) for value in moves["values"]]),
        ])
    head = ["instance", "trains", "compiling ms", "insertion ms", "with the checked plan ms", "process, wall ms",
            "process, processor ms", "value", "above best known %", "left out", "of them without a journey",
            "moves", "with so many moves ms", "then above %"]
    repeats = data["insertion"][0]["repeats"]
    return ["## Insertion alone", "",
            f"Without the bound, the median of {repeats} processes. Insertion counts from the compiled problem to the best of the first "
            "plans; the whole process is `regauge plan --demo NAME --work 0 --bound off`, from its start to its end, reading, checking "
            "and writing included. The last columns are of runs with some moves, of every seed: the median, and how far above the "
            "best known value the median / the worst of them is.", "", *table(head, rows)]


# ---- growth ---------------------------------------------------------------------------------------------------------


def growth(data, curve):
    runs = data["growth"]
    head = ["horizon", "trains", "construction s", "ms per train", "left out then", "units", "s", "moves", "ms per move", "left out", "MB",
            "MB per train"]
    rows = []
    for run in runs:
        memory = run["peak_memory_kib"]
        rows.append([run["name"], str(run["trains"]), seconds(run["construction"]),
                     milliseconds(run["construction"] / run["trains"]),
                     str(run["constructed_postponed"]), f"{run['units']:.1f}", seconds(run["seconds"]), str(run["moves"]),
                     milliseconds(figures.per_move(run)), str(run["postponed"]), megabytes(memory),
                     "–" if memory is None else f"{memory * 1024 / 1e6 / run['trains']:.2f}"])
    lines = ["## Growth", "",
             "Generated days of the same kind (`examples/measure.rs --days`), without the bound: the construction is a run with no work "
             "from the instance in memory to the checked plan, a move is what a run with some work takes longer, by its moves.", "",
             *table(head, rows)]
    powers = [[f"`{rung}`", *(power(figures.exponent((run["trains"], told(run)) for run in group)) for told in GROWN.values())]
              for rung, group in by(runs, "rung").items()]
    lines += ["Growth with the number of trains to the power of (1 is linear, 0 is none):", "", *table(["", *GROWN], powers)]
    if curve:
        lines += [f"![Construction, time of a move and memory over the number of trains]({curve})", ""]
    return lines


def panels(runs):
    """What the growth curve shows."""
    def lines(told):
        return {rung: [(run["trains"], told(run)) for run in group] for rung, group in by(runs, "rung").items()}

    return [("Construction, s", lines(lambda run: run["construction"])),
            ("A move, ms", lines(lambda run: 1000 * (figures.per_move(run) or 0))),
            ("Memory, MB", lines(lambda run: (run["peak_memory_kib"] or 0) * 1024 / 1e6))]


def ships(data):
    runs = data["ships"]
    rows = [[run["name"], f"{run['bytes'] / 1e6:.1f}", f"{run['units']:g}", seconds(run["seconds"]),
             milliseconds(run["seconds"] / run["trains"]), str(run["moves"]), str(run["postponed"]),
             megabytes(run["peak_memory_kib"])] for run in runs]
    lines = ["## Many ships at once", "", "Handled trains that are all there at the start, four spots of twenty for each of them "
             "(`benches/measuring/ships.py`); without work it is insertion alone.", "",
             *table(["", "MB of the file", "units", "s", "ms per ship", "moves", "left out", "MB"], rows)]
    inserted = [run for run in runs if not run["units"]]
    if len(inserted) > 1:
        memory = figures.exponent((run["trains"], run["peak_memory_kib"]) for run in inserted)
        took = figures.exponent((run["trains"], run["seconds"]) for run in inserted)
        lines += [f"By insertion alone seconds grow with the number of ships to the power {power(took)}, "
                  f"memory to the power {power(memory)}.", ""]
    return lines


# ---- time limits ----------------------------------------------------------------------------------------------------


def limits(data):
    rows = []
    for run in data["limits"]:
        inside, by_work = run["inside"], run["by_work"]
        rows.append([
            run["name"], str(run["trains"]), f"{run['limit']:g}",
            over(run["wall"], run["limit"]), seconds(run["cpu"]), str(run["process_postponed"]),
            over(inside["seconds"], run["limit"]), f"{inside['work']:g}", str(inside["moves"]), str(inside["postponed"]),
            *(("–",) * 3 if by_work is None else (f"{by_work['work']:g}", seconds(by_work["seconds"]), str(by_work["postponed"]))),
        ])
    head = ["", "trains", "limit s", "process, wall s", "process, processor s", "left out", "one thread, processor s", "units", "moves",
            "left out", "by work: units", "s", "left out"]
    return ["## Time limits", "",
            "Twice with the limit: the whole process `regauge plan FILE --time-limit SECONDS` on all cores, by the wall clock; and one "
            "thread from the instance in memory, by the processor's. Beside them a run by work that takes as long as the second, or, "
            "where there is none, the nearest. What is more than a tenth and 0.1 s over the limit is bold.", "", *table(head, rows)]


def over(took, limit):
    text = f"{took:.2f}"
    return f"**{text}**" if is_overrun(took, limit) else text


# ---- peers ----------------------------------------------------------------------------------------------------------


def beside(data):
    """Peers beside, the least advantage of ours first."""
    ours, all_ours = of_work(data, SHORT), by([run for run in data["values"] if run["share"] == "growing"], "name")
    plain, hinted = [], []
    for peer in data["peers"]:
        group = ours.get(peer["name"], [])
        value = peer.get("value")
        early = worst(run["value"] for run in group)
        ratio = None if not value or early is None else (early - value) / value
        seeds = by(all_ours.get(peer["name"], []), "seed").values()
        took = None if value is None else worst(figures.time_to_value(runs, value) for runs in seeds)
        row = [f"`{peer['name']}`", str(peer["threads"]), seconds(peer.get("solve_s")),
               cost(value), cost(peer.get("bound")), str(peer["status"]), seconds(peer.get("found_s")),
               cost(early), percent(ratio), milliseconds(took, NEVER)]
        # a peer without a plan is no shortfall of ours
        key = (1, 0) if ratio is None else (0, -ratio)
        if "hint_value" in peer:
            begun = peer["hint_value"]
            saved = None if not value or not begun else (begun - value) / begun
            row[3:3] = [cost(begun), str(peer.get("hint_said")), percent(saved)]
            hinted.append((key, row))
        else:
            plain.append((key, row))
    names = ", ".join(dict.fromkeys(peer["peer"] for peer in data["peers"]))
    rest = ["its value", "its bound", "its status", "found after s", f"ours after {SHORT} unit", "more than its value %",
            "ours as good after ms"]
    lines = ["## Peers beside", "",
             f"{names}: `benches/peers/` on the same compiled problem, every plan checked by our checker. Ours is the worst of the seeds, "
             "on one thread; the least advantage of ours first.", ""]
    if plain:
        lines += table(["instance", "threads", "s", *rest], [row for _, row in sorted(plain, key=lambda row: row[0])])
    if hinted:
        lines += ["Begun at our plan by insertion: a hint with a value for every variable of its model, which is the strongest there is. "
                  "What its log says of the hint stands beside.", "",
                  *table(["instance", "threads", "s", "begun at", "its log: the hint is", "saved of it %", *rest],
                         [row for _, row in sorted(hinted, key=lambda row: row[0])])]
    return lines


# ---- berth allocation -----------------------------------------------------------------------------------------------


def berth(data):
    runs = data["berth"]
    units = ", ".join(sorted({f"{run['units']:g}" for run in runs}))
    lines = ["## Berth allocation", "",
             f"Public files, read by `regauge_instances::berth`, the same engines with no special path, {units} units of work. A listed "
             "value with * is known to be the best there is.", ""]
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


# ---- parts left out -------------------------------------------------------------------------------------------------


def ablation(data):
    """By part: how much more plans cost without it, how much less is proven, what a run takes of the processor."""
    runs = by(data["ablation"], "part", "units", "name", "seed")
    works = sorted({key[1] for key in runs})
    names = list(dict.fromkeys(run["name"] for run in data["ablation"]))
    lines = ["## Parts left out", "",
             "Each part of the engines left out alone (`--without`), the same work. More than 0: without it plans cost so many percent more "
             "(mean over all instances and seeds, the worst instance behind it), or the bound is so many percent lower. What is within the "
             "noise brings nothing that can be measured.", ""]
    for work in works:
        seeds = sorted({key[3] for key in runs if key[1] == work})

        def change(part, name, figure, seed, work=work):
            own, whole = runs.get((part, work, name, seed)), runs.get((None, work, name, seed))
            return (own[0][figure] / whole[0][figure] - 1) * 100 if own and whole and whole[0][figure] > 0 else None

        def mean(values):
            values = [value for value in values if value is not None]
            return sum(values) / len(values) if values else 0.0

        rows = []
        for part in dict.fromkeys(run["part"] for run in data["ablation"] if run["part"]):
            costs = {name: mean(change(part, name, "value", seed) for seed in seeds) for name in names}
            bounds = {name: -mean(change(part, name, "bound", seed) for seed in seeds) for name in names}
            worst_name = max(costs, key=costs.get)
            took = mean(change(part, name, "seconds", seed) for name in names for seed in seeds)
            rows.append([f"`{part}`", f"{mean(costs.values()):+.2f}", f"{costs[worst_name]:+.2f} (`{worst_name}`)",
                         f"{mean(bounds.values()):+.2f}", f"{took:+.0f}"])
        lines += [f"### {work:g} units of work, seeds {', '.join(map(str, seeds))}", "", noise(runs, names, work, seeds), "",
                  *table(["part left out", "plans cost more, %", "worst", "bound lower, %", "processor, %"], rows)]
    return lines


def noise(runs, names, work, seeds):
    """How far seeds alone move the mean of all instances."""
    whole = {seed: [runs[(None, work, name, seed)][0]["value"] for name in names if (None, work, name, seed) in runs] for seed in seeds}
    if len(seeds) < 2:
        return "One seed: differences of some tenths of a percent say nothing."
    means = [sum(value / first for value, first in zip(whole[seed], whole[seeds[0]])) / len(whole[seed]) for seed in seeds]
    spread = 100 * (max(means) - min(means)) / len(seeds) ** 0.5
    return f"Seeds alone move the mean of all instances by {spread:.2f} % (range over the root of their number)."
