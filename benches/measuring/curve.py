"""The growth curve as SVG: panels over the number of trains, both axes logarithmic."""

import math

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 360, 260, 56, 14, 28, 40

COLOURS = ("#246", "#b50", "#484", "#848")


def scale(figures, low, high):
    """Places of figures on a logarithmic axis, and its powers of ten."""
    first, last = math.floor(math.log10(min(figures))), math.ceil(math.log10(max(figures)))
    last = max(last, first + 1)
    ticks = [10.0**power for power in range(first, last + 1)]

    def place(figure):
        return low + (high - low) * (math.log10(figure) - first) / (last - first)

    return place, ticks


def panel(left, title, lines):
    """Lines, each of a name, through points (trains, figure)."""
    lines = {name: [point for point in points if point[1]] for name, points in lines.items()}
    points = [point for line in lines.values() for point in line]
    parts = [f'<text x="{left + LEFT}" y="16" font-weight="bold">{title}</text>']
    if not points:
        return parts
    place_x, ticks_x = scale([x for x, _ in points], left + LEFT, left + WIDTH - RIGHT)
    place_y, ticks_y = scale([y for _, y in points], HEIGHT - BOTTOM, TOP)
    for tick in ticks_x:
        x = f"{place_x(tick):.1f}"
        parts.append(f'<path d="M{x} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        parts.append(f'<text x="{x}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{tick:g}</text>')
    for tick in ticks_y:
        y = f"{place_y(tick):.1f}"
        parts.append(f'<path d="M{left + LEFT} {y}H{left + WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{left + LEFT - 6}" y="{y}" dy="4" text-anchor="end">{tick:g}</text>')
    for (name, line), colour in zip(lines.items(), COLOURS):
        if not line:
            continue
        places = [(f"{place_x(x):.1f}", f"{place_y(y):.1f}") for x, y in line]
        path = " ".join(",".join(place) for place in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}"/>')
        parts += [f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in places]
        x, y = places[-1]
        parts.append(f'<text x="{x}" y="{y}" dx="-6" dy="-6" text-anchor="end" fill="{colour}">{name}</text>')
    middle = left + (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle:.1f}" y="{HEIGHT - 6}" text-anchor="middle">trains</text>')
    return parts


def svg(panels):
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH * len(panels)}" height="{HEIGHT}" '
             'font-family="sans-serif" font-size="11">', '<rect width="100%" height="100%" fill="#fff"/>']
    for number, (title, lines) in enumerate(panels):
        parts += panel(number * WIDTH, title, lines)
    return "\n".join([*parts, "</svg>", ""])
