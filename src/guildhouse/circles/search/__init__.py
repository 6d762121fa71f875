"""Who meets whom in which round: pure arithmetic that knows neither rooms nor a database."""
