"""What every test may ask for; the databases, the browser and the running site come from plugins (pyproject.toml)."""

from guildhouse.testing.cast import _site_is_read_again, cast

__all__ = ["_site_is_read_again", "cast"]
