"""Circles by arithmetic: people on the lines of a plane over a finite field never meet twice.

There are as many columns as a circle has members, and in each as many people as there are circles. Whoever is number
x of column i sits in round m in circle x - m·a(i), with another a for each column. Two people of different columns sit
together in the one round that solves x - m·a(i) = y - m·a(j), and two of one column never.
"""

from itertools import product

from guildhouse.circles.search.task import Groups, Plan

Element = tuple[int, ...]


def prime_powers(number: int) -> list[tuple[int, int]]:
    """The primes a number is made of, each with how often."""
    found, prime = [], 2
    while number > 1:
        times = 0
        while number % prime == 0:
            number //= prime
            times += 1
        if times:
            found.append((prime, times))
        prime += 1
    return found


class Ring:
    """As many numbers as wanted that are added, taken away and multiplied: fields side by side.

    `spread` are numbers of which any two differ by something one may divide by; there are as many as the smallest
    of the fields has.
    """

    def __init__(self, size: int) -> None:
        self.fields = [_Field(prime, degree) for prime, degree in prime_powers(size)]
        self.elements: list[tuple[int, ...]] = list(product(*(range(one.size) for one in self.fields)))
        self.number = {element: at for at, element in enumerate(self.elements)}
        least = min((one.size for one in self.fields), default=0)
        self.spread = [self.number[(at,) * len(self.fields)] for at in range(least)]

    def line(self, x: int, slope: int, a: int) -> int:
        """x - slope·a."""
        return self.number[
            tuple(
                one.minus(here, one.times(m, by))
                for one, here, m, by in zip(
                    self.fields, self.elements[x], self.elements[slope], self.elements[a], strict=True
                )
            )
        ]


class _Field:
    """The field of prime^degree numbers: polynomials over the prime, written as numbers in that base."""

    def __init__(self, prime: int, degree: int) -> None:
        self.prime, self.degree, self.size = prime, degree, prime**degree
        self.modulus = self._irreducible() if degree > 1 else [0, 1]

    def digits(self, number: int) -> list[int]:
        return [number // self.prime**at % self.prime for at in range(self.degree)]

    def _number(self, digits: list[int]) -> int:
        return sum(digit % self.prime * self.prime**at for at, digit in enumerate(digits))

    def minus(self, one: int, other: int) -> int:
        return self._number([a - b for a, b in zip(self.digits(one), self.digits(other), strict=True)])

    def times(self, one: int, other: int) -> int:
        if self.degree == 1:
            return one * other % self.prime
        found = _multiplied(self.digits(one), self.digits(other))
        return self._number(_reduced(found, self.modulus, self.prime)[: self.degree])

    def _irreducible(self) -> list[int]:
        for low in product(range(self.prime), repeat=self.degree):
            modulus = [*low, 1]
            if not any(
                _divides([*factor, 1], modulus, self.prime)
                for degree in range(1, self.degree // 2 + 1)
                for factor in product(range(self.prime), repeat=degree)
            ):
                return modulus
        raise AssertionError("Every field exists.")


def _multiplied(one: list[int], other: list[int]) -> list[int]:
    found = [0] * (len(one) + len(other) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            found[i + j] += a * b
    return found


def _reduced(polynomial: list[int], modulus: list[int], prime: int) -> list[int]:
    """What is left of a polynomial after dividing by another that begins with 1."""
    left = [digit % prime for digit in polynomial]
    top = len(modulus) - 1
    for at in range(len(left) - 1, top - 1, -1):
        by = left[at]
        for place, digit in enumerate(modulus):
            left[at - top + place] = (left[at - top + place] - by * digit) % prime
    return left


def _divides(factor: list[int], polynomial: list[int], prime: int) -> bool:
    return not any(_reduced(polynomial, factor, prime))


def by_lines(sizes: tuple[int, ...]) -> Plan:
    """As many rounds without a repeated pair as a field gives for circles of these sizes; none where it gives none.

    The first people, as many as there are circles, keep their circle throughout.
    """
    circles, largest = len(sizes), max(sizes)
    if circles < 2 or largest < 2 or min(sizes) < largest - 1:
        return ()
    ring = Ring(circles)
    if largest > len(ring.spread):
        return ()
    whole = sum(size == largest for size in sizes)
    columns = [circles] * (largest - 1) + [whole]
    firsts = [sum(columns[:column]) for column in range(largest)]
    plan = tuple(_round(ring, slope, columns, firsts) for slope in range(circles))
    return (*plan, *_within_columns(columns, firsts, sizes))


def _round(ring: Ring, slope: int, columns: list[int], firsts: list[int]) -> Groups:
    groups: list[list[int]] = [[] for _circle in range(len(ring.elements))]
    for column, (many, first) in enumerate(zip(columns, firsts, strict=True)):
        for x in range(many):
            groups[ring.line(x, slope, ring.spread[column])].append(first + x)
    # By their first member, who is the same in every round.
    return tuple(sorted(tuple(sorted(group)) for group in groups))


def _within_columns(columns: list[int], firsts: list[int], sizes: tuple[int, ...]) -> Plan:
    """What is left: those of one column have not met yet, and make circles among themselves."""
    size = sizes[0]
    if size != sizes[-1] or columns[0] % size:
        return ()
    if columns[0] == size:
        inner: Plan = ((tuple(range(size)),),)
    else:
        inner = by_lines((size,) * (columns[0] // size)) or (
            tuple(tuple(range(at, at + size)) for at in range(0, columns[0], size)),
        )
    return tuple(
        tuple(tuple(first + one for one in circle) for first in firsts for circle in groups)
        for groups in inner
    )
