"""What was to be reached, what was measured, and whether it is: said from the runs alone."""

from collections import defaultdict

from . import figures
from .figures import percent, seconds

# Ready-made instances and the longest span, in seconds, that a target speaks of for them.
LADDER = {"s": 30, "m": 30, "l": 60, "xl": 30, "s+": 30, "m+": 30, "l+": 30, "xl+": 30, "irun": 30}

# The shorter spans that targets speak of.
SHORT = [1, 5]

# Percent and seconds of the growth curve and of berth allocation.
GROWTH_PERCENT = 3
BERTH_LIMIT = 30

# Growth to this power of the number of trains still counts as about linear.
ABOUT_LINEAR = 1.25

# A peer so far above our bound should be beaten, in parts of its value.
PEER_FAR = 0.005
PEER_AFTER = 1.0


def by_name(runs):
    groups = defaultdict(list)
    for run in runs:
        groups[run["name"]].append(run)
    return groups


def targets(data):
    """A list of (target, what was measured, True or False or None where it was not measured)."""
    return [*ladder(by_name(figures.cases(data["ladder"]))), *peers(data), *berth(data["berth"]), *growth(data["growth"]), *sound(data)]


def within(runs, gap, limit):
    """Whether all runs came to a gap in time, and the words for it."""
    took = figures.worst(figures.time_to_gap(run, gap) for run in runs)
    if took is not None:
        return took <= limit, f"{seconds(took)} s"
    gaps = [figures.final_gap(run) for run in runs]
    longest = max(run["seconds"] for run in runs)
    return False, f"not in {seconds(longest)} s, gap there {percent(max(gaps))} %"


def ladder(groups):
    wanted = [(("s", "m"), 0, 0.3, "proven optimal in 0.3 s"), (("l",), 1, 5, "gap of the avoidable cost 1 % in 5 s"),
              (("l",), 0, 60, "proven optimal in 60 s"), (("s+", "m+", "l+", "xl+"), 3, 30, "gap 3 % in 30 s"),
              (("xl",), 3, 30, "gap 3 % in 30 s")]
    for names, gap, limit, words in wanted:
        for name in names:
            reached, measured = within(groups[name], gap, limit) if groups[name] else (None, "–")
            yield f"`{name}`: {words}", measured, reached


def peers(data):
    ours = by_name(figures.cases(data["ladder"]))
    found = [peer for peer in data["peers"] if peer.get("value") is not None and ours[peer["name"]]]
    never_worse = f"after {PEER_AFTER:.0f} s never worse than a peer at its end"
    better = f"strictly better wherever a peer is more than {100 * PEER_FAR} % from our bound"
    proof = "proof of `m` at least 100 times faster than the peer's"
    if not found:
        yield never_worse, "–", None
        yield better, "–", None
        yield proof, "–", None
        return
    worse, runs, not_better, far_runs, far = [], 0, [], 0, 0
    for peer in found:
        bound = max(run["bound"] for run in ours[peer["name"]])
        is_far = peer["value"] - bound > PEER_FAR * peer["value"]
        far += is_far
        for run in ours[peer["name"]]:
            runs += 1
            early = figures.value_after(run, PEER_AFTER)
            if early is None or early > peer["value"]:
                worse.append(run["name"])
            far_runs += is_far
            if is_far and (early is None or early >= peer["value"]):
                not_better.append(run["name"])
    yield never_worse, counted(worse, runs), not worse
    yield better, counted(not_better, far_runs) + f"; {far} of {len(found)} peers' values are that far", not not_better
    yield proof, *speedup(ours["m"], [peer for peer in found if peer["name"] == "m"])


def counted(names, runs):
    where = ", ".join(f"`{name}`" for name in dict.fromkeys(names))
    return f"{runs - len(names)} of {runs} runs are" + (f", not all of {where}" if names else "")


def speedup(ours, theirs):
    """How many times faster our slowest proof is; at least that many where the peer has none."""
    took = figures.worst(figures.time_to_gap(run, 0) for run in ours)
    if took is None:
        return "no proof of ours", False
    if not theirs:
        return "–", None
    proofs = [peer["solve_s"] for peer in theirs if peer["status"] == "optimal"]
    if proofs:
        ratio = min(proofs) / max(took, 1e-9)
        return f"{ratio:.0f} times", ratio >= 100
    ratio = max(peer["limit_s"] for peer in theirs) / max(took, 1e-9)
    # a peer without a proof is slower than its limit, by how much nobody knows
    return f"more than {ratio:.0f} times (the peer has no proof)", True if ratio >= 100 else None


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
    gap_words = words + f"own gap of the value 1 % in {BERTH_LIMIT} s"
    listed_words = words + "never worse than the listed value"
    if not rest:
        yield gap_words, "–", None
        yield listed_words, "–", None
        return
    wide = [run for run in rest if figures.value_gap(run) > 0.01]
    largest = max(map(figures.value_gap, rest))
    yield gap_words, f"{len(rest) - len(wide)} of {len(rest)}; largest {percent(largest)} %", not wide
    worse = [run for run in rest if run["value"] > run["listed"]]
    yield listed_words, f"{len(worse)} of {len(rest)} are worse", not worse


def proven(runs):
    return f"{sum(map(figures.is_proven, runs))} of {len(runs)}"


def growth(runs):
    words = f"time to {GROWTH_PERCENT} % grows about linearly (power at most {ABOUT_LINEAR}) to thirty days"
    took = [(run["trains"], figures.time_to_gap(run, GROWTH_PERCENT)) for run in runs]
    missed = [run["name"] for run, (_, time) in zip(runs, took) if time is None]
    slope = figures.exponent(took)
    if slope is None:
        yield words, f"not reached: {', '.join(missed)}" if missed else "–", False if missed else None
    else:
        text = f"number of trains to the power {slope:.2f}"
        text += f", not reached: {', '.join(missed)}" if missed else ""
        yield words, text, slope <= ABOUT_LINEAR and not missed
    slope = figures.exponent((run["trains"], run["peak_memory_kib"]) for run in runs)
    words = "memory does"
    yield (words, "–", None) if slope is None else (words, f"number of trains to the power {slope:.2f}", slope <= ABOUT_LINEAR)


def sound(data):
    """No bound above a value that somebody found, and every proof says the same."""
    values, bounds = defaultdict(list), {}
    for run in [*data["ladder"], *data["berth"], *data["peers"]]:
        name = run["name"]
        values[name] += [value for value in (run.get("value"), run.get("listed")) if value is not None]
        if "peer" not in run:
            bounds[name] = max(bounds.get(name, run["bound"]), run["bound"])
    above = [name for name, bound in bounds.items() if bound > min(values[name])]
    text = f"{len(above)} of {len(bounds)} instances" + (": " + ", ".join(above) if above else "")
    yield "no bound above a known value", text, not above if bounds else None
