"""A cache between several people and the house, as greedy as the rules let a shared one be (RFC 9111)."""

from typing import Any, NamedTuple

from django.test import Client

PRIVATE = ("private", "no-store")


class Kept(NamedTuple):
    """One answer that was kept: which headers it was asked with, and for whom it was made."""

    asked: dict[str, str]
    answer: Any
    made_for: str


class SharedCache:
    """Keeps all it may, and gives it to everybody whose request looks alike, without asking again."""

    def __init__(self, browsers: dict[str, Client]) -> None:
        self.browsers = browsers
        self.kept: dict[str, list[Kept]] = {}

    def get(self, who: str, path: str) -> Kept:
        """What this person is given at the path, kept or new."""
        sent = {"Cookie": self.browsers[who].cookies.output(header="", sep=";"), "Accept-Language": "en"}
        for one in self.kept.get(path, []):
            if all(sent.get(name, "") == value for name, value in one.asked.items()):
                return one
        answer = self.browsers[who].get(path, headers={"accept-language": "en"})
        varies = [name.strip().title() for name in answer.headers.get("Vary", "").split(",") if name.strip()]
        fresh = Kept({name: sent.get(name, "") for name in varies}, answer, who)
        if may_be_kept(answer) and "*" not in varies:
            self.kept.setdefault(path, []).append(fresh)
        return fresh


def may_be_kept(answer: Any) -> bool:
    """Whether a cache for several people may keep the answer."""
    said = answer.headers.get("Cache-Control", "")
    return not any(word in said for word in PRIVATE)
