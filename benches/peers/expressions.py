"""Linear expressions of CP-SAT compared by their coefficients."""

from ortools.sat.python import cp_model


def flat(expression):
    """Coefficients by variable, and the constant, of a linear expression of at most a few terms."""
    if isinstance(expression, int):
        return {}, expression
    if isinstance(expression, cp_model.IntVar):
        return {expression.index: 1}, 0
    read = cp_model.FlatIntExpr(expression)
    terms = {}
    for variable, coefficient in zip(read.vars, read.coeffs):
        terms[variable.index] = terms.get(variable.index, 0) + int(coefficient)
    return {k: c for k, c in terms.items() if c}, int(read.offset)


def same(a, b):
    return flat(a) == flat(b)


def key_of(expression):
    terms, constant = flat(expression)
    return (tuple(sorted(terms.items())), constant)


def constant_of(difference):
    terms, constant = flat(difference)
    return constant if not terms else None
