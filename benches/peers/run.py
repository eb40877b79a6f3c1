#!/usr/bin/env python3
"""Runs a peer on instances: compile, solve, decode, check; or with --ours recompute our own value on the peer's side."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

from compiled import Problem

LADDER = ["s", "m", "l", "xl", "s+", "m+", "l+", "xl+", "irun", "k", "k+"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peer", choices=["cpsat", "highs"])
    parser.add_argument("instances", nargs="+", help="instance files, or names of the ladder: " + ", ".join(LADDER))
    parser.add_argument("--time", type=float, default=60, help="seconds per instance, from the finished model on")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--cpu", action="store_true",
                        help="count seconds of the processor over the threads, for a machine that others use too")
    parser.add_argument("--set", action="append", metavar="NAME=VALUE", help="a parameter of CP-SAT")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", help="JSON file for the results, written after every instance")
    parser.add_argument("--plans", help="directory for journeys and plans")
    parser.add_argument("--regauge", default="target/release/regauge", help="the command regauge")
    begin = parser.add_mutually_exclusive_group()
    begin.add_argument("--hint", metavar="JOURNEYS",
                       help="begin at the plan of this file (regauge plan --journeys) of the one instance: a complete hint")
    begin.add_argument("--hint-work", metavar="UNITS", help="begin at our own plan after so much work (0: by insertion alone)")
    begin.add_argument("--ours", action="store_true", help="fix everything to our plan and compare the values")
    parser.add_argument("--work", default="1", metavar="UNITS", help="units of work of our own search for --ours")
    parser.add_argument("--upper", type=int, help="a value known from elsewhere that cuts the windows of the MIP")
    parser.add_argument("--log", action="store_true", help="the solver's own log")
    args = parser.parse_args()
    if args.peer == "highs" and (args.hint or args.hint_work):
        parser.error("HiGHS takes no hint here")
    if args.hint and len(args.instances) > 1:
        parser.error("--hint is a plan of one instance")
    return args


def named(instance):
    return ["--demo", instance] if instance.lower() in LADDER else [instance]


def regauge(args, *command):
    return subprocess.run([args.regauge, *command], capture_output=True, text=True, check=False)


def must(done):
    if done.returncode > 1:
        sys.exit(done.stderr)
    return done


def read_journeys(path, problem):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    if document["sha256"] != problem.sha256:
        sys.exit(f"{path} is of another compiled problem")
    return document["journeys"]


def our_journeys(args, instance, problem, directory):
    """Our plan and what it is worth, where one is asked for."""
    if args.hint:
        return read_journeys(args.hint, problem), None
    work = args.hint_work or (args.work if args.ours else None)
    if work is None:
        return None, None
    journeys, plan = os.path.join(directory, "ours.json"), os.path.join(directory, "our-plan.json")
    must(regauge(args, "plan", *named(instance), "-q", "--work", work, "--journeys", journeys, "-o", plan))
    with open(plan, encoding="utf-8") as file:
        value = json.load(file)["value"]
    return read_journeys(journeys, problem), value


def decoded(args, instance, problem, journeys, made_by, stem):
    """What our checker says of a peer's solution."""
    document = {"format": "regauge journeys 1", "sha256": problem.sha256, "made_by": made_by, "journeys": journeys}
    with open(stem + "-journeys.json", "w", encoding="utf-8") as file:
        json.dump(document, file)
    plan = stem + "-plan.json"
    done = regauge(args, "decode", *named(instance), stem + "-journeys.json", "-o", plan)
    if done.returncode > 1:
        return {"checked": False, "error": done.stderr.strip()}
    done = must(regauge(args, "check", *named(instance), plan, "--format", "json"))
    report = json.loads(done.stdout)
    return {"checked": not report["violations"], "checked_value": report["value"],
            "violations": [v["message"] for v in report["violations"][:5]]}


def run(args, instance):
    import importlib

    peer = importlib.import_module("solve_" + args.peer)
    with tempfile.TemporaryDirectory() as directory:
        compiled = os.path.join(directory, "compiled.json")
        must(regauge(args, "compile", *named(instance), "-o", compiled))
        problem = Problem.read(compiled)
        result = {"instance": instance, "peer": peer.NAME, "threads": args.threads, "limit_s": args.time, "seed": args.seed}
        if args.hint_work is not None:
            result["hint_work"] = float(args.hint_work)
        ours, our_value = our_journeys(args, instance, problem, directory)
        begin = time.monotonic()
        answer = peer.solve(problem, args, fixed=ours if args.ours else None, hint=None if args.ours else ours)
        result.update(answer["figures"])
        result["total_s"] = round(time.monotonic() - begin, 2)
        if args.ours:
            result["our_value"] = our_value
            result["agrees"] = result.get("value") == our_value
            return result
        if answer["journeys"] is not None:
            os.makedirs(args.plans or directory, exist_ok=True)
            stem = os.path.join(args.plans or directory, f"{os.path.basename(instance)}-{args.peer}")
            result.update(decoded(args, instance, problem, answer["journeys"], peer.NAME, stem))
            # a solution at which the time was over may state more for lateness than there is
            result["agrees"] = result["checked"] and result["checked_value"] <= result["value"]
            result["value"] = result.get("checked_value", result["value"])
        return result


def main():
    args = arguments()
    results = []
    for instance in args.instances:
        results.append(run(args, instance))
        print(json.dumps(results[-1]), flush=True)
        if args.out:
            with open(args.out, "w", encoding="utf-8") as file:
                json.dump(results, file, indent=1)
    if any(r.get("agrees") is False or r.get("checked") is False for r in results):
        sys.exit(1)


if __name__ == "__main__":
    main()
