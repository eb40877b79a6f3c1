"""Sections of line in the CP-SAT model: headways and orders of movements."""

from compiled import level_spans


class Movement:
    """A movement on a line: entry, exit, presence, diversion; fixed where the entry is a number."""

    def __init__(self, train, enter, leave, present, diverted, spans, fixed=False):
        self.train = train
        self.enter = enter  # expression and its bounds
        self.leave = leave
        self.present = present  # literal, or None: always
        self.diverted = diverted  # literal, True or False
        self.enter_span, self.leave_span, self.durations = spans
        self.fixed = fixed


class Lines:
    """The part of the model that keeps movements apart; `m`, `problem`, `movements` and `stays` are the model's."""

    def _lines(self):
        for line, data in enumerate(self.problem.network["lines"]):
            self._line(data, self.movements[line], self.stays[line], line)

    def _line(self, data, movements, stays, line):
        m = self.m
        given = {"down": [], "up": []}
        for movement in self.problem.network["fixed_movements"]:
            if movement["line"] == line:
                a, b = movement["enter"], movement["exit"]
                given[movement["direction"]].append(
                    Movement(None, a, b, None, movement["diverted"], ((a, a), (b, b), (b - a, b - a)), True))
        ways = {"down": [], "up": []}
        for direction, movement in movements:
            ways[direction].append(movement)
        for index, direction in enumerate(("down", "up")):
            headway = data["headway"][index]
            mine, others = ways[direction], given[direction]
            if headway > 0:
                for part in ("enter", "leave"):
                    intervals = [self._headway(getattr(x, part), headway, x.present) for x in mine]
                    spans = [(getattr(x, part), getattr(x, part) + headway) for x in others]
                    intervals += [m.new_fixed_size_interval_var(a, b - a, "") for a, b, _ in level_spans(spans, 1)]
                    m.add_no_overlap(intervals)
            # the order at the exit follows from that at the entry unless one may be so much slower
            for i, x in enumerate(mine):
                for z in mine[i + 1:] + others:
                    slower = x.durations[1] - z.durations[0] >= 2 * headway
                    faster = z.durations[1] - x.durations[0] >= 2 * headway
                    if headway <= 0 or slower or faster:
                        self._ordered(x, z, headway)
            staying = [stay for stay_direction, stay in stays if stay_direction == direction]
            for stay in staying:
                for x in mine:
                    if x.train != stay.train:
                        self._ordered(x, stay, headway)
            # station-to-station block: whichever is second enters when the first has left
            if data.get("following") is not None:
                for i, x in enumerate(mine):
                    for z in mine[i + 1:] + others + staying:
                        if x.train != z.train:
                            self._opposing(x, z, data["following"], [])
        if not data["keeps_opposing"]:
            return
        clearing = data["clearing"]
        down, up = ways["down"] + given["down"], ways["up"] + given["up"]
        for stay_direction, stay in stays:
            (down if stay_direction == "down" else up).append(stay)
        if data["single_track"]:
            # whatever two movements are, the second enters so much later
            every = ways["down"] + ways["up"]
            sizes = lambda x, h: min(h, x.durations[0] + clearing)
            headways = [data["headway"][0]] * len(ways["down"]) + [data["headway"][1]] * len(ways["up"])
            intervals = [self._headway(x.enter, max(0, sizes(x, h)), x.present) for x, h in zip(every, headways)]
            spans = []
            for direction, h in (("down", data["headway"][0]), ("up", data["headway"][1])):
                spans += [(x.enter, x.enter + max(0, sizes(x, h))) for x in given[direction]]
            intervals += [m.new_fixed_size_interval_var(a, b - a, "") for a, b, _ in level_spans(spans, 1)]
            m.add_no_overlap(intervals)
        for x in down:
            for z in up:
                if x.fixed and z.fixed or x.train == z.train and (x.fixed or z.fixed):
                    continue
                if data["single_track"]:
                    exact = lambda a, h: a.durations[0] == a.durations[1] and a.durations[0] + clearing <= h
                    stays_in = [s for _, s in stays]
                    if (exact(x, data["headway"][0]) and exact(z, data["headway"][1])
                            and not any(x is s or z is s for s in stays_in)):
                        continue
                    self._opposing(x, z, clearing, [])
                    continue
                for literal in (x.diverted, z.diverted):
                    if literal is not False:
                        self._opposing(x, z, clearing, [] if literal is True else [literal])

    def _headway(self, at, size, literal):
        if literal is None:
            return self.m.new_fixed_size_interval_var(at, size, "")
        return self.m.new_optional_fixed_size_interval_var(at, size, literal, "")

    def _ordered(self, x, z, headway):
        """One after the other at entry and exit."""
        pairs = []
        for a, b in ((x, z), (z, x)):
            if a.enter_span[0] + headway > b.enter_span[1] or a.leave_span[0] + headway > b.leave_span[1]:
                continue
            if a.enter_span[1] + headway <= b.enter_span[0] and a.leave_span[1] + headway <= b.leave_span[0]:
                return
            first = self.m.new_bool_var("")
            self.m.add(b.enter >= a.enter + headway).only_enforce_if(first)
            self.m.add(b.leave >= a.leave + headway).only_enforce_if(first)
            pairs.append(first)
        self._one_of(pairs, (x, z), [])

    def _opposing(self, x, z, clearing, conditions):
        pairs = []
        for a, b in ((x, z), (z, x)):
            if a.leave_span[0] + clearing > b.enter_span[1]:
                continue
            if a.leave_span[1] + clearing <= b.enter_span[0]:
                return
            first = self.m.new_bool_var("")
            self.m.add(b.enter >= a.leave + clearing).only_enforce_if(first)
            pairs.append(first)
        self._one_of(pairs, (x, z), conditions)

    def _one_of(self, pairs, movements, conditions):
        clause = pairs + [~x.present for x in movements if x.present is not None]
        self.m.add_bool_or(clause + [~literal for literal in conditions])
