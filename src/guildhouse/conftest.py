"""What every test may ask for."""

pytest_plugins = ["guildhouse.testing.cast"]
