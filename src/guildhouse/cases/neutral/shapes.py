"""What gives somebody away by its shape alone, in any language."""

import re

MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
URL = re.compile(r"(?:\b(?:https?|ftp)://|(?<![\w@])www\.)[^\s<>\"'()\[\]]*[^\s<>\"'()\[\].,;:!?]", re.I)
HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z_]\w{2,30}")
# Numbers people have: accounts, taxes, plates, files.
# What neutral words look like, which are found no more.
NEUTRAL = re.compile(r"\bPersona? (?P<letter>[A-Z]\d{0,3})\b")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}(?: ?[A-Z0-9]{1,4})?\b")
TAX_CODE = re.compile(r"\b[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]\b", re.I)
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")
CODE = re.compile(r"\b(?=[A-Z\d-]{0,30}\d)(?=[A-Z\d-]{0,30}[A-Z])[A-Z\d]{2,30}(?:-[A-Z\d]{1,30}){0,5}\b")
PHONE = re.compile(r"(?<![\w.,/-])(?:\+|00)?\(?\d{2,4}\)?(?:[ ./-]?\d{2,4}){2,4}(?![\w/]|[.,]\d)")
DAY = re.compile(r"\b\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})\b|\b(?:19|20)\d{2}-\d{2}-\d{2}\b")
# A day and a month without a year: 14/9, not 9/10 of something.
DAY_AND_MONTH = re.compile(r"(?<![\w.,/-])(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])(?![\w/])")
YEAR = re.compile(r"(?<![\w.,/-])(?:19|20)\d{2}(?![\w/-]|[.,]\d)")
MONEY = re.compile(
    r"[£$€]\s?\d[\d.,]{0,20}\d|[£$€]\s?\d|\b\d[\d.,]{0,20}\s?(?:€|£|\$|(?:euros?|pounds|dollars|dollari|sterline|EUR|GBP|USD|CHF)\b)",
    re.I,
)
# From two digits on: "3 people" tells nobody anything.
NUMBER = re.compile(
    r"(?<![\w.,:/-])\d{1,3}(?:[.,' ]\d{3})+(?![\w:/-])|(?<![\w.,:/-])\d{2,}(?![\w:/-]|[.,]\d)"
)

FEWEST_DIGITS_OF_A_PHONE = 8
MOST_DIGITS_OF_A_PHONE = 15


def is_phone(text: str) -> bool:
    """Whether digits in groups are so many as a telephone has, and no sum of money."""
    digits = sum(sign.isdigit() for sign in text)
    return FEWEST_DIGITS_OF_A_PHONE <= digits <= MOST_DIGITS_OF_A_PHONE
