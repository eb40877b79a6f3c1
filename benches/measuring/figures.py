"""Figures made from a run and its trace. A run is the JSON of `examples/measure.rs`; None is what was not reached or not told."""

import math
from collections import defaultdict

# What a plan costs is counted in hundredths of a weighted train-minute.
UNITS = 100


def avoidable_gap(value, bound, alone):
    """(value - bound) / (value - alone): what may be left to save, of what anybody could save."""
    return 0.0 if value <= bound else (value - bound) / (value - alone)


def final_gap(run):
    return avoidable_gap(run["value"], run["bound"], run["alone"])


def value_gap(run):
    return max(0, run["value"] - run["bound"]) / run["value"] if run["value"] else 0.0


def above(value, best):
    """How far a value is above another, as a part of that."""
    return None if value is None or not best else (value - best) / best


def is_proven(run):
    return run["status"] == "optimal"


def by(runs, *keys):
    """Runs in groups, by one key or several."""
    groups = defaultdict(list)
    for run in runs:
        groups[run[keys[0]] if len(keys) == 1 else tuple(run[key] for key in keys)].append(run)
    return groups


def first(runs, is_met):
    """The first seconds at which a row of a trace of one of the runs is as wanted."""
    found = (next((row[0] for row in run["trace"] if is_met(row)), None) for run in runs)
    return min((seconds for seconds in found if seconds is not None), default=None)


def time_to_gap(runs, percent):
    """Seconds after which the gap of the avoidable cost, as proven by then, was at most this in one of the runs."""
    alone = runs[0]["alone"]
    return first(runs, lambda row: 100 * avoidable_gap(row[1], row[2], alone) <= percent)


def time_to_value(runs, wanted):
    """Seconds after which a plan of this value or better was there in one of the runs."""
    return first(runs, lambda row: row[1] <= wanted)


def time_to_best(run):
    return next(seconds for seconds, value, _ in run["trace"] if value <= run["value"])


def per_move(run):
    """Seconds of a move of a run of which the seconds of the construction are known."""
    return (run["seconds"] - run["construction"]) / run["moves"] if run["moves"] else None


def worst(figures):
    """The largest; None, which is worse than any, where one is missing or there is none."""
    figures = list(figures)
    return None if not figures or None in figures else max(figures)


def most(figures):
    """The largest of those that are there."""
    return max((figure for figure in figures if figure is not None), default=None)


def missing_last(figure):
    """A key for sorting the worst first: what was never reached is worst."""
    return (0, 0) if figure is None else (1, -figure)


def exponent(points):
    """Slope of the least-squares line through the logarithms of (size, cost): 1 is linear growth."""
    points = [(math.log(x), math.log(y)) for x, y in points if y and y > 0]
    if len(points) < 2:
        return None
    mean_x, mean_y = (sum(axis) / len(points) for axis in zip(*points))
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else None


def seconds(figure, never="–"):
    """Two digits that count, and nothing finer than a hundredth."""
    if figure is None:
        return never
    return f"{figure:.2f}" if figure < 1 else f"{figure:.1f}" if figure < 10 else f"{figure:.0f}"


def milliseconds(figure, never="–"):
    """Of seconds; two digits that count, and nothing finer than a hundredth."""
    return seconds(None if figure is None else 1000 * figure, never)


def percent(part, never="–"):
    """A part of one, in percent. What is not nothing does not look like nothing."""
    if part is None:
        return never
    text = f"{100 * part:.2f}"
    return "< 0.01" if text == "0.00" and part > 0 else text


def cost(units, never="–"):
    return never if units is None else f"{units / UNITS:,.2f}"


def megabytes(kib, never="–"):
    return never if kib is None else f"{kib * 1024 / 1e6:.0f}"


def power(slope, never="–"):
    return never if slope is None else f"{slope:.2f}"
