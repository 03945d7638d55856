"""From which apps messages can be brought over, in the language of the page."""

from django.utils.translation import get_language

from debts.rulebook.message_sources import load_message_sources


def how_to() -> list[dict[str, str]]:
    """What each app is called, and what to do there to get a file."""
    language = get_language() or "zh"
    return [
        {"name": source.name.in_language(language), "steps": source.steps.in_language(language)}
        for source in load_message_sources()
    ]
