"""Fits the quotient of polynomials by which the CPU kernels compute GELU, and prints its coefficients and its error.

    VENV/bin/pip install numpy mpmath && VENV/bin/python tests/reference/gelu.py

(Φ(x) − ½) / x is an even function; on |x| ≤ 5.7 it is fitted as P(x²) / Q(x²), both of degree 5, by linear least squares
whose weights move towards the places of largest error (Lawson 1961), until the error of GELU is about even.
"""

import numpy
from mpmath import erfc, mpf, sqrt

TAIL = 5.7
DEGREE = 5


def phi(x):
    return 1 - erfc(mpf(float(x)) / sqrt(2)) / 2


def fit():
    count = 4000
    x = (numpy.cos(numpy.pi * (numpy.arange(count) + 0.5) / count) + 1) * TAIL / 2
    wanted = numpy.array([float((phi(value) - mpf("0.5")) / mpf(float(value))) for value in x])
    square = (x / TAIL) ** 2
    powers = numpy.vander(square, DEGREE + 1, increasing=True)
    # What an error of the quotient does to GELU; near 0 it is held to half a unit.
    matters = x * numpy.maximum(x, 0.5)
    weight, below, best = numpy.ones(count), numpy.ones(count), None
    for _ in range(60):
        scale = weight * matters / below
        system = numpy.hstack([powers, -powers[:, 1:] * wanted[:, None]]) * scale[:, None]
        solution = numpy.linalg.lstsq(system, wanted * scale, rcond=None)[0]
        upper, lower = solution[: DEGREE + 1], numpy.concatenate([[1.0], solution[DEGREE + 1 :]])
        below = powers @ lower
        error = numpy.abs(powers @ upper / below - wanted) * matters
        if best is None or error.max() < best[0]:
            unscale = TAIL ** (2.0 * numpy.arange(DEGREE + 1))
            best = error.max(), upper / unscale, lower / unscale
        weight = weight * numpy.sqrt(error / error.max() + 0.02)
        weight /= weight.max()
    return best


def gelu(x, upper, lower):
    """As the kernels do it, in float32."""
    near = numpy.clip(x, numpy.float32(-TAIL), numpy.float32(TAIL))
    square = near * near
    above, below = upper[-1], lower[-1]
    for a, b in zip(upper[-2::-1], lower[-2::-1]):
        above, below = above * square + a, below * square + b
    return x * (numpy.float32(0.5) + near * above / below)


def main():
    error, upper, lower = fit()
    upper, lower = upper.astype(numpy.float32), lower.astype(numpy.float32)
    print("numerator  ", ", ".join(f"{value:.9e}" for value in upper))
    print("denominator", ", ".join(f"{value:.9e}" for value in lower))
    x = numpy.linspace(-12, 12, 24001).astype(numpy.float32)
    exact = numpy.array([float(mpf(float(value)) * phi(value)) for value in x])
    relative = numpy.abs(gelu(x, upper, lower) - exact) / numpy.maximum(numpy.abs(x), 1)
    print(f"error of the fit {error:.1e}; of GELU in float32 {relative.max():.1e} of the larger of 1 and |x|")


if __name__ == "__main__":
    main()
