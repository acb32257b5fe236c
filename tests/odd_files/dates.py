"""Days, months, times, and in which order they were written."""

from tests.odd_files.case import Case, Cell


def days(*cells: str, said: list[Cell], name: str = "day") -> Case:
    """A column of those cells beside a column of 5, 6, 7 …, with semicolons."""
    lines = "".join(f"{cell};{n}\n" for n, cell in enumerate(cells, start=5))
    return f"{name};x\n{lines}", {name: said, "x": [float(n) for n in range(5, 5 + len(cells))]}


JAN_5, JAN_6, FEB_1 = "2020-01-05", "2020-01-06", "2020-02-01"
FIRSTS: list[Cell] = [f"2020-{month:02}-01" for month in range(1, 13)]

DATES: dict[str, Case] = {
    "two digits for the year, month first": days("12/31/19", "01/05/20", "01/06/20", said=["2019-12-31", JAN_5, JAN_6]),
    "two digits for the year, day first": days("31/12/19", "05/01/20", "06/01/20", said=["2019-12-31", JAN_5, JAN_6]),
    "two digits for the year, points": days("31.12.19", "5.1.20", "06.01.20", said=["2019-12-31", JAN_5, JAN_6]),
    "two digits of the last century": days("31.12.74", "01.01.75", said=["1974-12-31", "1975-01-01"]),
    "hyphens and a month's name": days("05-Jan-2020", "06-Jan-2020", "01-Feb-2020", said=[JAN_5, JAN_6, FEB_1]),
    "hyphens, a month's name, two digits": days("5-Jan-20", "6-Jan-20", "1-Feb-20", said=[JAN_5, JAN_6, FEB_1]),
    "spaces and a month's name": days("5 Jan 2020", "6 Jan 2020", "1 Feb 2020", said=[JAN_5, JAN_6, FEB_1]),
    "written out, month first": days(
        "January 5, 2020", "January 6, 2020", "February 1, 2020", said=[JAN_5, JAN_6, FEB_1]
    ),
    "written short, month first": days("Jan 5, 2020", "Jan. 6, 2020", "Feb 1 2020", said=[JAN_5, JAN_6, FEB_1]),
    "written out in German": days(
        "5. Januar 2020", "6. Januar 2020", "1. März 2020", said=[JAN_5, JAN_6, "2020-03-01"]
    ),
    "written out in French": days("5 janvier 2020", "6 janvier 2020", "1 août 2020", said=[JAN_5, JAN_6, "2020-08-01"]),
    "written out in Spanish": days("5 de enero de 2020", "1 de agosto de 2020", said=[JAN_5, "2020-08-01"]),
    "with the day of the week": days("Sun, 05 Jan 2020", "Mon, 06 Jan 2020", said=[JAN_5, JAN_6]),
    "SAS dates": days("05JAN2020", "06JAN2020", "01FEB2020", said=[JAN_5, JAN_6, FEB_1]),
    "months by name": days("Jan 1974", "Feb 1974", "Mar 1974", said=["1974-01-01", "1974-02-01", "1974-03-01"]),
    "months by name, two digits": days("Jan-74", "Feb-74", "Dec-74", said=["1974-01-01", "1974-02-01", "1974-12-01"]),
    "months by number": days("04/2020", "05/2020", "12/2020", said=["2020-04-01", "2020-05-01", "2020-12-01"]),
    "months of a statistics office": days(
        "2020M01", "2020M02", "2020M12", said=["2020-01-01", "2020-02-01", "2020-12-01"]
    ),
    "quarters": days("2020Q1", "2020Q2", "2021Q1", said=["2020-01-01", "2020-04-01", "2021-01-01"]),
    "quarters with a hyphen": days("2020-Q1", "2020-Q2", "2021-Q1", said=["2020-01-01", "2020-04-01", "2021-01-01"]),
    "ISO with a zone and fractions": days(
        "2020-01-05T10:00:00.000Z",
        "2020-01-05T12:30:00.500+02:00",
        "2020-01-05T12:30:00-0100",
        said=["2020-01-05T10:00:00", "2020-01-05T10:30:00.500000", "2020-01-05T13:30:00"],
    ),
    "ISO with a short zone": days("2020-01-05 10:00:00+00", "2020-01-05 11:00:00+01", said=["2020-01-05T10:00:00"] * 2),
    "ISO with the name of the zone": days(
        "2020-01-05 10:00:00 UTC", "2020-01-06 10:00:00 UTC", said=["2020-01-05T10:00:00", "2020-01-06T10:00:00"]
    ),
    "a mail's date": days(
        "Sun, 05 Jan 2020 10:00:00 GMT",
        "Mon, 06 Jan 2020 10:00:00 +0100",
        said=["2020-01-05T10:00:00", "2020-01-06T09:00:00"],
    ),
    "school years are words": days("2008/09", "2009/10", "2010/11", said=["2008/09", "2009/10", "2010/11"]),
    "days and months alone are words": days("5-Jan", "6-Jan", "1-Feb", said=["5-Jan", "6-Jan", "1-Feb"]),
    "version numbers are words": days("1.2.3", "1.2.4", "1.10.0", said=["1.2.3", "1.2.4", "1.10.0"]),
    "one odd date costs its row": days(
        "2020-01-05", "soon", "2020-01-06", "2020-02-01", said=[JAN_5, "soon", JAN_6, FEB_1]
    ),
    "one impossible day costs its row": days(
        "2020-02-30", JAN_5, JAN_6, FEB_1, said=["2020-02-30", JAN_5, JAN_6, FEB_1]
    ),
    # In the order of the rows the dates rise evenly, or they do not.
    "two years of firsts, day first": days(
        *(f"01/{month:02}/{year}" for year in (2020, 2021) for month in range(1, 13)),
        said=[f"{year}-{month:02}-01" for year in (2020, 2021) for month in range(1, 13)],
    ),
    "two years of firsts, month first": days(
        *(f"{month:02}/01/{year}" for year in (2020, 2021) for month in range(1, 13)),
        said=[f"{year}-{month:02}-01" for year in (2020, 2021) for month in range(1, 13)],
    ),
    "one year of firsts, day first": days(*(f"01/{month:02}/2020" for month in range(1, 13)), said=FIRSTS),
    "one year of firsts, month first": days(*(f"{month:02}/01/2020" for month in range(1, 13)), said=FIRSTS),
    "a few days, month first": (
        "day,x\n02/03/2020,1\n02/04/2020,2\n02/05/2020,3\n02/06/2020,4\n02/07/2020,6\n02/10/2020,7\n02/11/2020,9\n",
        {"day": [f"2020-02-{day:02}" for day in (3, 4, 5, 6, 7, 10, 11)], "x": [1, 2, 3, 4, 6, 7, 9]},
    ),
    "every fourth day across a month's end, day first": days(
        "03/02/2020",
        "07/02/2020",
        "11/02/2020",
        "02/03/2020",
        "06/03/2020",
        "10/03/2020",
        said=["2020-02-03", "2020-02-07", "2020-02-11", "2020-03-02", "2020-03-06", "2020-03-10"],
    ),
    "falling dates, month first": (
        "day,x\n03/02/2021,1\n03/01/2021,2\n02/12/2021,3\n02/11/2021,4\n02/10/2021,5\n02/09/2021,6\n",
        {
            "day": ["2021-03-02", "2021-03-01", "2021-02-12", "2021-02-11", "2021-02-10", "2021-02-09"],
            "x": [1, 2, 3, 4, 5, 6],
        },
    ),
    # Times of the day are hours.
    "times": days("08:30", "09:00", "17:45", said=[8.5, 9, 17.75], name="at"),
    "times with seconds": days("08:30:00", "08:30:36", "23:59:59", said=[8.5, 8.51, 23 + 3599 / 3600], name="at"),
    "times before and after noon": days(
        "8:30 AM", "12:00 PM", "12:15 am", "5:45 pm", said=[8.5, 12, 0.25, 17.75], name="at"
    ),
    "times with a hole and an odd cell": days(
        "08:30", "", "late", "10:00", "11:30", said=[8.5, None, "late", 10, 11.5], name="at"
    ),
    "durations over a day": days("36:15", "0:45", "100:30:00", said=[36.25, 0.75, 100.5], name="took"),
    "the date and the time in columns of their own": (
        "date,time,x\n2020-01-05,08:00,1.5\n2020-01-05,08:15,2.5\n",
        {"date": [JAN_5, JAN_5], "time": [8, 8.25], "x": [1.5, 2.5]},
    ),
}
