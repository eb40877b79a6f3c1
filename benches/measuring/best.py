"""The best known values of the ready-made instances, kept in a file from page to page."""

import json
import os

from .runs import ROOT

# Values in cost units of plans that the checker has passed: of runs of the page, of peers, of longer runs (`regauge plan --work 300`).
PATH = os.path.join(ROOT, "benches", "best-known.json")


def read():
    with open(PATH, encoding="utf-8") as file:
        return json.load(file)


def found(data):
    """(instance, value) of every plan that was measured."""
    for run in [*data["values"], *data["insertion"], *data["peers"]]:
        if run.get("value") is not None and run.get("checked", True):
            yield run["name"], run["value"]
    for run in data["insertion"]:
        for value in run["after_moves"]["values"] if run["after_moves"] else []:
            yield run["name"], value


def known(data):
    """The best known values by instance: those that were known before, or what was found now."""
    best = dict(data["head"]["best_known"])
    for name, value in found(data):
        best[name] = min(best.get(name, value), value)
    return best


def keep(data):
    """Keeps what is better than was known."""
    best = {**read(), **{name: value for name, value in known(data).items() if value < read().get(name, value + 1)}}
    with open(PATH + ".part", "w", encoding="utf-8", newline="\n") as file:
        json.dump(best, file, indent=2)
        file.write("\n")
    os.replace(PATH + ".part", PATH)
