from guildhouse.circles.actions.forming import form, let_go, show

__all__ = ["form", "let_go", "show"]
