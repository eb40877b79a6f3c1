"""The compiled problem as `regauge compile` writes it, read once, with the windows of every train.

What a field means stands in the docs of `regauge_solver::network`. Not here: any solver.
"""

import json
from dataclasses import dataclass, field


class TimeMap:
    """A non-decreasing map of a start: pieces `(first, last, slope, constant)` with slope 0 or 1."""

    def __init__(self, data, end):
        if "shift" in data:
            self.shift = data["shift"]
            self.pieces = [(-(10**6), 10**6, 1, self.shift)]
            return
        self.shift = None
        runs = data["table"]
        pieces = []
        for index, (start, delay) in enumerate(runs):
            last = runs[index + 1][0] - 1 if index + 1 < len(runs) else end
            if delay is None or last < start:
                continue
            # ticks in a row whose instants are the same are one piece that does not rise
            if start == last and pieces:
                first, before, slope, constant = pieces[-1]
                value = before + constant if slope else constant
                if before == start - 1 and value == start + delay:
                    if slope == 0:
                        pieces[-1] = (first, start, 0, constant)
                        continue
                    if first == before:
                        pieces[-1] = (first, start, 0, value)
                        continue
            pieces.append((start, last, 1, delay))
        self.pieces = pieces

    def at(self, start):
        """The instant for a start, or None for never."""
        if self.shift is not None:
            return start + self.shift
        start = max(start, 0)
        low, high = 0, len(self.pieces)
        while low < high:
            middle = (low + high) // 2
            if self.pieces[middle][1] < start:
                low = middle + 1
            else:
                high = middle
        if low == len(self.pieces) or self.pieces[low][0] > start:
            return None
        _, _, slope, constant = self.pieces[low]
        return slope * start + constant


@dataclass
class Anchor:
    map: TimeMap
    offset: int

    def at(self, start):
        instant = self.map.at(start)
        return None if instant is None else instant + self.offset


@dataclass
class Operation:
    """What moves a rake on; `starts` is cut to where it ends within the horizon."""

    what: object
    starts: list
    end: Anchor
    pools: list
    lines: list
    caps: list
    stocks: list
    leaves: Anchor
    takes: Anchor
    departure: bool
    exchange: bool

    def first_start(self, tick):
        """The first start at or after a tick, or None."""
        for a, b in self.starts:
            if b > tick:
                return max(a, tick)
        return None

    def last_start(self, latest_end, latest_start=10**6):
        """The last start that ends by a tick, or None."""
        for a, b in reversed(self.starts):
            last = min(b - 1, latest_start)
            if last < a:
                continue
            # ends are monotone
            low, high = a - 1, last
            while low < high:
                middle = (low + high + 1) // 2
                if self.end.at(middle) <= latest_end:
                    low = middle
                else:
                    high = middle - 1
            if low >= a:
                return low
        return None

    def maps(self):
        """Distinct maps of all its instants."""
        anchors = [self.end, self.takes]
        if self.leaves is not None:
            anchors.append(self.leaves)
        for _, a, b in self.pools:
            anchors += [a, b]
        for _, _, a, b in self.lines:
            anchors += [a, b]
        anchors += [a for _, a in self.caps]
        anchors += [a for _, _, a in self.stocks]
        return list({id(anchor.map): anchor.map for anchor in anchors}.values())


@dataclass
class Work:
    arriving: tuple
    onward: tuple
    chain: list


@dataclass
class Train:
    index: int
    data: dict
    stands: list
    edges: list  # (from, to, Operation)
    works: list
    exits: set
    emptied_exits: set
    out: list = field(default_factory=list)
    into: list = field(default_factory=list)
    # earliest arrival at, and span of starts from, every stand; None where no journey comes
    arrive: list = field(default_factory=list)
    window: list = field(default_factory=list)
    work_windows: list = field(default_factory=list)


class Problem:
    """A compiled problem."""

    def __init__(self, document):
        if document.get("format") != "regauge compiled problem 1":
            raise ValueError("this is no compiled problem of format 1")
        self.instance = document["instance"]
        self.sha256 = document["sha256"]
        self.names = document["trains"]
        network = document["network"]
        self.network = network
        self.end = network["end"]
        self.maps = {}
        self.trains = [self._train(i, t) for i, t in enumerate(network["trains"])]

    @staticmethod
    def read(path):
        with open(path, encoding="utf-8") as file:
            return Problem(json.load(file))

    def _map(self, data):
        key = json.dumps(data)
        if key not in self.maps:
            self.maps[key] = TimeMap(data, self.end)
        return self.maps[key]

    def _anchor(self, data):
        if data is None:
            return None
        return Anchor(self._map(data["map"]), data["offset"])

    def _operation(self, data):
        end = self._anchor(data["end"])
        starts = []
        for a, b in data["starts"]:
            # cut to starts that end, and end within the horizon
            low, high = a - 1, b - 1
            while low < high:
                middle = (low + high + 1) // 2
                instant = end.at(middle)
                if instant is not None and instant <= self.end:
                    low = middle
                else:
                    high = middle - 1
            if low >= a:
                starts.append((a, low + 1))
        what = data["what"]
        return Operation(
            what=what,
            starts=starts,
            end=end,
            pools=[(p, self._anchor(a), self._anchor(b)) for p, a, b in data["pools"]],
            lines=[
                (line, d, self._anchor(a), self._anchor(b))
                for line, d, a, b in data["lines"]
            ],
            caps=[(c, self._anchor(a)) for c, a in data["caps"]],
            stocks=[(s, change, self._anchor(a)) for s, change, a in data["stocks"]],
            leaves=self._anchor(data["leaves"]),
            takes=self._anchor(data["takes"]),
            departure=data["departure"],
            exchange=isinstance(what, dict) and "exchange" in what,
        )

    def _train(self, index, data):
        graph = data["graph"]
        edges = [(a, b, self._operation(op)) for a, b, op in graph["edges"]]
        works = [
            Work(
                tuple(w["arriving"]),
                tuple(w["onward"]),
                [self._operation(op) for op in w["chain"]],
            )
            for w in data["works"]
        ]
        train = Train(
            index,
            data,
            graph["nodes"],
            edges,
            works,
            set(data["exits"]),
            set(data["emptied_exits"]),
        )
        count = len(train.stands)
        train.out = [[] for _ in range(count)]
        train.into = [[] for _ in range(count)]
        for e, (a, b, _) in enumerate(edges):
            train.out[a].append(e)
            train.into[b].append(e)
        _windows(train, self.end)
        return train

    def cost(self, train, exit_tick):
        """Cost units of an exit."""
        cost = train.data["cost"]
        late = max(0, exit_tick - cost["due"]) if cost["due"] is not None else 0
        return (exit_tick - cost["release"]) * cost["weight"] + late * cost["late_centi"] // 100

    def emptied_cost(self, train, end):
        """Cost units of the end of an emptied rake's life."""
        cost = train.data["cost"]
        return (end - cost["release"]) * cost["emptied"]

    def day(self, cap, at):
        return max(0, (at - cap["day_start"]) // cap["day"])


def stage_ends(stand, arrive):
    """Earliest ends of the stages of a stand alone: to move on, and of the parallel ones; None when never."""
    ready, first, lag = arrive + stand["dwell"], arrive, arrive
    for second in (False, True):
        for stage in stand["stages"]:
            if (stage["phase"] == "second") != second:
                continue
            begin = first if second else arrive
            start = next((max(a, begin) for a, b in stage["starts"] if b > begin), None)
            if start is None:
                return None
            done = start + stage["ticks"]
            if stage["phase"] == "parallel":
                lag = max(lag, done)
                continue
            ready = max(ready, done)
            if stage["phase"] == "first":
                first = max(first, done)
    return ready, lag


def _least_stay(stand):
    """Least ticks between arrival and moving on."""
    first = max((s["ticks"] for s in stand["stages"] if s["phase"] == "first"), default=0)
    second = max((s["ticks"] for s in stand["stages"] if s["phase"] == "second"), default=0)
    return max(stand["dwell"], first + second)


def _windows(train, end):
    """Earliest arrivals forward and latest starts backward, each train alone; starts of operations are cut to them."""
    data = train.data
    count = len(train.stands)
    arrive = [None] * count
    for start in data["arriving_start"] + data["onward_start"]:
        arrive[start["stand"]] = start["at"]
    order = data["order"]
    behind = {}
    for w, work in enumerate(train.works):
        for stand in (work.arriving[1], work.onward[1]):
            behind.setdefault(stand, []).append(w)
    ready = [None] * count
    work_first = [None] * len(train.works)

    def settle(stand):
        if arrive[stand] is not None:
            done = stage_ends(train.stands[stand], arrive[stand])
            ready[stand] = None if done is None else done[0]

    def visit(stand):
        for e in train.into[stand]:
            a, _, op = train.edges[e]
            if ready[a] is None:
                continue
            start = op.first_start(ready[a])
            if start is not None:
                at = op.end.at(start)
                arrive[stand] = at if arrive[stand] is None else min(arrive[stand], at)
        settle(stand)

    before_work = [s for s in order if not _is_behind(train, s)]
    after_work = [s for s in order if _is_behind(train, s)]
    for stand in before_work:
        visit(stand)
    for w, work in enumerate(train.works):
        a, b = ready[work.arriving[0]], ready[work.onward[0]]
        if a is None or b is None:
            continue
        at = max(a, b)
        starts = []
        for op in work.chain:
            start = op.first_start(at)
            if start is None:
                starts = None
                break
            starts.append(start)
            at = op.end.at(start)
        if starts is None:
            continue
        work_first[w] = starts
        for stand in (work.arriving[1], work.onward[1]):
            arrive[stand] = at if arrive[stand] is None else min(arrive[stand], at)
    for stand in after_work:
        visit(stand)

    latest = [None] * count  # latest start of what leaves; for an end of the journey the latest arrival
    for stand in reversed(after_work):
        _latest(train, stand, latest, end)
    work_last = [None] * len(train.works)
    for w, work in enumerate(train.works):
        ends = [_latest_arrival(train, s, latest) for s in (work.arriving[1], work.onward[1])]
        if work_first[w] is None or None in ends:
            continue
        at, starts = min(ends), []
        for op in reversed(work.chain):
            start = op.last_start(at)
            if start is None:
                starts = None
                break
            starts.insert(0, start)
            at = start
        if starts is None or any(a > b for a, b in zip(work_first[w], starts)):
            continue
        work_last[w] = starts
        for stand in (work.arriving[0], work.onward[0]):
            latest[stand] = starts[0] if latest[stand] is None else max(latest[stand], starts[0])
    for stand in reversed(before_work):
        _latest(train, stand, latest, end)
    train.arrive = arrive
    train.window = [
        (ready[s], latest[s])
        if ready[s] is not None and latest[s] is not None and ready[s] <= latest[s]
        else None
        for s in range(count)
    ]
    train.work_windows = [
        list(zip(work_first[w], work_last[w])) if work_last[w] is not None else None
        for w in range(len(train.works))
    ]
    for a, b, op in train.edges:
        spans = []
        if train.window[a] is not None and train.window[b] is not None:
            limit = _latest_arrival(train, b, latest)
            last = op.last_start(limit, train.window[a][1])
            if last is not None:
                for x, y in op.starts:
                    x, y = max(x, train.window[a][0]), min(y, last + 1)
                    if x < y:
                        spans.append((x, y))
        op.starts = spans
    for w, work in enumerate(train.works):
        for i, op in enumerate(work.chain):
            window = train.work_windows[w]
            if window is None:
                op.starts = []
                continue
            x0, y0 = window[i]
            op.starts = [
                (max(x, x0), min(y, y0 + 1)) for x, y in op.starts if max(x, x0) < min(y, y0 + 1)
            ]


def _is_behind(train, stand):
    """Whether a stand can only be reached through crane work."""
    if not train.works:
        return False
    if not hasattr(train, "behind"):
        reached = set()
        waiting = [s for work in train.works for s in (work.arriving[1], work.onward[1])]
        while waiting:
            at = waiting.pop()
            if at in reached:
                continue
            reached.add(at)
            waiting += [train.edges[e][1] for e in train.out[at]]
        train.behind = reached
    return stand in train.behind


def _latest(train, stand, latest, end):
    if stand in train.exits or stand in train.emptied_exits:
        latest[stand] = end
    for e in train.out[stand]:
        _, b, op = train.edges[e]
        limit = _latest_arrival(train, b, latest)
        if limit is None:
            continue
        start = op.last_start(limit)
        if start is not None:
            latest[stand] = start if latest[stand] is None else max(latest[stand], start)


def _latest_arrival(train, stand, latest):
    if latest[stand] is None:
        return None
    return latest[stand] - _least_stay(train.stands[stand])


def level_spans(spans, capacity):
    """Spans of equal level, never above the capacity: (from, to, level)."""
    marks = sorted({t for span in spans for t in span})
    result = []
    for a, b in zip(marks, marks[1:]):
        level = min(capacity, sum(1 for x, y in spans if x <= a and b <= y))
        if level > 0:
            result.append((a, b, level))
    return result


def form(a_map, start):
    if a_map.shift is not None:
        return (1, a_map.shift)
    for a, b, slope, constant in a_map.pieces:
        if a <= max(start, 0) <= b:
            return (slope, constant)
    raise ValueError("a start that never ends")


def delays(a, b, starts):
    """Least and greatest difference of two anchors over all starts."""
    if a.map.shift is not None and b.map.shift is not None:
        d = b.map.shift + b.offset - a.map.shift - a.offset
        return (d, d)
    all_ = [b.at(s) - a.at(s) for x, y in starts for s in range(x, y)]
    return (min(all_), max(all_))
