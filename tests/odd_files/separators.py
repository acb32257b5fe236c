"""What separates the cells, what ends the lines, what encodes the letters, and what quotes do."""

from tests.odd_files.case import Case

SEPARATORS: dict[str, Case] = {
    "aligned with spaces": (
        "   time   speed\n    0.0     1.5\n    0.5    10.25\n   10.0   100\n",
        {"time": [0, 0.5, 10], "speed": [1.5, 10.25, 100]},
    ),
    "aligned with spaces, no names": (
        "  1.0  2.0   3.0\n 10.0 20.0  30.0\n  5.5  6.5   7.5\n",
        {"column 1": [1, 10, 5.5], "column 2": [2, 20, 6.5], "column 3": [3, 30, 7.5]},
    ),
    "one space": ("x y\n1 2.5\n3 4.5\n5 6.5\n", {"x": [1, 3, 5], "y": [2.5, 4.5, 6.5]}),
    "spaces around decimal commas": ("x y\n1,5 2,5\n3,5 4,5\n", {"x": [1.5, 3.5], "y": [2.5, 4.5]}),
    "runs of spaces around cells of several words": (
        "City           Area   People\nNew York       783.8  8.4\nLos Angeles   1213.9  3.9\n"
        "Rome           1285   2.8\n",
        {
            "City": ["New York", "Los Angeles", "Rome"],
            "Area": [783.8, 1213.9, 1285],
            "People": [8.4, 3.9, 2.8],
        },
    ),
    "runs of spaces under names of several words": (
        "Mass (g)   Length (cm)\n 50           12.1\n 100          14.0\n 150          16.2\n",
        {"Mass (g)": [50, 100, 150], "Length (cm)": [12.1, 14, 16.2]},
    ),
    "tabs and spaces mixed": (
        '18.0   8   307.0\t"chevrolet malibu"\n15.0   8   350.0\t"buick skylark 320"\n24.0   4   113.0\t"toyota"\n',
        {
            "column 1": [18, 15, 24],
            "column 2": [8, 8, 4],
            "column 3": [307, 350, 113],
            "column 4": ["chevrolet malibu", "buick skylark 320", "toyota"],
        },
    ),
    "spaces at the ends of the lines": ("x y  \n1 2  \n3 4  \n", {"x": [1, 3], "y": [2, 4]}),
    "tabs with spaces beside them": ("x \ty \n1 \t 2\n3 \t 4\n", {"x": [1, 3], "y": [2, 4]}),
    "dates and times stay together between commas": (
        "at,x\n2024-01-01 10:00,5\n2024-01-01 11:00,6\n",
        {"at": ["2024-01-01T10:00:00", "2024-01-01T11:00:00"], "x": [5, 6]},
    ),
    "one column of dates with times": (
        "at\n2024-01-01 10:00\n2024-01-02 11:00\n",
        {"at": ["2024-01-01T10:00:00", "2024-01-02T11:00:00"]},
    ),
    "one column of two words": ("who\nAnn Lee\nBob Ray\nCyd Fox\n", {"who": ["Ann Lee", "Bob Ray", "Cyd Fox"]}),
    "one column of words with a number": ("room\nRoom 5\nRoom 6\nRoom 9\n", {"room": ["Room 5", "Room 6", "Room 9"]}),
    "one column with thousands by spaces": ("people\n1 200\n13 400\n", {"people": [1200, 13400]}),
    "a table drawn with bars": (
        "+----+------+\n| id | x    |\n+----+------+\n|  1 |  2.5 |\n|  2 |  3.5 |\n+----+------+\n",
        {"id": [1, 2], "x": [2.5, 3.5]},
    ),
    "a table of a text editor": (
        "| name | x |\n|------|--:|\n| ann | 1.5 |\n| bob | 2.5 |\n",
        {"name": ["ann", "bob"], "x": [1.5, 2.5]},
    ),
    "a query's answer": (
        " id |  x  \n----+-----\n  1 | 2.5\n  2 | 3.5\n(2 rows)\n",
        {"id": [1, 2], "x": [2.5, 3.5]},
    ),
    "a line of dashes under the names": (
        "id   speed\n---- -----\n1    2.5\n2    3.5\n",
        {"id": [1, 2], "speed": [2.5, 3.5]},
    ),
    "bars, CR line ends, Windows-1252": (
        "Größe|Gewicht\r1,80|75,5\r1,65|60,0\r".encode("cp1252"),
        {"Größe": [1.8, 1.65], "Gewicht": [75.5, 60]},
    ),
    "UTF-16 with tabs, as spreadsheets save Unicode text": (
        "\ufeffJahr\tWert\r\n2001\t1,5\r\n2002\t2,5\r\n".encode("utf-16-le"),
        {"Jahr": [2001, 2002], "Wert": [1.5, 2.5]},
    ),
    "two byte order marks": (b"\xef\xbb\xbf\xef\xbb\xbfx,y\n1,2\n3,4\n", {"x": [1, 3], "y": [2, 4]}),
    "two byte order marks in UTF-16": (
        "\ufeff\ufeffx,y\n1,2\n3,4\n".encode("utf-16-le"),
        {"x": [1, 3], "y": [2, 4]},
    ),
    "zero bytes at the end": (b"x,y\n1,2\n3,4\n" + bytes(500), {"x": [1, 3], "y": [2, 4]}),
    "one zero byte at the end": (b"x,y\r\n1,2\r\n3,4\0", {"x": [1, 3], "y": [2, 4]}),
    "zero bytes at the end of UTF-16": ("x,y\n1,2\n".encode("utf-16-le") + bytes(64), {"x": [1], "y": [2]}),
    "the end sign of DOS on a line of its own, padded": (
        b"x,y\r\n1,2\r\n3,4\r\n\x1a\r\n" + b"\x1a" * 20 + bytes(20),
        {"x": [1, 3], "y": [2, 4]},
    ),
    "a quote that is never closed": ('x,y\n1,2\n3,"4\n5,6\n7,8\n', {"x": [1, 3, 5, 7], "y": [2, 4, 6, 8]}),
    "a quote that is closed lines later": (
        'name,x\n"Rome,1\nOslo,2\nBonn,3\nParis",4\nKyiv,5\n',
        {"name": ['"Rome', "Oslo", "Bonn", 'Paris"', "Kyiv"], "x": [1, 2, 3, 4, 5]},
    ),
    "a quote that is never closed before the names": ('"x,y\n1,2\n3,4\n', {'"x': [1, 3], "y": [2, 4]}),
    "inches at the front": (
        'size;x\n"5;1\n6;2\n"7;3\n8;4\n',
        {"size": [5, 6, 7, 8], "x": [1, 2, 3, 4]},
    ),
    "a cell of two lines that is meant": (
        'note,x\n"first, then\nsecond",1\n"one\ntwo\nthree",2\n',
        {"note": ["first, then\nsecond", "one\ntwo\nthree"], "x": [1, 2]},
    ),
    "names of two lines in quotes": (
        '"time\n(s)","speed\n(m/s)"\n0,1\n1,3\n',
        {"time\n(s)": [0, 1], "speed\n(m/s)": [1, 3]},
    ),
    "commas inside quotes, spaces before them": (
        'city, x\n"Rome, Italy", 5\n"Oslo, Norway", 6\n',
        {"city": ["Rome, Italy", "Oslo, Norway"], "x": [5, 6]},
    ),
    "a row too long among many": (
        "city,x\n" + "Rome,5\n" * 12 + "Washington, DC,7\n" + "Oslo,6\n" * 12,
        {"city": ["Rome"] * 12 + ["Oslo"] * 12, "x": [5] * 12 + [6] * 12},
    ),
}
