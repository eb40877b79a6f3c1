"""Building, and running one measurement at a time; every result is kept in a file as soon as it is there."""

import json
import os
import platform
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# Files of public berth-allocation benchmarks are found through it.
BENCHMARKS = "REGAUGE_BENCHMARKS"

# Seconds of a trial that says how many moves a second a run makes, and the part of a time limit that its moves shall fill.
TRIAL_SECONDS = 1
FILLED = 0.8


def say(text):
    print(text, file=sys.stderr, flush=True)


def build():
    """Builds what is measured; gives the paths of the example and of the command."""
    command = ["cargo", "build", "--package", "regauge", "--release", "--example", "measure", "--bin", "regauge",
               "--message-format", "json-render-diagnostics"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit("the build failed")
    executables = {}
    for line in done.stdout.splitlines():
        message = json.loads(line)
        if message.get("executable"):
            executables[message["target"]["name"]] = message["executable"]
    return executables["measure"], executables["regauge"]


def first_line(*command):
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout.strip().splitlines()[0] if done.returncode == 0 and done.stdout.strip() else None


def processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.processor() or platform.machine()


def total_memory():
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return None


def circumstances(arguments):
    """Machine, date, commit, command."""
    changed = first_line("git", "status", "--porcelain", "--untracked-files=no")
    words = [os.path.basename(word) if os.path.isabs(word) else word for word in arguments]
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "memory_bytes": total_memory(),
        "system": f"{platform.system()} {platform.machine()}",
        "compiler": first_line("rustc", "--version"),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "commit": (first_line("git", "rev-parse", "--short=12", "HEAD") or "unknown") + (" with changes" if changed else ""),
        "command": " ".join(["python3 benches/benchmark.py", *words]),
    }


class Results:
    """Everything measured, in a file that is whole after every run."""

    def __init__(self, path, head):
        self.path = path
        self.all = {"head": head, "ladder": [], "berth": [], "growth": [], "peers": [], "failed": [], "skipped": []}

    def add(self, kind, result):
        self.all[kind].append(result)
        self.save()

    def save(self):
        os.makedirs(os.path.dirname(os.path.abspath(self.path)), exist_ok=True)
        with open(self.path + ".part", "w", encoding="utf-8") as file:
            json.dump(self.all, file)
        os.replace(self.path + ".part", self.path)

    def skip(self, line):
        say("skipped: " + line)
        self.add("skipped", line)


class Measure:
    """Runs the example."""

    def __init__(self, executable, options, results):
        self.executable, self.options, self.results = executable, options, results
        self.paces = {}

    def command(self, instance, limit, work, more):
        command = [self.executable, instance, "--threads", str(self.options.threads), "--time", str(limit),
                   "--work", str(work), *map(str, more)]
        return command + ["--cpu"] * self.options.cpu

    def pace(self, instance, more):
        """Moves a second, by a trial."""
        if self.options.work:
            return self.options.work
        key = (instance, *more)
        if key not in self.paces:
            command = self.command(instance, TRIAL_SECONDS, 2**40, more)
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            trial = json.loads(done.stdout) if done.returncode == 0 else {"moves": 0, "seconds": 1}
            self.paces[key] = trial["moves"] / max(trial["seconds"], 1e-3)
        return self.paces[key]

    def run(self, kind, name, instance, limit, *more, seed=1, **told):
        """One run, whose result and what is told of it are kept under `kind`; None where it failed."""
        work = max(1, round(FILLED * limit * self.pace(instance, more)))
        command = self.command(instance, limit, work, [*more, "--seed", seed])
        error = None
        try:
            # not for ever: a limit is kept by whoever is measured, and may be ignored
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300 + 20 * limit)
            if done.returncode:
                error = done.stderr.strip()[-300:] or f"exit code {done.returncode}"
        except subprocess.TimeoutExpired:
            error = "far beyond its time limit"
        if error is None:
            result = {"name": name, **json.loads(done.stdout), **told}
            if result["violations"]:
                error = f"{result['violations']} violations"
        if error is not None:
            say(f"{kind} {name}, seed {seed}: FAILED, {error}")
            self.results.add("failed", {"kind": kind, "name": name, "seed": seed, "error": error})
            return None
        say(f"{kind} {name}, seed {seed}: value {result['value']}, bound {result['bound']}, {result['status']}, "
            f"{result['seconds']:.1f} s")
        self.results.add(kind, result)
        return result


def known_berth_files():
    """(file, value, whether it is proven) of every line of the list beside the reader."""
    path = os.path.join(ROOT, "instances", "src", "berth", "known.rs")
    with open(path, encoding="utf-8") as file:
        lines = [line.strip() for line in file]
    lines = [line for line in lines if line.startswith('known("')]
    words = [line.removeprefix("known(").removesuffix("),").split(", ") for line in lines]
    return [(name.strip('"'), int(value), optimal == "true") for name, value, optimal in words]


def run_peer(results, options, regauge, name, seed):
    """A peer on a ready-made instance, by its own runner; whether to go on with it."""
    out = os.path.join(os.path.dirname(os.path.abspath(results.path)), "peer.json")
    if os.path.exists(out):
        os.remove(out)
    command = [options.peer_python, os.path.join(ROOT, "benches", "peers", "run.py"), options.peer, name, "--time",
               str(options.peer_time), "--threads", "2", "--seed", str(seed), "--regauge", regauge, "--out", out]
    if options.cpu:
        command.append("--cpu")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if not os.path.exists(out):
        lines = done.stderr.strip().splitlines()
        results.skip(f"peer {options.peer}: {lines[-1] if lines else 'no result'} "
                     "(benches/peers/README.md says what it needs)")
        return False
    take_peers(results, out, seed)
    os.remove(out)
    return True


def take_peers(results, path, seed=None):
    """Takes results of the peers' runner over."""
    with open(path, encoding="utf-8") as file:
        found = json.load(file)
    for result in found:
        result = {"name": result["instance"].lower(), "seed": seed, **result}
        say(f"peer {result['peer']} on {result['name']}: value {result.get('value')}, bound {result.get('bound')}")
        results.add("peers", result)
