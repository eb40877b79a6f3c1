"""What was to be reached, what was measured, and whether it is: said from the runs alone."""

from collections import defaultdict
from statistics import median

from . import figures
from .best import known
from .figures import above, by, milliseconds, percent, power, seconds

# Ready-made instances.
LADDER = ("s", "m", "l", "xl", "s+", "m+", "l+", "xl+", "irun", "k", "k+")

# Units of work of the table of values; a unit is about a second of one core.
WORK = (0.1, 0.3, 1, 3, 10, 30)
SHORT, LONGEST = 1, 30

# Percent above the best known value that a run of `SHORT` units may be.
NEAR = {"s": 1, "m": 1, "l": 1, "xl": 1, "irun": 1, "m+": 2, "xl+": 2, "l+": 4}

# Value in cost units and gap of the avoidable cost in percent after 30 units of one core, seed 1, of commit 29a60a2, the last with moves and finders that
# ablation has removed since, under today's objective.
BEFORE = {
    "s": (1_433_572, 0.00), "m": (3_325_660, 0.00), "l": (3_072_284, 3.42), "xl": (17_871_900, 0.95),
    "s+": (2_019_227, 0.19), "m+": (5_572_673, 0.08), "l+": (3_868_835, 15.79), "xl+": (38_159_366, 8.52),
    "irun": (982_575, 8.05), "k": (3_045_304, 22.87), "k+": (5_112_914, 88.31),
}

# Seconds of insertion, of a process that makes no more than that, and of some moves, and how near these must come in percent.
M_INSERTION, M_PROCESS, M_MOVES, M_NEAR = 0.010, 0.025, 0.040, 1.5
K_INSERTION, K_MOVE = 0.100, 0.001

# Growth to this power of the number of trains still counts as about linear.
ABOUT_LINEAR = 1.2

MANY_SHIPS, MANY_SHIPS_BYTES = 100_000, 2e9

# What a time limit may be overrun by: a part of it, and seconds.
OVERRUN, OVERRUN_SECONDS = 0.10, 0.1

# A peer so far above our bound should be beaten, in parts of its value.
PEER_FAR = 0.005


def targets(data):
    """A list of (target, what was measured, True or False or None where it was not measured)."""
    best = known(data)
    return [*near(data, best), *insertion(data, best), *growth(data), *limits(data["limits"]), *thorough(data), *proofs(data),
            *peers(data), *berth(data["berth"]), *sound(data)]


def of_work(data, units, share="growing"):
    """Runs of so many units, by instance."""
    return by([run for run in data["values"] if (run["units"], run["share"]) == (units, share)], "name")


def near(data, best):
    groups = of_work(data, SHORT)
    for name, limit in NEAR.items():
        words = f"`{name}`: {SHORT} unit of work within {limit} % of the best known value"
        if name not in groups:
            yield words, "–", None
            continue
        far = max(above(run["value"], best[name]) for run in groups[name])
        took = max(run["seconds"] for run in groups[name])
        yield words, f"{percent(far)} % in {seconds(took)} s", 100 * far <= limit


def insertion(data, best):
    found = {run["name"]: run for run in data["insertion"]}
    m, k = found.get("m"), found.get("k")
    words = [f"`m`: insertion alone in {milliseconds(M_INSERTION)} ms from the compiled problem",
             f"`m`: the whole process with it in {milliseconds(M_PROCESS)} ms",
             f"`m`: 200 moves without the bound in {milliseconds(M_MOVES)} ms",
             f"`m`: after those within {M_NEAR} % of the best known value, by the median seed"]
    moves = m and m["after_moves"]
    if m:
        yield words[0], f"{milliseconds(m['insertion'])} ms", m["insertion"] <= M_INSERTION
        yield words[1], f"{milliseconds(m['wall'])} ms", m["wall"] <= M_PROCESS
    else:
        yield words[0], "–", None
        yield words[1], "–", None
    if moves:
        far = [above(value, best["m"]) for value in moves["values"]]
        yield words[2], f"{milliseconds(moves['seconds'])} ms for {moves['moves']:.0f}", moves["seconds"] <= M_MOVES
        yield words[3], f"{percent(median(far))} %, by the worst seed {percent(max(far))} %", 100 * median(far) <= M_NEAR
    else:
        yield words[2], "–", None
        yield words[3], "–", None
    words = f"`k`: every train that has a journey in by insertion in {milliseconds(K_INSERTION)} ms"
    if k:
        out = k["postponed"] - k["infeasible"]
        yield words, f"{milliseconds(k['insertion'])} ms, {out} left out", out == 0 and k["insertion"] <= K_INSERTION
    else:
        yield words, "–", None
    move = k_move(data)
    words = f"`k`: a move in {milliseconds(K_MOVE)} ms"
    yield (words, "–", None) if move is None else (words, f"{milliseconds(move)} ms", move <= K_MOVE)


def k_move(data):
    """Seconds of a move of `k`, from the run of growth of one day."""
    return figures.most(figures.per_move(run) for run in data["growth"] if run["name"] == "k")


# What is to grow linearly on the rung `l`, and how it is told of a run.
GROWN = {
    "time of a move": figures.per_move,
    "time of construction": lambda run: run["construction"],
    "memory": lambda run: run["peak_memory_kib"],
}


def growth(data):
    runs = [run for run in data["growth"] if run["rung"] == "l"]
    days = max((run["days"] for run in runs), default=0)
    for what, told in GROWN.items():
        words = f"`l`, from a day to thirty: {what} at most to the power {ABOUT_LINEAR} of the trains"
        slope = figures.exponent((run["trains"], told(run)) for run in runs)
        text = f"to the power {power(slope)}" + (f", to {days} days" if days < 30 else "")
        yield (words, "–", None) if slope is None else (words, text, slope <= ABOUT_LINEAR if days >= 30 else None)
    words = f"{MANY_SHIPS:,} ships at once in {MANY_SHIPS_BYTES / 1e9:g} GB"
    many = [run for run in data["ships"] if run["trains"] == MANY_SHIPS]
    failed = [run for run in data["failed"] if run["kind"] == "ships"]
    if many:
        memory = 1024 * max(run["peak_memory_kib"] for run in many)
        yield words, f"{memory / 1e9:.2f} GB", memory <= MANY_SHIPS_BYTES
    else:
        yield words, f"not done: {failed[0]['name']}" if failed else "–", False if failed else None


def is_overrun(took, limit):
    return took > limit * (1 + OVERRUN) + OVERRUN_SECONDS


def limits(runs):
    allowed = f"by at most {100 * OVERRUN:.0f} % and {OVERRUN_SECONDS} s"
    for words, took in ((f"time limits overrun {allowed}: the whole process on the wall clock", lambda run: run["wall"]),
                        ("time limits: the same in seconds of one core, from the instance in memory",
                         lambda run: run["inside"]["seconds"])):
        over = [run for run in runs if is_overrun(took(run), run["limit"])]
        worst = max(over, key=lambda run: took(run) - run["limit"], default=None)
        text = f"{len(runs) - len(over)} of {len(runs)}"
        text += f"; `{worst['name']}` {seconds(took(worst))} s instead of {worst['limit']:g}" if worst else ""
        yield (words, text, not over) if runs else (words, "–", None)
    words = "a time limit leaves out no more trains than a run by work of the same seconds"
    compared = [run for run in runs if run["by_work"]]
    more = [run for run in compared if run["inside"]["postponed"] > run["by_work"]["postponed"]]
    told = (f"; `{run['name']}` in {run['limit']:g} s {run['inside']['postponed']} instead of {run['by_work']['postponed']}"
            for run in more)
    text = f"{len(compared) - len(more)} of {len(compared)}" + "".join(told)
    yield (words, text, not more) if compared else (words, "–", None)


def thorough(data):
    groups = of_work(data, LONGEST)
    wanted = ((f"`thorough` ({LONGEST} units): no value worse than before parts were removed", lambda run: run["value"]),
              ("`thorough`: no gap of the avoidable cost wider than there", lambda run: 100 * figures.final_gap(run)))
    for number, (words, told) in enumerate(wanted):
        names = [name for name in groups if name in BEFORE]
        # what was told then has two digits after the point
        slack = 0.005 * number
        worse = {name: max(map(told, groups[name])) for name in names}
        worse = {name: figure for name, figure in worse.items() if figure > BEFORE[name][number] + slack}
        show = (lambda x: f"{x:.2f} %") if number else figures.cost
        text = f"{len(names) - len(worse)} of {len(names)}"
        text += "".join(f"; `{name}` {show(figure)}, was {show(BEFORE[name][number])}" for name, figure in worse.items())
        yield (words, text, not worse) if names else (words, "–", None)


def proofs(data):
    groups = by([run for run in data["values"] if run["share"] == "growing"], "name")
    wanted = [(("s", "m"), 0, 0.3, "proven optimal in 0.3 s"), (("l",), 1, 5, "gap of the avoidable cost 1 % in 5 s"),
              (("s+", "m+", "l+", "xl", "xl+"), 3, 30, "gap of the avoidable cost 3 % in 30 s")]
    for names, gap, limit, words in wanted:
        for name in names:
            if name not in groups:
                yield f"`{name}`: {words}", "–", None
                continue
            took = figures.worst(figures.time_to_gap(runs, gap) for runs in by(groups[name], "seed").values())
            if took is None:
                least = min(figures.final_gap(run) for run in groups[name])
                yield f"`{name}`: {words}", f"not by every seed, smallest gap {percent(least)} %", False
            else:
                yield f"`{name}`: {words}", f"{seconds(took)} s", took <= limit


def peers(data):
    ours = of_work(data, SHORT)
    bounds = {name: max(run["bound"] for run in runs) for name, runs in by(data["values"], "name").items()}
    found = [peer for peer in data["peers"] if peer.get("value") is not None and ours.get(peer["name"])]
    for is_hinted, which in ((False, "a peer"), (True, "a peer that began at our plan by insertion")):
        of_kind = [peer for peer in found if ("hint_value" in peer) == is_hinted]
        never_worse = f"after {SHORT} unit of work never worse than {which} at its end"
        better = f"strictly better than {which} wherever that ends more than {100 * PEER_FAR} % from our bound"
        if not of_kind:
            yield never_worse, "–", None
            continue
        pairs = [(run, peer) for peer in of_kind for run in ours[peer["name"]]]
        worse = [run["name"] for run, peer in pairs if run["value"] > peer["value"]]
        yield never_worse, counted(worse, len(pairs)), not worse
        far = [(run, peer) for run, peer in pairs if peer["value"] - bounds[peer["name"]] > PEER_FAR * peer["value"]]
        not_better = [run["name"] for run, peer in far if run["value"] >= peer["value"]]
        yield better, counted(not_better, len(far)), not not_better


def counted(names, runs):
    where = ", ".join(f"`{name}`" for name in dict.fromkeys(names))
    return f"{runs - len(names)} of {runs} runs are" + (f", not all of {where}" if names else "")


def family(run):
    """The folder, and the part of the file's name that says the size."""
    folder, _, file = run["name"].rpartition("/")
    size, dash, _ = file.rpartition("-")
    return f"{folder}/{size}" if dash else folder


def berth(runs):
    cordeau = [run for run in runs if run["name"].startswith("ddbap-cordeau")]
    small = [run for run in runs if run["name"].startswith(("ddbap-lalla-ruiz/f30", "ddbap-lalla-ruiz/f40"))]
    rest = [run for run in runs if run not in cordeau and run not in small]
    words = "berth allocation, Cordeau's three files: "
    if cordeau:
        mean = sum(run["seconds"] for run in cordeau) / len(cordeau)
        yield words + "proven optimal", proven(cordeau), all(map(figures.is_proven, cordeau))
        yield words + "0.5 s on average", f"{seconds(mean)} s", mean <= 0.5
    else:
        yield words + "proven optimal, 0.5 s on average", "–", None
    words = "berth allocation, 30 and 40 ships: all proven"
    yield (words, proven(small), all(map(figures.is_proven, small))) if small else (words, "–", None)
    words = "berth allocation, the rest: "
    gap_words = words + "own gap of the value 1 %"
    listed_words = words + "never worse than the listed value"
    if not rest:
        yield gap_words, "–", None
        yield listed_words, "–", None
        return
    wide = [run for run in rest if figures.value_gap(run) > 0.01]
    largest = max(map(figures.value_gap, rest))
    longest = max(run["seconds"] for run in rest)
    yield gap_words, f"{len(rest) - len(wide)} of {len(rest)}; largest {percent(largest)} %, in {seconds(longest)} s at most", not wide
    worse = [run for run in rest if run["value"] > run["listed"]]
    yield listed_words, f"{len(worse)} of {len(rest)} are worse", not worse


def proven(runs):
    return f"{sum(map(figures.is_proven, runs))} of {len(runs)}"


def sound(data):
    """No bound above a value that somebody found."""
    values, bounds = defaultdict(list), {}
    for run in [*data["values"], *data["berth"], *data["peers"]]:
        name = run["name"]
        values[name] += [value for value in (run.get("value"), run.get("listed")) if value is not None]
        if "peer" not in run:
            bounds[name] = max(bounds.get(name, run["bound"]), run["bound"])
    above_it = [name for name, bound in bounds.items() if bound > min(values[name])]
    text = f"{len(above_it)} of {len(bounds)} instances" + (": " + ", ".join(above_it) if above_it else "")
    yield "no bound above a known value", text, not above_it if bounds else None
