"""Building, and running what is measured; every result is kept in a file as soon as it is there."""

import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# Files of public berth-allocation benchmarks are found through it.
BENCHMARKS = "REGAUGE_BENCHMARKS"

# Not for ever: seconds of the wall after which a run is given up, and so many more for every unit of work.
PATIENCE, PATIENCE_PER_UNIT = 900, 20


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

    KINDS = ("values", "insertion", "growth", "ships", "limits", "berth", "peers", "ablation", "failed", "skipped")

    def __init__(self, path, begun):
        self.path = path
        self.all = {**{kind: [] for kind in self.KINDS}, **begun}
        self.lock = threading.Lock()

    def add(self, kind, result):
        with self.lock:
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

    def fail(self, kind, name, error):
        say(f"{kind} {name}: FAILED, {error}")
        self.add("failed", {"kind": kind, "name": name, "error": error})


class Measure:
    """Runs the example and the command, a process for each run."""

    def __init__(self, example, regauge, options, results):
        self.example, self.regauge, self.options, self.results = example, regauge, options, results

    def at_once(self, runs):
        """Functions without arguments, so many at a time as there are jobs."""
        with ThreadPoolExecutor(self.options.jobs) as pool:
            for done in [pool.submit(run) for run in runs]:
                done.result()

    def write(self, name, path, *more):
        """An instance of the example as a file."""
        subprocess.run([self.example, name, *map(str, more), "--write", path], check=True)

    def parts(self):
        """Parts of the engines that a run can do without."""
        done = subprocess.run([self.example, "--parts"], capture_output=True, text=True, check=True)
        return done.stdout.split()

    def tell(self, instance, *more, work=None, share="growing", seed=1, patience=0):
        """What the example tells of a run, or why it tells nothing."""
        command = [self.example, instance, "--threads", str(self.options.threads), "--bound", share, "--seed", str(seed), "--cpu"]
        command += ["--work", f"{work:.3f}"] if work is not None else []
        patience = PATIENCE + patience + PATIENCE_PER_UNIT * (work or 0)
        try:
            done = subprocess.run([*command, *map(str, more)], capture_output=True, text=True, check=False, timeout=patience)
        except subprocess.TimeoutExpired:
            return None, f"not done after {patience:.0f} s"
        if done.returncode:
            return None, done.stderr.strip()[-300:] or f"exit code {done.returncode}"
        told = {"units": work, "share": share, **json.loads(done.stdout)}
        if told["violations"]:
            return None, f"{told['violations']} violations"
        return told, None

    def run(self, kind, name, instance, *more, told=None, **how):
        """One run, whose result and what is told of it are kept under `kind`; None where it failed."""
        result, error = self.tell(instance, *more, **how)
        words = ", ".join(f"{key} {value}" for key, value in how.items())
        if error is not None:
            self.results.fail(kind, f"{name}, {words}", error)
            return None
        result = {"name": name, **result, **(told or {})}
        say(f"{kind} {name}, {words}: value {result['value']}, bound {result['bound']}, {result['status']}, "
            f"{result['seconds']:.2f} s")
        self.results.add(kind, result)
        return result

    def plan(self, *arguments):
        """The command `regauge plan` as a process: seconds of the wall and of the processor, and the plan; or why there is none."""
        with tempfile.TemporaryDirectory() as folder:
            path, errors = os.path.join(folder, "plan.json"), os.path.join(folder, "errors")
            with open(errors, "w", encoding="utf-8") as file:
                command = [self.regauge, "plan", *map(str, arguments), "--quiet", "--output", path]
                begin = time.monotonic()
                process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=file)
                killer = threading.Timer(PATIENCE, process.kill)
                killer.start()
                _, status, used = os.wait4(process.pid, 0)
                wall = time.monotonic() - begin
                killer.cancel()
                process.returncode = os.waitstatus_to_exitcode(status)
            if not os.path.exists(path):
                with open(errors, encoding="utf-8") as file:
                    return None, file.read().strip()[-300:] or f"exit code {process.returncode}"
            with open(path, encoding="utf-8") as file:
                return {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "plan": json.load(file)}, None


def known_berth_files():
    """(file, value, whether it is proven) of every line of the list beside the reader."""
    path = os.path.join(ROOT, "instances", "src", "berth", "known.rs")
    with open(path, encoding="utf-8") as file:
        lines = [line.strip() for line in file]
    lines = [line for line in lines if line.startswith('known("')]
    words = [line.removeprefix("known(").removesuffix("),").split(", ") for line in lines]
    return [(name.strip('"'), int(value), optimal == "true") for name, value, optimal in words]


def run_peer(results, options, regauge, name, seed, *more):
    """A peer on a ready-made instance, by its own runner; whether to go on with it."""
    out = os.path.join(os.path.dirname(os.path.abspath(results.path)), "peer.json")
    if os.path.exists(out):
        os.remove(out)
    command = [options.peer_python, os.path.join(ROOT, "benches", "peers", "run.py"), options.peer, name, "--time",
               str(options.peer_time), "--threads", "2", "--seed", str(seed), "--regauge", regauge, "--out", out, *more]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if not os.path.exists(out):
        lines = done.stderr.strip().splitlines()
        results.skip(f"peer {options.peer}: {lines[-1] if lines else 'no result'} "
                     "(benches/peers/README.md says what it needs)")
        return False
    take_peers(results, out)
    os.remove(out)
    return True


def take_peers(results, path):
    """Takes results of the peers' runner over."""
    with open(path, encoding="utf-8") as file:
        found = json.load(file)
    for result in found:
        result = {"name": result["instance"].lower(), **result}
        say(f"peer {result['peer']} on {result['name']}: value {result.get('value')}, bound {result.get('bound')}")
        results.add("peers", result)
