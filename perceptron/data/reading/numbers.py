"""What a cell says: a number, a hole, or words.

The decimal sign is decided by evidence, never by hope: 1,5 is one and a half or it is a word, and 1,234 waits for
other cells to tell. A cell is trimmed before it comes here.
"""

import re

# Trimmed and in lower case, these say that nothing was written down.
HOLES = frozenset({"", "na", "n/a", "#n/a", "<na>", "-", "–", "—", "?", "null", "none", "nan", "-nan", "+nan", "nat"})
# The same as they are usually spelled, for looking up without changing the text.
USUAL_HOLES = HOLES | {"NA", "N/A", "#N/A", "<NA>", "NULL", "Null", "None", "NONE", "NaN", "NAN", "Na", "NaT"}
_LONGEST_HOLE = max(map(len, HOLES))

# Among numbers, dates or times these say it too; among words they may be words.
_BLANK = re.compile(
    r"[.*:/…]{1,3}(?: [a-z]{1,2})?|-{2,5}|n\.? ?[adkbv]\.?|k\.? ?a\.?|n/[dk]|\((?:na|d|x|z|s)\)|nil|missing|"
    r"#(?:div/0!|value!|ref!|num!|name\?|null!|n/v|wert!|bezug!|zahl!)|-?1\.#(?:ind|qnan|inf)0*",
    re.IGNORECASE,
)
_BLANK_STARTS = frozenset(".*:/…-nNkK(mM#")
_LONGEST_BLANK = 10

# A minus sign, the spaces and the apostrophes that typesetting knows, as the keyboard has them.
_KEYBOARD = str.maketrans(
    {
        **dict.fromkeys("\u2212\u2010\u2011\u2012\u2013\u2014\ufe63\uff0d", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009\u2007\u2008\u200a\u205f\u3000", " "),
        **dict.fromkeys("\u2019\u2018\u02bc\u00b4", "'"),
        "\uff0b": "+",
    }
)
_SYMBOLS = "$¢£¤¥֏؋৲৳฿₠₡₢₣₤₥₦₧₨₩₪₫€₭₮₱₲₴₵₸₹₺₼₽₾₿"
_CODES = (
    "EUR|USD|GBP|CHF|JPY|CNY|RMB|INR|AUD|CAD|NZD|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|TRY|RUB|UAH|BRL|MXN|ARS|CLP|COP"
    "|PEN|ZAR|KRW|IDR|MYR|SGD|HKD|TWD|THB|PHP|VND|ILS|AED|SAR|QAR|EGP|MAD|NGN|KES|GHS|PKR|BDT|LKR|XOF|XAF"
)
_CURRENCY = rf"(?:(?:US|CA?|AU?|NZ|HK|NT|S|R|MX)?[{_SYMBOLS}]|{_CODES}|Rs\.?|[Kk]r\.?|zł|Kč|Ft)"


def _grammar(decimal: str, groups: str) -> re.Pattern[str]:
    """(1,200), -$5.00, 12 %, 1 234.5, 2e-3, 50.00-, $(5), 12.-: one sign, one unit, groups by one kind of separator.

    Groups have three digits each, or two but for the last (1,23,456, as in India), then only by commas.
    """
    grouped = "|".join(rf"[1-9]\d{{0,2}}(?:{sign}\d{{3}})+" for sign in (groups, " ", "'"))
    if groups == ",":
        grouped += r"|[1-9]\d?(?:,\d\d)+,\d{3}"
    return re.compile(
        rf"(?P<open>\()? ?(?P<sign>[+-])? ?(?P<before>(?=[^\d.,+-]){_CURRENCY})? ?(?P<within>\()? ?(?P<inner>[+-])? ?"
        rf"(?:(?P<grouped>(?:{grouped})(?:{decimal}(?:--?|\d*))?)"
        rf"|(?P<plain>(?:\d+(?:{decimal}(?:--?|\d*))?|{decimal}\d+)(?:[eE][+-]?\d+|[dD][+-]\d+)?))"
        rf"(?P<last>-)? ?(?P<after>(?=.)(?:{_CURRENCY}|[%‰]))? ?(?P<close>\))?"
    )


_NUMBER = {".": _grammar(r"\.", ","), ",": _grammar(",", r"\.")}
_INFINITE = re.compile(r"[+-]?(?:inf|infinity|∞)", re.IGNORECASE)
# 1.5×10^3, 1,5·10³, 2 x 10**-4
_TIMES_TEN = re.compile(r"(?<=[\d.,]) ?[×xX·⋅∙*] ?10 ?(?:(?:\^|\*\*) ?([+-]?\d+)|([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))")
_RAISED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")


def is_hole(text: str) -> bool:
    """Whether the cell says that nothing is known."""
    return len(text) <= _LONGEST_HOLE and (text in USUAL_HOLES or text.lower() in HOLES)


def is_blank(text: str) -> bool:
    """Whether the cell says, among numbers, that there is none: a hole, ".", ":" or #DIV/0!."""
    if is_hole(text):
        return True
    likely = len(text) <= _LONGEST_BLANK and (text[0] in _BLANK_STARTS or "#" in text)
    return likely and _BLANK.fullmatch(text) is not None


def read_number(text: str, decimal: str) -> tuple[float, str] | None:
    """The number under that decimal sign, and its unit (a currency, "%" or ""); None for anything else.

    12 % is 12. What is beyond float64, and inf spelled out, is infinite; a hole is no number.
    """
    if not text.isascii():
        text = text.translate(_KEYBOARD)
    if "10" in text and (not text.isascii() or "^" in text or "**" in text):
        text = _TIMES_TEN.sub(lambda found: "e" + (found[1] or found[2].translate(_RAISED)), text)
    match = _NUMBER[decimal].fullmatch(text)
    if match is None:
        return (float(text.replace("∞", "inf")), "") if _INFINITE.fullmatch(text) else None
    opened, sign, before, within, inner, grouped, plain, last, after, closed = match.groups()
    brackets = bool(opened) + bool(within)
    if brackets != bool(closed) or bool(sign) + bool(inner) + bool(last) + brackets > 1 or (before and after):
        return None
    digits = plain or grouped.replace(" ", "").replace("'", "").replace("," if decimal == "." else ".", "")
    if decimal == ",":
        digits = digits.replace(",", ".")
    try:
        value = float(digits)
    except ValueError:
        # The dash of 12.- stands for no cents, and Fortran writes D for e.
        value = float(digits.rstrip("-").replace("D", "e").replace("d", "e"))
    return -value if brackets or "-" in (sign, inner, last) else value, before or after or ""


def reads_as_number(text: str) -> bool:
    """Whether the cell is a number under either decimal sign."""
    return read_number(text, ".") is not None or read_number(text, ",") is not None
