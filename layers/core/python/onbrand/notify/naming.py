"""How mails show what people have called things, however long and in whatever letters."""

from unicodedata import bidirectional

FIRST_STRONG, END = "\u2068", "\u2069"
RIGHT_TO_LEFT = ("R", "AL")
LONGEST_NAME = 48
LONGEST_HEADING = 100


def isolated(text: str) -> str:
    """The text, so marked that letters written from right to left turn nothing around it."""
    turned = any(bidirectional(letter) in RIGHT_TO_LEFT for letter in text)
    return f"{FIRST_STRONG}{text}{END}" if turned else text


def named(name: str) -> str:
    """A name of others within a subject: so short that what is said of it still shows."""
    return isolated(short(name, LONGEST_NAME))


def short(text: str, most: int = LONGEST_HEADING) -> str:
    """At most so many letters, the last of them a sign that there were more."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def finished(value: object) -> object:
    """What every value in a template goes through; markup of ours is finished already."""
    return isolated(value) if isinstance(value, str) and not hasattr(value, "__html__") else value
