from guildhouse.cases.models.case import Agreement, Case, Reading

__all__ = ["Agreement", "Case", "Reading"]
