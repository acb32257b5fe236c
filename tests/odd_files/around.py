"""What stands above, below and between the rows: titles, notes, comments, sums."""

from tests.odd_files.case import Case

XY = {"month": ["2020-01-01", "2020-02-01", "2020-03-01"], "sales": [10.0, 12.5, 11.0]}
ROWS = "month,sales\n2020-01,10\n2020-02,12.5\n2020-03,11\n"

AROUND: dict[str, Case] = {
    "a title": ("My sales\n" + ROWS, XY),
    "a title and a blank line": ("My sales\n\n" + ROWS, XY),
    "a title padded with separators": (
        "Sales 2020,,,\nx,y,z,w\n1,2,3,4\n5,6,7,8\n",
        {"x": [1, 5], "y": [2, 6], "z": [3, 7], "w": [4, 8]},
    ),
    "a title, a padded blank line, names": (
        "Umsatz 2020;;\n;;\nMonat;Umsatz;Kosten\n1;10,5;5,5\n2;12,5;6,5\n",
        {"Monat": [1, 2], "Umsatz": [10.5, 12.5], "Kosten": [5.5, 6.5]},
    ),
    "a title padded above two columns": ("Sales 2020,\n" + ROWS, XY),
    "a title with commas": ("Sales, by month, in thousands\n" + ROWS, XY),
    "a title with commas above rows without names": (
        "Readings, all of them, taken by Jo\n1.5,2\n2.5,3\n3.5,5\n",
        {"column 1": [1.5, 2.5, 3.5], "column 2": [2, 3, 5]},
    ),
    "a comment with commas": (
        "# from Rome, Oslo, Bonn\nx,y,z\n1,2,3\n4,5,6\n",
        {"x": [1, 4], "y": [2, 5], "z": [3, 6]},
    ),
    "a comment with one comma above two columns": (
        "# measured by Ann, Bob\nx,y\n1,2\n3,4\n",
        {"x": [1, 3], "y": [2, 4]},
    ),
    "a comment with one comma above rows without names": (
        "# measured by Ann, in May\n1,2\n3,4\n5,7\n",
        {"column 1": [1, 3, 5], "column 2": [2, 4, 7]},
    ),
    "comments between the rows": (
        "x,y\n1,2\n# the second day\n3,4\n# the third day, with rain, and wind\n5,6\n",
        {"x": [1, 3, 5], "y": [2, 4, 6]},
    ),
    "facts above the table": (
        "Station:,Berlin\nHeight:,34\nOwner:,DWD\n\ndate,temperature\n2020-01-01,1.5\n2020-01-02,2.5\n",
        {"date": ["2020-01-01", "2020-01-02"], "temperature": [1.5, 2.5]},
    ),
    "facts above a wider table": (
        "Instrument;XR-5\nSerial number;12345\n\nTime;Temp;Hum;Press\n1;20,5;40;1013,2\n2;20,6;41;1013,1\n",
        {"Time": [1, 2], "Temp": [20.5, 20.6], "Hum": [40, 41], "Press": [1013.2, 1013.1]},
    ),
    "prose above columns of spaces": (
        "Stopping distances, measured by hand in 1920\n(speed in mph, distance in feet)\n\n"
        "speed  dist\n  4     2\n  7    22\n",
        {"speed": [4, 7], "dist": [2, 22]},
    ),
    "a title above rows without names": (
        "Trial of Monday\n0.5;1;2\n1.5;3;4\n2.5;5;6\n",
        {"column 1": [0.5, 1.5, 2.5], "column 2": [1, 3, 5], "column 3": [2, 4, 6]},
    ),
    "a title, names, units": (
        "Log of the pendulum\nt,phi\ns,deg\n0,10\n0.5,-9.5\n",
        {"t (s)": [0, 0.5], "phi (deg)": [10, -9.5]},
    ),
    "a source below": (ROWS + "Source: our own books\n", XY),
    "a source with commas below": (ROWS + "Source: the books, kept by Jo, as of May\n", XY),
    "a source with a year of its own": (ROWS + "Source: our books, 2020\n", XY),
    "a blank line and a source padded with separators": (ROWS + ',\n"Source: World, Bank",\n', XY),
    "several notes below": (ROWS + "\n* preliminary\n** estimated\nLast updated 2021-05-01\n", XY),
    "a sum below dates": (ROWS + "Total,33.5\n", XY),
    "a sum below labels": (
        "city,x,y\nRome,1,2\nOslo,3,4\nTotal,4,6\n",
        {"city": ["Rome", "Oslo"], "x": [1, 3], "y": [2, 4]},
    ),
    "a German sum below, in capitals": (
        "Stadt;Anzahl\nBonn;1.200\nKöln;2.300,5\nSUMME;3.500,5\n",
        {"Stadt": ["Bonn", "Köln"], "Anzahl": [1200, 2300.5]},
    ),
    "a sum and a mean below row numbers": (
        "no,x\n1,10\n2,20\n3,30\nTotal,60\nAverage,20\n",
        {"no": [1, 2, 3], "x": [10, 20, 30]},
    ),
    "a sum, a blank line and a note": (
        "city,x\nRome,1\nOslo,3\nGrand total,4\n\nNote: counted by hand\n",
        {"city": ["Rome", "Oslo"], "x": [1, 3]},
    ),
    "statistics are rows": (
        "what,x,y\nmean,1,2\nmedian,3,4\nmax,5,6\n",
        {"what": ["mean", "median", "max"], "x": [1, 3, 5], "y": [2, 4, 6]},
    ),
    "a grade is a row": (
        "grade,pupils\ngood,5\npoor,3\naverage,4\n",
        {"grade": ["good", "poor", "average"], "pupils": [5, 3, 4]},
    ),
    "totals by group are rows": (
        "sex,year,x\nMale,2000,1\nTotal,2000,3\nMale,2001,4\nTotal,2001,9\n",
        {"sex": ["Male", "Total", "Male", "Total"], "year": [2000, 2000, 2001, 2001], "x": [1, 3, 4, 9]},
    ),
    "the last city has no numbers": (
        "city,x,y\nRome,1,2\nOslo,3,4\nBonn,,\n",
        {"city": ["Rome", "Oslo", "Bonn"], "x": [1, 3, None], "y": [2, 4, None]},
    ),
    "the last row has an odd cell": (
        "city,x\nRome,1\nOslo,3\nBonn,abc\n",
        {"city": ["Rome", "Oslo", "Bonn"], "x": [1, 3, "abc"]},
    ),
    "a note below one column": ("x\n1\n2\n4\nSource: my own clock\n", {"x": [1, 2, 4]}),
    "one infinite number": ("x,y\n1,2\n2,inf\n3,4\n", {"x": [1, 2, 3], "y": [2, float("inf"), 4]}),
    "names repeated between the rows": (
        "x,y\n1,2\n3,4\n5,6\nx,y\n7,8\n",
        {"x": [1, 3, 5, "x", 7], "y": [2, 4, 6, "y", 8]},
    ),
    "headings between the rows": (
        "item,price\nFruit\napple,1.5\npear,2.5\nBread\nroll,0.5\nbun,0.75\n",
        {"item": ["Fruit", "apple", "pear", "Bread", "roll", "bun"], "price": [None, 1.5, 2.5, None, 0.5, 0.75]},
    ),
}
