"""What the tests stand on: databases, races, a running site, a browser, a mailbox. Not part of what is installed."""
