"""Ways through the network of a train: which stands exclude each other, which come before which. No solver's words here."""


def exclusive(train):
    """Stands in groups of which a rake comes to one at most: same rake and kind, and no way from one to the other."""
    links = {v: [train.edges[e][1] for e in train.out[v]] for v in range(len(train.stands))}
    for work in train.works:
        for before, after in (work.arriving, work.onward):
            links[before] = links[before] + [after]
    reach = []
    for v in range(len(train.stands)):
        found, waiting = set(), [v]
        while waiting:
            at = waiting.pop()
            if at not in found:
                found.add(at)
                waiting += links[at]
        reach.append(found)
    groups = {}
    for v, stand in enumerate(train.stands):
        what = stand["what"]
        kind = what if isinstance(what, str) else next(iter(what))
        mine = groups.setdefault((stand["rake"], kind), [])
        for group in mine:
            if all(v not in reach[u] and u not in reach[v] for u in group):
                group.append(v)
                break
        else:
            mine.append([v])
    return [group for mine in groups.values() for group in mine]


def every_way(train, stands):
    """Whether every planned journey comes to one of these stands: all of them stand before, or behind, the works for one rake."""
    for pick in (lambda w: w.arriving, lambda w: w.onward):
        for side in (0, 1):
            every = {pick(w)[side] for w in train.works}
            if every and every <= set(stands):
                return True
    return False


def stands_before(train, stand):
    """The stand and all stands from which a rake may have come to it; through crane work both rakes, but only for the onward one."""
    found, waiting = set(), [stand]
    while waiting:
        at = waiting.pop()
        if at in found:
            continue
        found.add(at)
        waiting += [train.edges[e][0] for e in train.into[at]]
        for work in train.works:
            if at == work.onward[1]:
                waiting += [work.onward[0], work.arriving[0]]
    return found
