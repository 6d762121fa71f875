"""Houses made by an earlier version, brought to this one: the data of a fixture, or that version built again."""
