"""The compiled problem as a time-indexed MIP for HiGHS.

One binary per operation, stage or crane work and tick of its start. What waits for another is a row per tick (as many have begun by
then as were ready by then), what is taken of a resource at a tick is a sum, so that every rule of the compiled problem is linear
and the relaxation is strong; but the model has a column per tick and grows with the horizon. `--upper` (a value known from
elsewhere) cuts every train's window to what a plan of that value can use.
"""

import time
from importlib.metadata import version

import highspy
import numpy

from compiled import level_spans
from ways import stands_before

NAME = f"HiGHS {version('highspy')}"

# above this many columns the relaxation alone takes longer than any limit here: the runner says so instead
MOST_COLUMNS = 400_000


class TooLarge(Exception):
    pass


class Rows:
    """Columns and rows as they come, handed to HiGHS at once."""

    def __init__(self):
        self.cost, self.upper, self.integer = [], [], []
        self.low_bounds = {}  # other than zero
        self.low, self.high, self.start, self.index, self.value = [], [], [], [], []

    def column(self, cost=0, upper=1, integer=True):
        self.cost.append(cost)
        self.upper.append(upper)
        self.integer.append(integer)
        if len(self.cost) > MOST_COLUMNS:
            raise TooLarge
        return len(self.cost) - 1

    def row(self, terms, low, high):
        """terms: (column, coefficient), columns may stand twice."""
        summed = {}
        for column, coefficient in terms:
            summed[column] = summed.get(column, 0) + coefficient
        summed = {c: v for c, v in summed.items() if v}
        if not summed and low <= 0 <= high:
            return
        self.start.append(len(self.index))
        self.index += summed.keys()
        self.value += summed.values()
        self.low.append(low)
        self.high.append(high)


class Model:
    def __init__(self, problem, upper):
        self.problem, self.rows = problem, Rows()
        self.constant = 0
        self.inf = highspy.kHighsInf
        network = problem.network
        self.moves = [{"down": [], "up": []} for _ in network["lines"]]
        self.uses = [[] for _ in network["pools"]]  # (from, to, terms)
        self.stocks = [[] for _ in network["stocks"]]
        self.caps = {}
        self.planned, self.edge, self.work, self.stage = [], [], [], []
        alone = [problem.cost(t, e) + t.data["cost"]["least_emptied"] if e is not None else t.data["cost"]["postponed"]
                 for t in problem.trains for e in [_earliest_exit(problem, t)]]
        alone = [min(a, t.data["cost"]["postponed"]) for a, t in zip(alone, problem.trains)]
        spare = None if upper is None else upper - sum(alone)
        for train, least in zip(problem.trains, alone):
            self._train(train, None if spare is None else least + spare)
        self._pools()
        self._lines()
        for (cap, day), terms in self.caps.items():
            room = network["caps"][cap]["room"]
            self.rows.row(terms, -self.inf, room[day] if day < len(room) else 0)
        self._stocks()

    def _train(self, train, dearest):
        rows, problem, data = self.rows, self.problem, train.data
        cost = data["cost"]
        self.constant += cost["postponed"]
        planned = rows.column(-cost["postponed"])
        self.planned.append(planned)
        count = len(train.stands)
        last = problem.end
        if dearest is not None:
            while last > 0 and problem.cost(train, last) + cost["least_emptied"] > dearest:
                last -= 1
        edges = []
        for e, (u, v, op) in enumerate(train.edges):
            columns = {}
            for a, b in op.starts:
                for s in range(a, b):
                    end = op.end.at(s)
                    if v in train.exits:
                        if end > last:
                            break
                        columns[s] = rows.column(problem.cost(train, end))
                    else:
                        if end > last and train.stands[v]["rake"] == "onward":
                            break
                        ends = v in train.emptied_exits
                        columns[s] = rows.column(problem.emptied_cost(train, end) if ends else 0)
            edges.append(columns)
        works = []
        for work in train.works:
            chain = []
            for op in work.chain:
                chain.append({s: rows.column() for a, b in op.starts for s in range(a, b) if op.end.at(s) <= last})
            works.append(chain)
        self.edge.append(edges)
        self.work.append(works)
        # arrivals of each stand: (tick, column)
        arrivals = [[] for _ in range(count)]
        takes = [[] for _ in range(count)]
        leaving = [[] for _ in range(count)]  # (start, column)
        leaves = [[] for _ in range(count)]  # (hold ends, column)
        lists = [data["arriving_start"], data["onward_start"]]
        if not data["transshipped"]:
            lists = [lists[0] + lists[1]]
        for starts in lists:
            terms = []
            for begin in starts:
                column = rows.column()
                terms.append((column, 1))
                arrivals[begin["stand"]].append((begin["at"], column))
                takes[begin["stand"]].append((begin["at"], column))
                if begin["stand"] in train.exits:
                    rows.cost[column] = problem.cost(train, begin["at"])
                elif begin["stand"] in train.emptied_exits:
                    rows.cost[column] = problem.emptied_cost(train, begin["at"])
            rows.row(terms + [(planned, -1)], 0, 0)
        for e, (u, v, op) in enumerate(train.edges):
            for s, column in edges[e].items():
                arrivals[v].append((op.end.at(s), column))
                takes[v].append((op.takes.at(s), column))
                leaving[u].append((s, column, op.departure))
                if op.leaves is not None:
                    leaves[u].append((op.leaves.at(s), column))
        behind = {}
        for w, work in enumerate(train.works):
            chain = works[w]
            for k in range(1, len(chain)):
                before, op = chain[k - 1], work.chain[k - 1]
                self._follows([(s, c) for s, c in chain[k].items()], [(op.end.at(s), c) for s, c in before.items()], 0)
            for c, op in zip(chain, work.chain):
                for s, column in c.items():
                    self._take(op, s, column)
            for before, after in (work.arriving, work.onward):
                leaving[before] += [(s, c, False) for s, c in chain[0].items()]
                arrivals[after] += [(work.chain[-1].end.at(s), c) for s, c in chain[-1].items()]
                behind[before] = after
            exchanges = [k for k, op in enumerate(work.chain) if op.exchange]
            for e, (u, v, op) in enumerate(train.edges):
                if op.leaves is None and v == work.arriving[0]:
                    if exchanges:
                        k = exchanges[-1]
                        leaves[u] += [(work.chain[k].end.at(s), c) for s, c in chain[k].items()]
        for e, (u, v, op) in enumerate(train.edges):
            for s, column in edges[e].items():
                self._take(op, s, column)
        stages, parallel = {}, {}
        for v, stand in enumerate(train.stands):
            if not arrivals[v]:
                continue
            for k, stage in enumerate(stand["stages"]):
                first = min(t for t, _ in arrivals[v])
                # an emptied rake may still be at its station when the train has left
                late = data["transshipped"] and stand["rake"] == "arriving" and (not train.works or v in train.behind)
                final = problem.end if late else last
                columns = {s: rows.column() for a, b in stage["starts"] for s in range(max(a, first), min(b, final + 1))}
                stages[(v, k)] = columns
                for s, column in columns.items():
                    if stage["team"] is not None:
                        self.uses[stage["team"]].append((s, s + stage["ticks"], [(column, 1)]))
                rows.row([(c, 1) for c in columns.values()] + [(c, -1) for _, c in arrivals[v]], 0, 0)
        self.stage.append(stages)
        for v, stand in enumerate(train.stands):
            ends = v in train.exits or v in train.emptied_exits
            if not ends:
                rows.row([(c, 1) for _, c in arrivals[v]] + [(c, -1) for _, c, _ in leaving[v]], 0, 0)
            elif leaving[v]:
                rows.row([(c, 1) for _, c, _ in leaving[v]], 0, 0)
            done = lambda k, ticks: [(s + ticks, c) for s, c in stages[(v, k)].items()]
            out = [(s, c) for s, c, _ in leaving[v]]
            if out and arrivals[v]:
                self._follows(out, arrivals[v], stand["dwell"])
            for k, stage in enumerate(stand["stages"]):
                if (v, k) not in stages:
                    continue
                begun = list(stages[(v, k)].items())
                if stage["phase"] == "second":
                    for j, other in enumerate(stand["stages"]):
                        if other["phase"] == "first":
                            self._follows(begun, done(j, other["ticks"]), 0)
                self._follows(begun, arrivals[v], 0)
                if stage["phase"] == "parallel":
                    parallel.setdefault(v, []).append((done(k, stage["ticks"]), [c for _, c in arrivals[v]]))
                elif out:
                    self._follows(out, done(k, stage["ticks"]), 0)
        for u in range(count):
            departures = [(s, c) for s, c, departure in leaving[u] if departure]
            if departures:
                for v in stands_before(train, u):
                    for finished, visits in parallel.get(v, []):
                        # where the rake did not come by that stand there is nothing to wait for
                        self._follows(departures, finished, 0, [(c, -1) for c in visits])
        for v, stand in enumerate(train.stands):
            if stand["hold"] is None or v in behind.values():
                continue
            for t, column in takes[v]:
                self.uses[stand["hold"]].append((t, None, [(column, 1)]))
            for t, column in leaves[behind.get(v, v)]:
                self.uses[stand["hold"]].append((t, None, [(column, -1)]))
            closed = [] if stand.get("through") else self.problem.network["pools"][stand["hold"]]["closed"]
            if closed:
                own = [(t, None, [(c, 1)]) for t, c in takes[v]] + [(t, None, [(c, -1)]) for t, c in leaves[behind.get(v, v)]]
                self._levels(own, [(a, b, 1) for a, b in closed], 1)
        rest = {}
        for use in data["stay_uses"]:
            rest.setdefault(use["pool"], []).append((use["from"], use["to"]))
        for pool, spans in rest.items():
            for a, b, level in level_spans(spans, self.problem.network["pools"][pool]["capacity"]):
                # one less the literal: a constant and a column
                self.uses[pool].append((a, b, [(None, level), (planned, -level)]))
        for m in data["stay_movements"]:
            self.moves[m["line"]][m["direction"]].append((m["enter"], m["exit"], [(None, 1), (planned, -1)], m["diverted"], train.index))

    def _take(self, op, s, column):
        for pool, a, b in op.pools:
            self.uses[pool].append((max(0, a.at(s)), b.at(s), [(column, 1)]))
        for line, direction, a, b in op.lines:
            enter = a.at(s)
            spans = self.problem.network["lines"][line]["diverted"][direction == "up"]
            diverted = any(x <= enter < y for x, y in spans)
            self.moves[line][direction].append((enter, b.at(s), [(column, 1)], diverted, None))
        for cap, at in op.caps:
            only = self.problem.network["caps"][cap].get("only")
            if only and not only[0] <= at.at(s) < only[1]:
                continue
            day = self.problem.day(self.problem.network["caps"][cap], at.at(s))
            self.caps.setdefault((cap, day), []).append((column, 1))
        for stock, change, at in op.stocks:
            self.stocks[stock].append((at.at(s), change, column))

    def _follows(self, later, earlier, gap, unless=()):
        """By every tick no more of `later` have begun than of `earlier` were done a gap before; between them it waits."""
        later = sorted(later)
        if not later:
            return
        first, last = later[0][0], later[-1][0]
        changes = {}
        for t, column in earlier:
            if t + gap <= last:
                changes.setdefault(max(t + gap, first), []).append((column, 1))
        for s, column in later:
            changes.setdefault(s, []).append((column, -1))
        # where it never came by what it would wait for, it may begin at once
        start = [(c, 1) for c, _ in unless]
        constant = -1 if unless else 0
        waiting = None
        for t in sorted(changes):
            column = self.rows.column(0, self.inf, False)
            terms = [(column, -1), *changes[t]]
            if waiting is None:
                self.rows.row(terms + [(c, -v) for c, v in start], constant, constant)
            else:
                self.rows.row([*terms, (waiting, 1)], 0, 0)
            waiting = column

    def _pools(self):
        rows = self.rows
        fixed = [[] for _ in self.uses]
        for use in self.problem.network["fixed_uses"]:
            fixed[use["pool"]].append((use["from"], use["to"]))
        for pool, uses in enumerate(self.uses):
            capacity = self.problem.network["pools"][pool]["capacity"]
            base = level_spans(fixed[pool], capacity)
            self._levels(uses, base, capacity)

    def _levels(self, uses, base, capacity):
        """The sum of what covers each tick stays within the capacity; a use without an end goes on."""
        events = {}
        for a, b, terms in uses:
            if b is not None and a >= b:
                continue
            # what began before the horizon is there from its start
            events.setdefault(max(0, a), []).append((terms, 1))
            if b is not None:
                events.setdefault(max(0, b), []).append((terms, -1))
        for a, b, _ in base:
            events.setdefault(max(0, a), [])
            events.setdefault(max(0, b), [])
        level, constant, columns = None, 0, {}
        for t in sorted(t for t in events if t < self.problem.end):
            terms = {}
            for changed, sign in events[t]:
                for column, coefficient in changed:
                    if column is None:
                        constant += sign * coefficient
                    else:
                        terms[column] = terms.get(column, 0) + sign * coefficient
            if level is not None and not any(terms.values()) and not base:
                columns[t] = (level, constant)
                continue
            used = sum(n for a, b, n in base if a <= t < b)
            # the column is what stands of it beside the constants; those alone may be more than there is room for
            now = self.rows.column(0, self.inf, False)
            self.rows.upper[now] = max(capacity - used - constant, -constant)
            self.rows.low_bounds[now] = -constant
            row = [(now, -1), *terms.items()] + ([] if level is None else [(level, 1)])
            self.rows.row(row, 0, 0)
            level = now
            columns[t] = (level, constant)
        return columns

    def _lines(self):
        given = [{"down": [], "up": []} for _ in self.moves]
        for m in self.problem.network["fixed_movements"]:
            given[m["line"]][m["direction"]].append((m["enter"], m["exit"], m["diverted"]))
        for line, data in enumerate(self.problem.network["lines"]):
            for index, direction in enumerate(("down", "up")):
                headway = data["headway"][index]
                for part in (0, 1):
                    uses = [(m[part], m[part] + headway, m[2]) for m in self.moves[line][direction] if m[4] is None]
                    base = level_spans([(g[part], g[part] + headway) for g in given[line][direction]], 1)
                    self._levels(uses, base, 1)
                following = data.get("following")
                if following is not None:
                    uses = [(m[0], m[1] + following, m[2]) for m in self.moves[line][direction] if m[4] is None]
                    base = level_spans([(g[0], g[1] + following) for g in given[line][direction]], 1)
                    self._levels(uses, base, 1)
            if data["keeps_opposing"]:
                self._opposing(data, self.moves[line], given[line])

    def _opposing(self, data, moves, given):
        """At a tick one direction has the track: a column says which."""
        rows, clearing = self.rows, data["clearing"]
        single = data["single_track"]
        for first, second in (("down", "up"), ("up", "down")) if not single else (("down", "up"),):
            mine = [m for m in moves[first] if single or m[3]] + [(*g[:2], [(None, 1)], g[2], None) for g in given[first] if single or g[2]]
            others = list(moves[second]) + [(*g[:2], [(None, 1)], g[2], None) for g in given[second]]
            if not mine or not others:
                continue
            covers = lambda all_: [(m[0], m[1] + clearing, m[2]) for m in all_]
            a, b = self._levels(covers(mine), [], 1000), self._levels(covers(others), [], 1000)
            # no more of one direction are between its ends at a time than headways fit into the longest run
            longest = max(m[1] - m[0] + clearing for m in mine + others if m[4] is None)
            most = 2 + longest // max(1, min(data["headway"])) + sum(m[4] is not None for m in mine + others)
            at_a = at_b = None
            for t in sorted(a.keys() | b.keys()):
                at_a, at_b = a.get(t, at_a), b.get(t, at_b)
                if at_a is None or at_b is None:
                    continue
                way = rows.column()
                rows.row([(at_a[0], 1), (way, -most)], -self.inf, -at_a[1])
                rows.row([(at_b[0], 1), (way, most)], -self.inf, most - at_b[1])

    def _stocks(self):
        rows = self.rows
        for data, changes in zip(self.problem.network["stocks"], self.stocks):
            changes.sort()
            at_tick = {}
            for t, change, column in changes:
                at_tick.setdefault(t, []).append((column, change))
            level = None
            if any(change < 0 for _, change, _ in changes):
                for t, terms in sorted(at_tick.items()):
                    now = rows.column(0, self.inf, False)
                    before = 0 if level is not None else data["initial"]
                    rows.row([(now, -1), *terms] + ([] if level is None else [(level, 1)]), -before, -before)
                    level = now
            terms = [(column, change) for _, change, column in changes]
            if data["end_price"] > 0 and data["end_at_least"] > 0:
                missing = rows.column(data["end_price"], self.inf, False)
                rows.row(terms + [(missing, 1)], data["end_at_least"] - data["initial"], self.inf)

    def decisions(self, journeys):
        """Columns that are one in a plan of these journeys."""
        ones = []
        for i, train in enumerate(self.problem.trains):
            journey = journeys[i]
            if journey is None:
                continue
            ones.append(self.planned[i])
            ones += [self.edge[i][e][s] for e, s in journey["operations"]]
            if journey["work"] is not None:
                chain = self.work[i][journey["work"]["index"]]
                ones += [chain[k][s] for k, s in enumerate(journey["work"]["starts"])]
            ones += [self.stage[i][(v, k)][s] for v, k, s in journey["stages"]]
        return ones

    def of(self, i):
        """All columns that say what a train does."""
        yield self.planned[i]
        for columns in self.edge[i]:
            yield from columns.values()
        for chain in self.work[i]:
            for columns in chain:
                yield from columns.values()
        for columns in self.stage[i].values():
            yield from columns.values()

    def journeys(self, values):
        result = []
        for i, train in enumerate(self.problem.trains):
            if values[self.planned[i]] < 0.5:
                result.append(None)
                continue
            chosen = lambda columns: [s for s, c in columns.items() if values[c] > 0.5]
            operations = [[e, s] for e, columns in enumerate(self.edge[i]) for s in chosen(columns)]
            work = None
            for w, chain in enumerate(self.work[i]):
                starts = [s for columns in chain for s in chosen(columns)]
                if starts:
                    work = {"index": w, "starts": starts}
            stages = [[v, k, s] for (v, k), columns in self.stage[i].items() for s in chosen(columns)]
            result.append({"operations": operations, "work": work, "stages": stages})
        return result


def _earliest_exit(problem, train):
    ends = [train.arrive[v] for v in train.exits if train.arrive[v] is not None]
    return min(ends, default=None)


def solve(problem, args, fixed=None, hint=None):
    begin = time.monotonic()
    upper = getattr(args, "upper", None)
    empty = {"value": None, "found_s": None, "bound": None}
    try:
        model = Model(problem, upper)
    except TooLarge:
        return {"figures": {"status": f"not tried: more than {MOST_COLUMNS} columns", **empty}, "journeys": None}
    rows = model.rows
    n = len(rows.cost)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = n, len(rows.low)
    lp.col_cost_ = numpy.array(rows.cost, dtype=float)
    lower = numpy.zeros(n)
    for column, low in rows.low_bounds.items():
        lower[column] = low
    uppers = numpy.array(rows.upper, dtype=float)
    if fixed is not None:
        ones = set(model.decisions(fixed))
        for i in range(len(problem.trains)):
            for column in model.of(i):
                lower[column] = uppers[column] = float(column in ones)
    lp.col_lower_, lp.col_upper_ = lower, uppers
    lp.row_lower_, lp.row_upper_ = numpy.array(rows.low, dtype=float), numpy.array(rows.high, dtype=float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = numpy.array(rows.start + [len(rows.index)])
    lp.a_matrix_.index_ = numpy.array(rows.index)
    lp.a_matrix_.value_ = numpy.array(rows.value, dtype=float)
    lp.integrality_ = [highspy.HighsVarType.kInteger if i else highspy.HighsVarType.kContinuous for i in rows.integer]
    lp.offset_ = float(model.constant)
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", args.log)
    highs.setOptionValue("threads", args.threads)
    highs.setOptionValue("time_limit", float(args.time))
    highs.setOptionValue("random_seed", args.seed)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 0.5)
    highs.passModel(lp)
    built = time.monotonic() - begin
    begin = time.monotonic()
    found = []

    def improved(event):
        found.append([round(time.monotonic() - begin, 2), round(event.data_out.objective_function_value)])

    highs.cbMipImprovingSolution.subscribe(improved)
    highs.solve()
    took = time.monotonic() - begin
    info = highs.getInfo()
    status = highs.modelStatusToString(highs.getModelStatus()).lower()
    values = numpy.array(highs.getSolution().col_value)
    solved = info.primal_solution_status == 2 and len(values) == n
    bound = info.mip_dual_bound
    figures = {
        "status": status,
        "value": round(info.objective_function_value) if solved else None,
        "found_s": found[-1][0] if found else None,
        "bound": int(numpy.ceil(bound - 1e-3)) if abs(bound) < 1e15 else None,
        "solve_s": round(took, 2),
        "build_s": round(built, 2),
        "clock": "wall",
        "columns": n,
        "rows": len(rows.low),
        "trace": found,
    }
    return {"figures": figures, "journeys": model.journeys(values) if solved else None}
