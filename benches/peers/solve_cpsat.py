"""Solves a compiled problem with CP-SAT, and says when the best was found."""

import time

import ortools
from ortools.sat.python import cp_model

from cpsat import Model

NAME = f"OR-Tools CP-SAT {ortools.__version__}"


class Watch(cp_model.CpSolverSolutionCallback):
    """Notes the time of every better solution."""

    def __init__(self):
        super().__init__()
        self.begin = time.monotonic()
        self.found = []

    def on_solution_callback(self):
        self.found.append([round(time.monotonic() - self.begin, 2), int(self.objective_value), int(self.best_objective_bound)])


def solve(problem, args, fixed=None, hint=None):
    begin = time.monotonic()
    model = Model(problem)
    if fixed is not None:
        model.fix(fixed)
    if hint is not None:
        model.hint(hint)
    built = time.monotonic() - begin
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = args.time
    solver.parameters.num_workers = args.threads
    solver.parameters.random_seed = args.seed
    solver.parameters.log_search_progress = args.log
    watch = Watch()
    status = solver.solve(model.m, watch)
    solved = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    figures = {
        "status": solver.status_name(status).lower(),
        "value": int(solver.objective_value) if solved else None,
        "found_s": watch.found[-1][0] if watch.found else None,
        "bound": int(solver.best_objective_bound) if status != cp_model.INFEASIBLE else None,
        "solve_s": round(solver.wall_time, 2),
        "build_s": round(built, 2),
        "trace": watch.found,
    }
    return {"figures": figures, "journeys": model.journeys(solver.value) if solved else None}
