"""An instance of berth allocation in which many ships come at once: handled trains and spots, and nothing else."""

import json

START = "2025-03-01T00:00:00+08:00"
SPOTS = 20

# Minutes that a ship left out costs: more than any plan can gain by it.
POSTPONED = 1_000_000

# Ships are handled in so many minutes, in turn, and so many more at every further one of these spots.
MINUTES = (3, 4, 5, 6, 7)
SPOTS_EACH = 4


def handling(ship):
    first, minutes = ship % SPOTS, MINUTES[ship % len(MINUTES)]
    return [{"spot": f"berth-{(first + 7 * more) % SPOTS + 1}", "minutes": minutes + more} for more in range(SPOTS_EACH)]


def write(path, count):
    """So many ships, all there at the start, and hours enough for all of them."""
    trains = [{"id": f"ship-{ship}", "class": "ship", "earliest_entry": START, "length_m": 100, "wagons": 1,
               "handling": handling(ship)} for ship in range(1, count + 1)]
    longest = max(MINUTES) + SPOTS_EACH - 1
    spots = [{"id": f"berth-{number}", "gauges_mm": [1520, 1435], "length_m": 300} for number in range(1, SPOTS + 1)]
    instance = {
        "format_version": "1.0",
        "name": f"{count} ships at once",
        "horizon": {"start": START, "planning_hours": count * longest // (60 * SPOTS) + 24},
        "system": {
            "classes": [{"id": "ship", "gauge_mm": 1435}],
            "stations": [{"id": "port", "sheds": [{"id": "quay", "indoor": False, "spots": spots}]}],
        },
        "trains": trains,
        "objective": {"late_minute": 0, "postponed": POSTPONED},
    }
    with open(path, "w", encoding="utf-8") as file:
        json.dump(instance, file)
