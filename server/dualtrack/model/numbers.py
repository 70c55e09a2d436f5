"""Numbers that were measured: how they are shown and compared."""

import math


def number(value: float, digits: int = 4) -> str:
    """A metric as people read it: four significant digits, or more; large numbers whole."""
    return f"{value:.0f}" if 1e4 <= abs(value) < 1e15 and digits <= 15 and value == round(value) else f"{value:.{digits}g}"


def is_equal(value: float, bound: float) -> bool:
    """Whether two numbers are one: frameworks log 32-bit floats, and 0.7 comes back as 0.699999988."""
    return math.isclose(value, bound, rel_tol=1e-6, abs_tol=1e-12)
