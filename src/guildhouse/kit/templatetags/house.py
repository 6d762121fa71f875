"""The shell of our pages inside Django's own templates, which the account pages of others are written in."""

from django import template
from django.template.backends.utils import csrf_input_lazy
from django.template.loader import get_template
from django.utils.safestring import SafeString

register = template.Library()

PASSED_ON = ("shell", "messages", "form")


@register.simple_tag(takes_context=True)
def house(context: template.Context, part: str) -> SafeString:
    """Render one part of the shell: head, header, messages, fields, footer or scripts."""
    known = {name: context[name] for name in PASSED_ON if name in context}
    if request := context.get("request"):
        known["csrf_input"] = csrf_input_lazy(request)
    return SafeString(get_template(f"shell/{part}.html", using="jinja2").render(known))


@register.simple_tag
def house_fields(form: object) -> SafeString:
    """Every field of a form as our fields, each with its label, hint and error."""
    return SafeString(get_template("shell/fields.html", using="jinja2").render({"form": form}))


@register.filter
def kind_of_button(tags: object) -> str:
    """Which of our buttons one of theirs is, by its tags."""
    words = set(tags if isinstance(tags, list | tuple) else str(tags or "").split(","))
    if words & {"danger", "delete"}:
        return "danger"
    return "quiet" if words & {"outline", "secondary", "minor", "link", "cancel"} else "primary"
