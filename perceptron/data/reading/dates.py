"""Cells that say a day, a month or a quarter, perhaps with a time, in the ways and languages people write them."""

import re
from datetime import datetime, timedelta

_TIME = r"(?:(?:T| |, |:)(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<part>\d{1,9}))?)?" + (
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?(?: ?(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)(?: UTC)?)?)?(?:Z|[+-]\d\d:\d\d)?"
)
# The day of the week may stand before a date; it says nothing new.
_WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,? )?"
_NAME = r"(?P<name>[^\W\d_]{3,10})\.?"
_YEAR = r"(?P<year>\d{4}|(?<=\D)\d\d)"
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)|(?P<by>[-/.])(?P<m>\d{1,2})(?P=by)(?P<day>\d{1,2})" + _TIME + ")"
)
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2})(?P<by>[-/.])(?P<b>\d{1,2})(?P=by)(?P<year>\d{4}|\d\d)" + _TIME)
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)?(?P<by> |-|/|)(?:de )?{_NAME}"
        rf"(?:,? |(?P=by))(?:de )?{_YEAR}{_TIME}",
        rf"{_WEEKDAY}{_NAME} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}}){_TIME}",
        rf"(?P<year>\d{{4}})(?P<by>[ -/]){_NAME}(?P=by)(?P<day>\d{{1,2}}){_TIME}",
        rf"{_NAME}(?:[ /-]| de ){_YEAR}",
        rf"(?P<year>\d{{4}})[ /-]?{_NAME}",
    )
)
_MONTH = re.compile(r"(?P<month>\d{1,2})[-/](?P<year>\d{4})|(?P<later>\d{4})M(?P<after>\d\d)")
_QUARTER = re.compile(r"(?P<year>\d{4})[ -]?[QT](?P<quarter>[1-4])|[QT](?P<first>[1-4])[ -]?(?P<later>\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?Z?")

_DIGIT = re.compile(r"\d")

# Two digits from here on mean the last century.
_CENTURY = 69
_LONGEST_DATE = 60

_MONTHS = {
    name: place
    for place, names in enumerate(
        (
            "jan january januar jänner janvier janv enero ene gennaio gen janeiro januari",
            "feb february februar februari février févr fév fevrier fevr febrero febbraio fevereiro fev",
            "mar march märz mär mrz mars marzo março maart mrt maerz",
            "apr april avril avr abril abr aprile",
            "may mai mayo maggio mag maio mei maj",
            "jun june juni juin junio giugno giu junho",
            "jul july juli juillet juil julio luglio lug julho",
            "aug august août aout agosto ago augustus augusti",
            "sep sept september septembre septiembre settembre setembro set",
            "oct october oktober okt octobre octubre ottobre ott outubro out",
            "nov november novembre noviembre novembro",
            "dec december dezember dez décembre déc decembre diciembre dic dicembre dezembro",
        ),
        start=1,
    )
    for name in names.split()
}


def read_date(text: str, day_first: bool) -> datetime | None:
    """2024-05-31, 2024-05, 31.05.2024, 31/05/24 or 05/31/24, 31 May 2024, May 1974, 05/1974, 1974Q2, each perhaps
    with a time; a time zone becomes UTC.

    With points the day is always first; with slashes or hyphens `day_first` decides. 69 is 1969 and 68 is 2068.
    """
    if len(text) > _LONGEST_DATE:
        return None
    month: str | int
    if match := _YEAR_FIRST.fullmatch(text):
        month, day = (match["month"], "1") if match["month"] else (match["m"], match["day"])
    elif match := _YEAR_LAST.fullmatch(text):
        day, month = (match["a"], match["b"]) if day_first or match["by"] == "." else (match["b"], match["a"])
    else:
        return _read_named(text)
    return _moment(match, month, day)


def day_and_month(text: str) -> tuple[int, int] | None:
    """The two numbers of 03/04/2024 whose order is open, as they stand; None where it is not."""
    match = _YEAR_LAST.fullmatch(text) if len(text) <= _LONGEST_DATE else None
    return None if match is None or match["by"] == "." else (int(match["a"]), int(match["b"]))


def _read_named(text: str) -> datetime | None:
    if _DIGIT.search(text) is None:
        return None
    if match := _MONTH.fullmatch(text):
        return _first_of(match["year"] or match["later"], match["month"] or match["after"])
    if match := _QUARTER.fullmatch(text):
        return _first_of(match["year"] or match["later"], 3 * int(match["quarter"] or match["first"]) - 2)
    if match := _COMPACT.fullmatch(text):
        try:
            return datetime(*(int(part or 0) for part in match.groups()))  # type: ignore[arg-type]
        except ValueError:
            return None
    for pattern in _NAMED:
        if (match := pattern.fullmatch(text)) and (month := _MONTHS.get(match["name"].lower())):
            parts = match.groupdict()
            return _moment(match, month, parts["day"]) if "day" in parts else _first_of(match["year"], month)
    return None


def _first_of(year: str, month: str | int) -> datetime | None:
    try:
        return datetime(_full(year), int(month), 1)
    except ValueError:
        return None


def _full(year: str) -> int:
    return int(year) if len(year) > 2 else int(year) + (1900 if int(year) >= _CENTURY else 2000)


def _moment(match: re.Match[str], month: str | int, day: str) -> datetime | None:
    hour = int(match["hour"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] in "Pp" else 0)
    try:
        moment = datetime(
            _full(match["year"]), int(month), int(day), hour, int(match["minute"] or 0), int(match["second"] or 0),
            int(((match["part"] or "") + "000000")[:6]),
        )  # fmt: skip
        if (zone := match["zone"]) and zone[0] in "+-":
            ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:].strip(":") or 0))
            moment = moment - ahead if zone[0] == "+" else moment + ahead
    except (ValueError, OverflowError):
        return None
    return moment
