"""What no plan can do better, so that nobody searches for it, and a host is told why."""

from itertools import combinations

from guildhouse.circles.search.task import EXPERIENCED, REPEAT, Task


def rounds_without_repeats(sizes: tuple[int, ...]) -> int:
    """How many rounds of such circles there can be at most in which nobody meets anybody twice."""
    people, meetings = sum(sizes), sum(size * (size - 1) // 2 for size in sizes)
    if meets_again_at_once(sizes):
        return 1
    by_pairs = people * (people - 1) // 2 // meetings if meetings else people
    return min(by_pairs, (people - 1) // (min(sizes) - 1)) if min(sizes) > 1 else by_pairs


def meets_again_at_once(sizes: tuple[int, ...]) -> bool:
    """Whether a second round brings some together again: a circle has more members than there are circles."""
    return max(sizes) > len(sizes)


def least_repeats(task: Task) -> int:
    """How many meetings cannot be the first of those two in the room, whatever the plan."""
    return max(_by_pairs(task), _by_partners(task), _by_circles(task))


def _by_pairs(task: Task) -> int:
    """There are more meetings than pairs of people who have not met."""
    meetings = task.rounds * sum(size * (size - 1) // 2 for size in task.sizes)
    never = task.fixed * (task.fixed - 1) // 2
    known = sum(1 for two, times in task.met.items() if times and max(two) >= task.fixed)
    new = task.people * (task.people - 1) // 2 - never - known
    return max(0, meetings - max(0, new))


def _by_partners(task: Task) -> int:
    """Everybody has fewer others than even the smallest circles give them partners."""
    partners = task.rounds * (task.sizes[-1] - 1)
    again = [max(0, partners - (task.people - 1 - known)) for known in _known(task)]
    return -(-sum(again) // 2)


def _known(task: Task) -> list[int]:
    known = [0] * task.people
    for two, times in task.met.items():
        for one in two if times else ():
            known[one] += 1
    return known


def _by_circles(task: Task) -> int:
    """A circle with more members than there were circles before has two in it who sat together then."""
    circles = len(task.sizes)
    again = 0
    for size in task.sizes:
        whole, over = divmod(size, circles)
        again += over * ((whole + 1) * whole // 2) + (circles - over) * (whole * (whole - 1) // 2)
    return again * (task.rounds - 1)


def least_without_experience(task: Task) -> int:
    """How many circles of all rounds go without an experienced member, there being so few of them."""
    if not task.experienced:
        return 0
    return task.rounds * max(0, len(task.sizes) - len(task.experienced))


def least_cost(task: Task) -> int:
    """A cost that no plan goes below."""
    return REPEAT * least_repeats(task) + EXPERIENCED * least_without_experience(task)


def too_many_apart(task: Task) -> tuple[int, ...]:
    """People who must all be apart from each other and are more than there are circles; nobody when none are found."""
    against: dict[int, set[int]] = {}
    for one, other in task.apart:
        against.setdefault(one, set()).add(other)
        against.setdefault(other, set()).add(one)
    for person in sorted(against, key=lambda one: (-len(against[one]), one)):
        found = [person]
        for other in sorted(against[person], key=lambda one: (-len(against[one]), one)):
            if all(other in against[one] for one in found):
                found.append(other)
        if len(found) > len(task.sizes):
            return tuple(found)
    return ()


def clashing(task: Task) -> tuple[tuple[int, int], ...]:
    """Pairs who must be both together and apart."""
    return tuple(sorted(task.apart & task.together))


def pairs_of(people: tuple[int, ...]) -> list[tuple[int, int]]:
    """Every two of these people."""
    return list(combinations(sorted(people), 2))
