"""Solves a compiled problem with CP-SAT, and says when the best was found."""

import re
import threading
import time

import ortools
from ortools.sat.python import cp_model

from cpsat import Model

NAME = f"OR-Tools CP-SAT {ortools.__version__}"

# What CP-SAT's log says of a hint.
HINT_SAID = re.compile(r"The solution hint is (.*?)\.(?:\s|$)")

# Seconds in which a plan must be completed to the values of all variables; it takes no search.
COMPLETED_IN = 300


class Clock:
    """Seconds since its making: of the wall, or of the processor shared among the threads (on a machine that is not quiet)."""

    def __init__(self, args):
        self.now = (lambda: time.process_time() / args.threads) if args.cpu else time.monotonic
        self.begin = self.now()

    def seconds(self):
        return round(self.now() - self.begin, 2)


class Watch(cp_model.CpSolverSolutionCallback):
    """Notes the time of every better solution."""

    def __init__(self, clock):
        super().__init__()
        self.clock = clock
        self.found = []

    def on_solution_callback(self):
        self.found.append([self.clock.seconds(), int(self.objective_value), int(self.best_objective_bound)])


def complete(problem, journeys):
    """The value of every variable in our plan, those that follow from its decisions too; and what it is worth.

    All decisions fixed, CP-SAT itself says what the others are."""
    model = Model(problem)
    model.fix(journeys)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = COMPLETED_IN
    solver.parameters.num_workers = 1
    status = solver.solve(model.m)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise ValueError(f"our plan is {solver.status_name(status).lower()} in the model of CP-SAT")
    return list(solver.response_proto.solution), int(solver.objective_value)


def solve(problem, args, fixed=None, hint=None):
    begin = time.monotonic()
    model = Model(problem)
    if fixed is not None:
        model.fix(fixed)
    hinted = {}
    if hint is not None:
        values, worth = complete(problem, hint)
        model.hint(values)
        hinted = {"hint_value": worth, "hint_variables": len(values), "hint_said": None}
    elif fixed is None:
        # without it the search begins by planning nobody, and spends its minute on coming back from there
        for planned in model.planned:
            model.m.add_hint(planned, 1)
    built = time.monotonic() - begin
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = args.time * (20 if args.cpu else 1)
    solver.parameters.num_workers = args.threads
    solver.parameters.random_seed = args.seed
    if args.log or hint is not None:
        solver.parameters.log_search_progress = True
        solver.parameters.log_to_stdout = args.log

    def listen(line):
        said = HINT_SAID.search(line)
        if said and hinted.get("hint_said") is None:
            hinted["hint_said"] = said.group(1)

    if hint is not None:
        solver.log_callback = listen
    for setting in getattr(args, "set", None) or []:
        name, value = setting.split("=")
        kind = type(getattr(solver.parameters, name))
        setattr(solver.parameters, name, value == "1" if kind is bool else kind(int(value)))
    clock = Clock(args)
    watch = Watch(clock)
    over = threading.Event()
    if args.cpu:
        threading.Thread(target=_stop_at, args=(solver, clock, args.time, over), daemon=True).start()
    status = solver.solve(model.m, watch)
    over.set()
    solved = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    figures = {
        "status": solver.status_name(status).lower(),
        "value": int(solver.objective_value) if solved else None,
        "found_s": watch.found[-1][0] if watch.found else None,
        "bound": int(solver.best_objective_bound) if status != cp_model.INFEASIBLE else None,
        "solve_s": clock.seconds(),
        "clock": "processor" if args.cpu else "wall",
        "build_s": round(built, 2),
        "trace": watch.found,
        **hinted,
    }
    return {"figures": figures, "journeys": model.journeys(solver.value) if solved else None}


def _stop_at(solver, clock, limit, over):
    while not over.wait(0.05):
        if clock.seconds() >= limit:
            solver.stop_search()
            return
