"""Settings from the environment: typed, read from a file when asked, refusing nonsense with a sentence."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES_WORDS = {"yes", "true", "on", "1"}
NO_WORDS = {"no", "false", "off", "0"}


class Env:
    """Reads `GUILDHOUSE_<NAME>`, or the file named by `GUILDHOUSE_<NAME>_FILE`."""

    def __init__(self, environ: Mapping[str, str], prefix: str = "GUILDHOUSE_") -> None:
        self.environ = environ
        self.prefix = prefix

    def text(self, name: str, default: str = "") -> str:
        """The value as written, without the white space around it."""
        value = self.environ.get(self.prefix + name)
        file = self.environ.get(f"{self.prefix}{name}_FILE")
        if value is not None and file is not None:
            raise self._wrong(name, "is given twice, once directly and once as a file: keep one of them")
        if file is not None:
            try:
                value = Path(file).read_text(encoding="utf-8")
            except OSError as error:
                raise self._wrong(f"{name}_FILE", f"names a file that cannot be read: {error}") from error
        return default if value is None else value.strip()

    def switch(self, name: str, default: bool) -> bool:
        """Yes or no."""
        value = self.text(name).lower()
        if value and value not in YES_WORDS | NO_WORDS:
            raise self._wrong(name, f"is {value!r}: write yes or no")
        return value in YES_WORDS if value else default

    def number(self, name: str, default: int, least: int = 0, most: int = 2**31) -> int:
        """A whole number from `least` to `most`."""
        value = self.text(name)
        if not value:
            return default
        if not value.isdecimal() or not least <= int(value) <= most:
            raise self._wrong(name, f"is {value!r}: write a whole number from {least} to {most}")
        return int(value)

    def words(self, name: str, default: list[str]) -> list[str]:
        """Words with commas between them."""
        value = self.text(name)
        return [word.strip() for word in value.split(",") if word.strip()] if value else default

    def one_of(self, name: str, choices: tuple[str, ...], default: str) -> str:
        """One of a few words."""
        value = self.text(name, default)
        if value not in choices:
            raise self._wrong(name, f"is {value!r}: write one of {', '.join(choices)}")
        return value

    def url(self, name: str, schemes: tuple[str, ...], default: str = "") -> SplitResult:
        """An address such as https://house.example, with one of the given schemes."""
        parts = urlsplit(self.text(name, default))
        if parts.geturl() and parts.scheme not in schemes:
            raise self._wrong(name, f"must begin with one of {', '.join(s + '://' for s in schemes)}")
        return parts

    def _wrong(self, name: str, why: str) -> ImproperlyConfigured:
        return ImproperlyConfigured(f"{self.prefix}{name} {why}.")
