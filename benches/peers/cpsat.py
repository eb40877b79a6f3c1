"""The compiled problem as a CP-SAT model.

One start variable per stand (of whatever operation leaves it), one literal per operation, optional intervals in
`no_overlap` (pools of one unit) and `cumulative` (larger ones), calendars as domains, time maps as linear pieces, sections as
`no_overlap` of headways with a choice of order only where it does not follow, stocks as reservoirs. Windows of every train alone
(`compiled.py`) cut the domains. Not here: reading and running.
"""

from ortools.sat.python import cp_model

from compiled import delays, form, level_spans
from expressions import constant_of, key_of, same
from lines import Lines, Movement
from ways import every_way, exclusive, stands_before

PLENTY = 10**6


class Model(Lines):
    def __init__(self, problem, least_costs=None):
        self.problem = problem
        self.m = cp_model.CpModel()
        self.true = self.m.new_constant(1)
        self.uses = [[] for _ in problem.network["pools"]]  # (interval, is a hold)
        self.movements = [[] for _ in problem.network["lines"]]
        self.stays = [[] for _ in problem.network["lines"]]
        self.cap_entries = {}
        self.stock_changes = [[] for _ in problem.network["stocks"]]
        self.planned, self.edge, self.start, self.work, self.chain = [], [], [], [], []
        self.stage, self.exit, self.late = [], [], []
        self.visited = []
        self.costs = []
        self.unions = {}
        self.spots = {}
        for train in problem.trains:
            self._train(train)
        self._pools()
        self._lines()
        self._caps()
        self._stocks()
        self.m.minimize(sum(self.costs))

    # ---- literals and expressions -------------------------------------------------------------------------------

    def _any(self, literals, name):
        """A literal for the sum of literals of which at most one holds."""
        literals = [x for x in literals if x is not None]
        if not literals:
            return None
        if len(literals) == 1:
            return literals[0]
        result = self.m.new_bool_var(name)
        self.m.add(sum(literals) == result)
        return result

    def _domain(self, spans):
        return cp_model.Domain.from_intervals([[a, b - 1] for a, b in spans])

    def _instants(self, op, start, literal):
        """A function from an anchor to (expression, lowest, highest), under a literal; starts are in op.starts."""
        first, last = op.starts[0][0], op.starts[-1][1] - 1
        maps = op.maps()
        cuts = {first, last + 1}
        for a_map in maps:
            for a, b, _, _ in a_map.pieces:
                for x in (a, b + 1):
                    if first < x <= last:
                        cuts.add(x)
        cuts = sorted(cuts)
        pieces = []
        for a, b in zip(cuts, cuts[1:]):
            if not any(x < b and a < y for x, y in op.starts):
                continue
            forms = []
            for a_map in maps:
                forms.append(form(a_map, a))
            # neighbours of one form are one piece
            if pieces and pieces[-1][2] == forms and pieces[-1][1] == a:
                pieces[-1] = (pieces[-1][0], b, forms)
            else:
                pieces.append((a, b, forms))
        position = {id(a_map): i for i, a_map in enumerate(maps)}
        bounds = lambda anchor: (anchor.at(first), anchor.at(last))
        if all(p[2] == pieces[0][2] for p in pieces):
            forms = pieces[0][2]

            def affine(anchor):
                slope, constant = forms[position[id(anchor.map)]]
                return (slope * start + (constant + anchor.offset), *bounds(anchor))

            return affine, True
        chosen = [self.m.new_bool_var("") for _ in pieces]
        self.m.add(sum(chosen) == literal)
        expressions = []
        for i, a_map in enumerate(maps):
            if a_map.shift is not None:
                expressions.append(start + a_map.shift)
                continue
            low, high = a_map.at(first), a_map.at(last)
            value = self.m.new_int_var(low, high, "")
            for piece, (_, _, forms) in zip(chosen, pieces):
                slope, constant = forms[i]
                self.m.add(value == slope * start + constant).only_enforce_if(piece)
            least = min(
                min((s - 1) * a + c, (s - 1) * (b - 1) + c)
                for (a, b, forms) in pieces
                for s, c in [forms[i]]
            )
            self.m.add(value >= start + least).only_enforce_if(literal)
            expressions.append(value)
        for piece, (a, b, _) in zip(chosen, pieces):
            spans = [(max(a, x), min(b, y)) for x, y in op.starts if max(a, x) < min(b, y)]
            self.m.add_linear_expression_in_domain(start, self._domain(spans)).only_enforce_if(piece)

        def pieced(anchor):
            return (expressions[position[id(anchor.map)]] + anchor.offset, *bounds(anchor))

        return pieced, False

    def _var_of(self, choices, name):
        """One expression for what is one of several, each under its literal: (literal, (expression, low, high))."""
        if not choices:
            return None
        first = choices[0][1]
        if all(same(c[1][0], first[0]) for c in choices):
            return (first[0], min(c[1][1] for c in choices), max(c[1][2] for c in choices))
        low, high = min(c[1][1] for c in choices), max(c[1][2] for c in choices)
        value = self.m.new_int_var(low, high, name)
        for literal, (expression, _, _) in choices:
            self.m.add(value == expression).only_enforce_if(literal)
        return (value, low, high)

    def _interval(self, a, b, literal, name=""):
        """An optional interval between two (expression, low, high)."""
        difference = b[0] - a[0]
        size = constant_of(difference)
        if size is None:
            size = self.m.new_int_var(0, max(0, b[2] - a[1]), "")
            if literal is None:
                return self.m.new_interval_var(a[0], size, b[0], name)
            return self.m.new_optional_interval_var(a[0], size, b[0], literal, name)
        if literal is None:
            return self.m.new_fixed_size_interval_var(a[0], size, name)
        return self.m.new_optional_fixed_size_interval_var(a[0], size, literal, name)

    # ---- one train ----------------------------------------------------------------------------------------------

    def _train(self, train):
        m, data, i = self.m, train.data, train.index
        name = self.problem.names[i]
        count = len(train.stands)
        planned = m.new_bool_var(f"{name} planned")
        self.planned.append(planned)
        x = [m.new_bool_var(f"{name} {e}") if op.starts else None
             for e, (_, _, op) in enumerate(train.edges)]
        y = [m.new_bool_var(f"{name} work {w}") if window else None
             for w, window in enumerate(train.work_windows)]
        self.edge.append(x)
        self.work.append(y)
        # where rakes begin
        begins = {}
        lists = [data["arriving_start"], data["onward_start"]]
        if not train.data["transshipped"]:
            lists = [lists[0] + lists[1]]
        for starts in lists:
            literals = []
            for begin in starts:
                literal = planned if len(starts) == 1 else m.new_bool_var("")
                literals.append(literal)
                begins[begin["stand"]] = (literal, begin["at"])
            m.add(sum(literals) == planned)
        # ways through the stands
        comes_by_work, goes_by_work = {}, {}
        for w, work in enumerate(train.works):
            if y[w] is None:
                continue
            for rake in (work.arriving, work.onward):
                goes_by_work.setdefault(rake[0], []).append(y[w])
                comes_by_work.setdefault(rake[1], []).append(y[w])
        if train.works:
            m.add(sum(l for l in y if l is not None) == planned)
        visited = [None] * count
        for v in range(count):
            into = [x[e] for e in train.into[v] if x[e] is not None]
            into += comes_by_work.get(v, [])
            if v in begins:
                into.append(begins[v][0])
            out = [x[e] for e in train.out[v] if x[e] is not None]
            out += goes_by_work.get(v, [])
            if v in train.exits or v in train.emptied_exits:
                # an end of the journey has no way out
                visited[v] = self._any(into, f"{name} at {v}")
                for literal in out:
                    m.add(literal == 0)
                continue
            if not into or not out:
                for literal in into + out:
                    m.add(literal == 0)
                continue
            visited[v] = self._any(into, f"{name} at {v}")
            m.add(sum(out) == visited[v])
        self.visited.append(visited)
        exits = [visited[v] for v in train.exits if visited[v] is not None]
        m.add(sum(exits) == planned)
        if data["transshipped"]:
            ends = [visited[v] for v in train.emptied_exits if visited[v] is not None]
            m.add(sum(ends) == planned)
        # starts of what leaves a stand
        # (stands that exclude each other share one)
        start = [None] * count
        for group in exclusive(train):
            group = [v for v in group if visited[v] is not None]
            spans = [s for v in group for e in train.out[v] if x[e] is not None for s in train.edges[e][2].starts]
            if spans:
                variable = m.new_int_var_from_domain(self._domain(spans), f"{name} leaves {group[0]}")
                for v in group:
                    if any(x[e] is not None for e in train.out[v]):
                        start[v] = variable
        self.start.append(start)
        at = {}
        for e, (u, _, op) in enumerate(train.edges):
            if x[e] is None:
                continue
            if start[u] is None:
                m.add(x[e] == 0)
                x[e] = None
                continue
            m.add_linear_expression_in_domain(start[u], self._domain(op.starts)).only_enforce_if(x[e])
            at[e] = self._instants(op, start[u], x[e])
        # crane work
        chain_starts, work_at = [], []
        n_chain = max((len(w.chain) for w in train.works), default=0)
        for k in range(n_chain):
            spans = [s for w, work in enumerate(train.works)
                     if y[w] is not None and k < len(work.chain) for s in work.chain[k].starts]
            chain_starts.append(m.new_int_var_from_domain(self._domain(spans), f"{name} chain {k}") if spans else None)
        self.chain.append(chain_starts)
        work_end, carried = [], []
        for w, work in enumerate(train.works):
            work_at.append([])
            if y[w] is None:
                continue
            end = None
            for k, op in enumerate(work.chain):
                m.add_linear_expression_in_domain(chain_starts[k], self._domain(op.starts)).only_enforce_if(y[w])
                if end is not None:
                    m.add(chain_starts[k] >= end[0]).only_enforce_if(y[w])
                instants = self._instants(op, chain_starts[k], y[w])
                work_at[w].append(instants)
                end = instants[0](op.end)
                if op.exchange:
                    last_exchange = end
                self._take(op, instants[0], y[w])
            work_end.append((y[w], end))
            if any(op.exchange for op in work.chain):
                carried.append((y[w], last_exchange))
            else:
                carried.append((y[w], (chain_starts[0], op.starts[0][0], op.starts[-1][1])))
        work_end = self._var_of(work_end, f"{name} worked")
        carried = self._var_of(carried, f"{name} carried") if n_chain > 1 else None
        # stages; what may not start before a stand is ready
        stages = {}
        parallel = {}
        for v in range(count):
            for k, stage in enumerate(train.stands[v]["stages"]):
                if visited[v] is None:
                    continue
                spans = [(a, b) for a, b in stage["starts"] if train.arrive[v] is not None and b > train.arrive[v]]
                if not spans:
                    m.add(visited[v] == 0)
                    continue
                spans[0] = (max(spans[0][0], train.arrive[v]), spans[0][1])
                begin = m.new_int_var_from_domain(self._domain(spans), f"{name} stage {v} {k}")
                stages[(v, k)] = begin
                if stage["phase"] == "parallel":
                    parallel.setdefault(v, []).append(begin + stage["ticks"])
                if stage["team"] is not None:
                    interval = m.new_optional_fixed_size_interval_var(begin, stage["ticks"], visited[v], "")
                    self.uses[stage["team"]].append((interval, False))
        self.stage.append(stages)
        for v in range(count):
            if visited[v] is None:
                continue
            arrivals = [(x[e], at[e][0](train.edges[e][2].end)) for e in train.into[v] if x[e] is not None]
            if v in begins:
                t = begins[v][1]
                arrivals.append((begins[v][0], (t, t, t)))
            if v in comes_by_work:
                arrivals.append((visited[v], work_end))
            # where all ways in share the stand they come from, one constraint does for them
            self._ready(train, v, visited[v], arrivals, stages, start, chain_starts, y, goes_by_work)
        for e, (u, _, op) in enumerate(train.edges):
            if x[e] is None or not op.departure:
                continue
            for v in stands_before(train, u):
                for end in parallel.get(v, []):
                    m.add(start[u] >= end).only_enforce_if(x[e], visited[v])
        # what operations take; equal uses of several ways out of a stand are one
        self._take_edges(train, x, at, visited)
        self._holds(train, x, at, visited, begins, y, carried)
        self._moves(train, x, at)
        self._objective(train, planned, x, at, begins)
        if data["stay_uses"] or data["stay_movements"]:
            self._stay(train, planned)

    def _ready(self, train, v, here, arrivals, stages, start, chain_starts, y, goes_by_work):
        m, stand = self.m, train.stands[v]
        leaves = start[v]
        if v in goes_by_work:
            # both rakes must be there: the starts of the works this stand leads to
            leaves = chain_starts[0]
        own = [(k, s) for k, s in enumerate(stand["stages"]) if (v, k) in stages]
        first = [stages[(v, k)] + s["ticks"] for k, s in own if s["phase"] == "first"]
        for literal, (end, _, _) in arrivals:
            if leaves is not None:
                m.add(leaves >= end + stand["dwell"]).only_enforce_if(literal)
            for k, s in own:
                m.add(stages[(v, k)] >= end).only_enforce_if(literal)
        for k, s in own:
            begin = stages[(v, k)]
            if s["phase"] == "second":
                for end in first:
                    m.add(begin >= end).only_enforce_if(here)
            if s["phase"] != "parallel" and leaves is not None:
                m.add(leaves >= begin + s["ticks"]).only_enforce_if(here)

    def _take(self, op, at, literal):
        for pool, a, b in op.pools:
            self.uses[pool].append((self._interval(at(a), at(b), literal), False))
        for stock, change, when in op.stocks:
            self.stock_changes[stock].append((at(when)[0], change, literal))

    def _take_edges(self, train, x, at, visited):
        m = self.m
        pools, stocks, caps = {}, {}, {}
        for e, (u, _, op) in enumerate(train.edges):
            if x[e] is None:
                continue
            instants, affine = at[e]
            for pool, a, b in op.pools:
                a, b = instants(a), instants(b)
                key = (pool, key_of(a[0]), key_of(b[0])) if affine else (pool, e, len(pools))
                pools.setdefault(key, []).append((e, a, b))
            for stock, change, when in op.stocks:
                stocks.setdefault((stock, change), []).append((x[e], instants(when)))
            for cap, when in op.caps:
                caps.setdefault((cap, u), []).append((e, instants(when)))
        for key, items in pools.items():
            literal = self._any_out(train, [e for e, _, _ in items], x, visited)
            a = (items[0][1][0], min(i[1][1] for i in items), max(i[1][2] for i in items))
            b = (items[0][2][0], min(i[2][1] for i in items), max(i[2][2] for i in items))
            self.uses[key[0]].append((self._interval(a, b, literal), False))
        for (stock, change), items in stocks.items():
            literal = self._any([l for l, _ in items], "")
            instant = self._var_of(items, "")
            self.stock_changes[stock].append((instant[0], change, literal))
        for (cap, _), items in caps.items():
            data = self.problem.network["caps"][cap]
            if data.get("only"):
                raise ValueError("a cap of a span or with dates is not modelled")
            for e, (expression, low, high) in items:
                days = range(self.problem.day(data, low), self.problem.day(data, high) + 1)
                if len(days) == 1:
                    self.cap_entries.setdefault((cap, days[0]), []).append(x[e])
                    continue
                literals = [m.new_bool_var("") for _ in days]
                m.add(sum(literals) == x[e])
                for day, literal in zip(days, literals):
                    begin = data["day_start"] + day * data["day"]
                    if day > 0:
                        m.add(expression >= begin).only_enforce_if(literal)
                    m.add(expression < begin + data["day"]).only_enforce_if(literal)
                    self.cap_entries.setdefault((cap, day), []).append(literal)

    def _any_out(self, train, edges, x, visited):
        """A literal for one of these ways out of stands that exclude each other."""
        stands = sorted({train.edges[e][0] for e in edges})
        alive = [e for u in stands for e in train.out[u] if x[e] is not None]
        if len(edges) == len(alive):
            literals = [visited[u] for u in stands]
            if all(literal is not None for literal in literals):
                return self._all_or(train, stands, literals)
        return self._any([x[e] for e in edges], "")

    def _all_or(self, train, stands, literals):
        """A literal for one of these stands; the same for the same stands."""
        key = (train.index, tuple(stands))
        if key not in self.unions:
            if len(literals) > 1 and every_way(train, stands):
                self.m.add(sum(literals) == self.planned[train.index])
                self.unions[key] = self.planned[train.index]
            else:
                self.unions[key] = self._any(literals, "")
        return self.unions[key]

    def _holds(self, train, x, at, visited, begins, y, carried):
        stands = train.stands
        pairs = {}
        for w, work in enumerate(train.works):
            if y[w] is None:
                continue
            for before, after in (work.arriving, work.onward):
                pairs[before] = after
        after = set(pairs.values())
        spots = {}
        for v, stand in enumerate(stands):
            if stand["hold"] is None or visited[v] is None or v in after:
                continue
            takes = [(x[e], at[e][0](train.edges[e][2].takes)) for e in train.into[v] if x[e] is not None]
            if v in begins:
                t = begins[v][1]
                takes.append((begins[v][0], (t, t, t)))
            leaving = pairs.get(v, v)
            leaves = []
            for e in train.out[leaving]:
                op = train.edges[e][2]
                if x[e] is None:
                    continue
                if op.leaves is None:
                    leaves.append((x[e], carried if carried is not None else (self.start[-1][leaving], 0, self.problem.end)))
                else:
                    leaves.append((x[e], at[e][0](op.leaves)))
            a, b = self._var_of(takes, ""), self._var_of(leaves, "")
            if a is None or b is None:
                continue
            self.uses[stand["hold"]].append((self._interval(a, b, visited[v]), not stand.get("through")))
            if v in pairs:
                spots.setdefault(stand["rake"], []).append((visited[v], a, b, stand["hold"]))
        for rake, items in spots.items():
            if any(stands[v].get("through") for v in pairs):
                continue
            if len(items) < sum(visited[v] is not None for v in pairs if stands[v]["rake"] == rake):
                continue
            # beside the side of its spot a rake takes one of all spots: what does not follow from the sides one by one
            takes, leaves = self._var_of([(i[0], i[1]) for i in items], ""), self._var_of([(i[0], i[2]) for i in items], "")
            sides = frozenset(i[3] for i in items)
            self.spots.setdefault(sides, []).append(self._interval(takes, leaves, self.planned[train.index]))

    def _moves(self, train, x, at):
        m = self.m
        found = {}
        for e, (u, v, op) in enumerate(train.edges):
            if x[e] is None:
                continue
            for line, direction, enter, leave in op.lines:
                key = (line, direction, train.stands[v]["rake"], bool(getattr(train, "behind", ())) and v in train.behind)
                found.setdefault(key, []).append((e, enter, leave))
        for (line, direction, _, _), items in found.items():
            literal = self._any([x[e] for e, _, _ in items], "")
            enter = self._var_of([(x[e], at[e][0](a)) for e, a, _ in items], "")
            leave = self._var_of([(x[e], at[e][0](b)) for e, _, b in items], "")
            durations = [delays(a, b, train.edges[e][2].starts) for e, a, b in items]
            durations = (min(d[0] for d in durations), max(d[1] for d in durations))
            m.add(leave[0] >= enter[0] + durations[0]).only_enforce_if(literal)
            m.add(leave[0] <= enter[0] + durations[1]).only_enforce_if(literal)
            spans = self.problem.network["lines"][line]["diverted"][direction == "up"]
            diverted = self._inside(enter, literal, spans)
            movement = Movement(train.index, enter[0], leave[0], literal, diverted,
                                (enter[1:], leave[1:], durations))
            self.movements[line].append((direction, movement))

    def _inside(self, instant, literal, spans):
        """A literal for an instant inside one of the spans; False where it never is."""
        m = self.m
        expression, low, high = instant
        spans = [(a, b) for a, b in spans if low < b and a <= high]
        if not spans:
            return False
        if len(spans) == 1 and spans[0][0] <= low and high < spans[0][1]:
            return literal
        inside = m.new_bool_var("")
        m.add_implication(inside, literal)
        domain = self._domain(spans)
        m.add_linear_expression_in_domain(expression, domain).only_enforce_if(inside)
        m.add_linear_expression_in_domain(expression, domain.complement()).only_enforce_if(literal, ~inside)
        return inside

    def _emptied(self, train, planned, x, at, begins):
        """The cost of the emptied rake until its life ends."""
        m, cost = self.m, train.data["cost"]
        ends = [(x[e], at[e][0](train.edges[e][2].end))
                for v in train.emptied_exits for e in train.into[v] if x[e] is not None]
        ends += [(begins[v][0], (begins[v][1],) * 3) for v in train.emptied_exits if v in begins]
        if not ends or cost["emptied"] == 0:
            return
        low, high = min(e[1][1] for e in ends), max(e[1][2] for e in ends)
        release = cost["release"]
        end = m.new_int_var(min(low, release), max(high, release), "")
        for literal, (expression, _, _) in ends:
            m.add(end == expression).only_enforce_if(literal)
        m.add(end == release).only_enforce_if(~planned)
        m.add(end >= low).only_enforce_if(planned)
        self.costs.append(cost["emptied"] * (end - release))

    def _objective(self, train, planned, x, at, begins):
        m, cost = self.m, train.data["cost"]
        exits = [(x[e], at[e][0](train.edges[e][2].end)) for v in train.exits for e in train.into[v] if x[e] is not None]
        exits += [(begins[v][0], (begins[v][1],) * 3) for v in train.exits if v in begins]
        self.costs.append(cost["postponed"] * (1 - planned))
        if not exits:
            self.exit.append(None)
            return
        low, high = min(e[1][1] for e in exits), max(e[1][2] for e in exits)
        release = cost["release"]
        exit_var = m.new_int_var(min(low, release), max(high, release), "")
        self.exit.append(exit_var)
        for literal, (expression, _, _) in exits:
            m.add(exit_var == expression).only_enforce_if(literal)
        m.add(exit_var == release).only_enforce_if(~planned)
        m.add(exit_var >= low).only_enforce_if(planned)
        self.costs.append(cost["weight"] * (exit_var - release))
        self._emptied(train, planned, x, at, begins)
        due, late_centi = cost["due"], cost["late_centi"]
        if due is None or late_centi == 0 or high <= due:
            return
        late = m.new_int_var(0, high - due, "")
        m.add(late >= exit_var - due)
        if late_centi % 100 == 0:
            self.costs.append(late_centi // 100 * late)
        else:
            whole = m.new_int_var(0, (high - due) * late_centi // 100, "")
            m.add(100 * whole >= late_centi * late - 99)
            self.costs.append(whole)

    def _stay(self, train, planned):
        """What a train under way holds while it is not planned."""
        m = self.m
        by_pool = {}
        for use in train.data["stay_uses"]:
            by_pool.setdefault(use["pool"], []).append((use["from"], use["to"]))
        for pool, spans in by_pool.items():
            capacity = self.problem.network["pools"][pool]["capacity"]
            for a, b, level in level_spans(spans, capacity):
                for _ in range(level):
                    interval = m.new_optional_fixed_size_interval_var(a, b - a, ~planned, "")
                    self.uses[pool].append((interval, False))
        for movement in train.data["stay_movements"]:
            a, b = movement["enter"], movement["exit"]
            stay = Movement(train.index, a, b, ~planned, movement["diverted"], ((a, a), (b, b), (b - a, b - a)), True)
            self.stays[movement["line"]].append((movement["direction"], stay))

    # ---- shared resources ---------------------------------------------------------------------------------------

    def _pools(self):
        m = self.m
        fixed = [[] for _ in self.uses]
        for use in self.problem.network["fixed_uses"]:
            fixed[use["pool"]].append((use["from"], use["to"]))
        for pool, (data, uses) in enumerate(zip(self.problem.network["pools"], self.uses)):
            capacity = data["capacity"]
            intervals = [interval for interval, _ in uses]
            holds = [interval for interval, is_hold in uses if is_hold]
            if capacity < PLENTY and intervals:
                profile = level_spans(fixed[pool], capacity)
                if capacity == 1:
                    taken = [m.new_fixed_size_interval_var(a, b - a, "") for a, b, _ in profile]
                    m.add_no_overlap(intervals + taken)
                else:
                    taken = [m.new_fixed_size_interval_var(a, b - a, "") for a, b, _ in profile]
                    demands = [1] * len(intervals) + [level for _, _, level in profile]
                    m.add_cumulative(intervals + taken, demands, capacity)
            closed = data["closed"]
            if not closed or not holds:
                continue
            shut = [m.new_fixed_size_interval_var(a, b - a, "") for a, b in closed]
            if capacity == 1:
                m.add_no_overlap(holds + shut)
            else:
                for hold in holds:
                    m.add_no_overlap([hold, *shut])

        for sides, intervals in self.spots.items():
            # trains that may only go to some of these sides count too
            within = [i for other, more in self.spots.items() if other <= sides for i in more]
            shut = [(a, b) for p in sides for a, b in self.problem.network["pools"][p]["closed"]]
            profile = level_spans(shut, len(sides))
            taken = [m.new_fixed_size_interval_var(a, b - a, "") for a, b, _ in profile]
            if len(within) > len(sides):
                # a closure takes its side from holds only; other spots of the same trains are not among these
                m.add_cumulative(within + taken, [1] * len(within) + [level for _, _, level in profile], len(sides))

    def _caps(self):
        for (cap, day), literals in self.cap_entries.items():
            room = self.problem.network["caps"][cap]["room"]
            self.m.add(sum(literals) <= (room[day] if day < len(room) else 0))

    def _stocks(self):
        m = self.m
        for data, changes in zip(self.problem.network["stocks"], self.stock_changes):
            initial = data["initial"]
            if initial < 0:
                raise ValueError("a stock that begins below zero is not modelled")
            changes = [c for c in changes if c[2] is not None]
            if any(change < 0 for _, change, _ in changes):
                m.add_reservoir_constraint_with_active(
                    [at for at, _, _ in changes],
                    [change for _, change, _ in changes],
                    [literal for _, _, literal in changes],
                    -initial,
                    len(changes) + 1,
                )
            if data["end_price"] > 0 and data["end_at_least"] > 0:
                missing = m.new_int_var(0, data["end_at_least"] + len(changes), "")
                at_end = initial + sum(change * literal for _, change, literal in changes)
                m.add(missing >= data["end_at_least"] - at_end)
                self.costs.append(data["end_price"] * missing)

    # ---- solutions ----------------------------------------------------------------------------------------------

    def decisions(self, journeys):
        """Pairs (variable, value) that say what journeys do."""
        for i, train in enumerate(self.problem.trains):
            journey = journeys[i]
            yield self.planned[i], int(journey is not None)
            if journey is None:
                continue
            done = {edge: start for edge, start in journey["operations"]}
            for e, literal in enumerate(self.edge[i]):
                if literal is not None:
                    yield literal, int(e in done)
                elif e in done:
                    raise ValueError(f"{self.problem.names[i]}: operation {e} is out of its window")
            for e, start in done.items():
                yield self.start[i][train.edges[e][0]], start
            work = journey["work"]
            for w, literal in enumerate(self.work[i]):
                if literal is not None:
                    yield literal, int(work is not None and work["index"] == w)
                elif work is not None and work["index"] == w:
                    raise ValueError(f"{self.problem.names[i]}: work {w} is out of its window")
            if work is not None:
                for k, start in enumerate(work["starts"]):
                    yield self.chain[i][k], start
            for stand, k, start in journey["stages"]:
                yield self.stage[i][(stand, k)], start

    def fix(self, journeys):
        for variable, value in self.decisions(journeys):
            self.m.add(variable == value)

    def hint(self, values):
        """Begins at a value for every variable, in the order of the model: a solution of a model of the same problem."""
        proto = self.m.proto
        if len(values) != len(proto.variables):
            raise ValueError("these are values of another model")
        for index, value in enumerate(values):
            self.m.add_hint(self.m.get_int_var_from_proto_index(index), value)

    def journeys(self, value):
        """The journeys of a solution; `value` gives the value of a variable."""
        result = []
        for i, train in enumerate(self.problem.trains):
            if not value(self.planned[i]):
                result.append(None)
                continue
            operations = [
                [e, value(self.start[i][train.edges[e][0]])]
                for e, literal in enumerate(self.edge[i])
                if literal is not None and value(literal)
            ]
            chosen = [w for w, literal in enumerate(self.work[i]) if literal is not None and value(literal)]
            work = None
            if chosen:
                starts = [value(self.chain[i][k]) for k in range(len(train.works[chosen[0]].chain))]
                work = {"index": chosen[0], "starts": starts}
            stages = [
                [v, k, value(begin)]
                for (v, k), begin in self.stage[i].items()
                if value(self.visited[i][v])
            ]
            result.append({"operations": operations, "work": work, "stages": stages})
        return result
