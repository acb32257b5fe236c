"""Which line holds the names: years, numbers, units, two lines of names, one name too few, none at all."""

from tests.odd_files.case import Case

NAMES: dict[str, Case] = {
    "years ten apart under an empty corner": (
        ",2000,2010,2020\nRome,1.5,2.5,3.5\nOslo,4.5,5.5,6.5\n",
        {"column 1": ["Rome", "Oslo"], "2000": [1.5, 4.5], "2010": [2.5, 5.5], "2020": [3.5, 6.5]},
    ),
    "years beside a word": (
        "city,2000,2010,2020\nRome,1,2,3\nOslo,4,5,6\n",
        {"city": ["Rome", "Oslo"], "2000": [1, 4], "2010": [2, 5], "2020": [3, 6]},
    ),
    "one year beside a word": (
        "country,2010\nFrance,65\nItaly,60\nNorway,5\n",
        {"country": ["France", "Italy", "Norway"], "2010": [65, 60, 5]},
    ),
    "years alone above decimals": (
        "1990;1991;1992\n1,5;2,5;3,5\n4,5;5,5;6,5\n",
        {"1990": [1.5, 4.5], "1991": [2.5, 5.5], "1992": [3.5, 6.5]},
    ),
    "years above letters and small counts": (
        ",2000,2010,2020\nA,1,2,3\nB,2,3,5\nC,4,4,9\n",
        {"column 1": ["A", "B", "C"], "2000": [1, 2, 4], "2010": [2, 3, 4], "2020": [3, 5, 9]},
    ),
    "a name and years above letters and small counts": (
        "city,2000,2010,2020\nA,1,2,3\nB,2,3,5\n",
        {"city": ["A", "B"], "2000": [1, 2], "2010": [2, 3], "2020": [3, 5]},
    ),
    "years alone above large numbers": (
        "2018,2019,2020\n15000,16000,17500\n8000,8500,9100\n",
        {"2018": [15000, 8000], "2019": [16000, 8500], "2020": [17500, 9100]},
    ),
    "years as rows are data": (
        "1990,1991\n1992,1993\n1994,1995\n",
        {"column 1": [1990, 1992, 1994], "column 2": [1991, 1993, 1995]},
    ),
    "years in the first row of a table without names": (
        "1990,3.5\n1991,4.5\n1992,5.5\n",
        {"column 1": [1990, 1991, 1992], "column 2": [3.5, 4.5, 5.5]},
    ),
    "a person's row numbers and years": (
        ",1960,1965,1971\n1,0.5,0.25,0.125\n2,1.5,1.25,1.125\n",
        {"column 1": [1, 2], "1960": [0.5, 1.5], "1965": [0.25, 1.25], "1971": [0.125, 1.125]},
    ),
    "counted columns above decimals": (
        "0,1,2\n0.5,0.25,1.5\n1.5,2.25,3.5\n",
        {"0": [0.5, 1.5], "1": [0.25, 2.25], "2": [1.5, 3.5]},
    ),
    "counted columns beside a word": (
        "student,1,2,3,4\nann,0,1,1,0\nbob,1,1,0,1\n",
        {"student": ["ann", "bob"], "1": [0, 1], "2": [1, 1], "3": [1, 0], "4": [0, 1]},
    ),
    "rows that count are data": (
        "1,2,3\n4,5,6\n7,8,9\n",
        {"column 1": [1, 4, 7], "column 2": [2, 5, 8], "column 3": [3, 6, 9]},
    ),
    "quoted numbers above plain ones": (
        '"0.5","1.5","2.5"\n10,20,30\n11,21,31\n',
        {"0.5": [10, 11], "1.5": [20, 21], "2.5": [30, 31]},
    ),
    "doses as names": (
        "time,0.1,0.5,1.0\n0,5.5,5.25,5.0\n1,6.5,7.25,8.0\n",
        {"time": [0, 1], "0.1": [5.5, 6.5], "0.5": [5.25, 7.25], "1.0": [5, 8]},
    ),
    "flowers without names": (
        "5.1,3.5,1.4,0.2,Iris-setosa\n4.9,3.0,1.4,0.2,Iris-setosa\n7.0,3.2,4.7,1.4,Iris-versicolor\n",
        {
            "column 1": [5.1, 4.9, 7],
            "column 2": [3.5, 3, 3.2],
            "column 3": [1.4, 1.4, 4.7],
            "column 4": [0.2, 0.2, 1.4],
            "column 5": ["Iris-setosa", "Iris-setosa", "Iris-versicolor"],
        },
    ),
    "shells without names": (
        "M,0.455,0.365,15\nF,0.53,0.42,9\nI,0.33,0.255,7\n",
        {
            "column 1": ["M", "F", "I"],
            "column 2": [0.455, 0.53, 0.33],
            "column 3": [0.365, 0.42, 0.255],
            "column 4": [15, 9, 7],
        },
    ),
    "incomes without names, spaces after the commas": (
        "39, State-gov, 77516, <=50K\n50, Self-emp, 83311, <=50K\n38, Private, 215646, >50K\n",
        {
            "column 1": [39, 50, 38],
            "column 2": ["State-gov", "Self-emp", "Private"],
            "column 3": [77516, 83311, 215646],
            "column 4": ["<=50K", "<=50K", ">50K"],
        },
    ),
    "dates and words without names": (
        "2024-01-01,red,5\n2024-01-02,blue,6\n",
        {"column 1": ["2024-01-01", "2024-01-02"], "column 2": ["red", "blue"], "column 3": [5, 6]},
    ),
    "words alone without names": (
        "p,x,s\ne,x,y\np,y,s\ne,x,s\np,x,y\ne,y,y\np,x,s\ne,x,s\np,y,y\n",
        {"column 1": list("pepepepep"), "column 2": list("xxyxxyxxy"), "column 3": list("syssyyssy")},
    ),
    "words alone with names": (
        "kind,shape\ncat,round\ndog,square\ncat,square\n",
        {"kind": ["cat", "dog", "cat"], "shape": ["round", "square", "square"]},
    ),
    "units below the names": (
        "time,speed\ns,m/s\n0,1.5\n1,2.5\n",
        {"time (s)": [0, 1], "speed (m/s)": [1.5, 2.5]},
    ),
    "units in brackets below the names": (
        "Zeit;Weg\n[s];[m]\n0,0;1,5\n0,5;2,5\n",
        {"Zeit [s]": [0, 0.5], "Weg [m]": [1.5, 2.5]},
    ),
    "units, one of them missing": (
        "run,time,speed\n,s,m/s\n1,0.5,1.5\n2,1.5,2.5\n",
        {"run": [1, 2], "time (s)": [0.5, 1.5], "speed (m/s)": [1.5, 2.5]},
    ),
    "a unit below one column of numbers": (
        "city,temperature\nname,°C\nRome,25.5\nOslo,12.5\n",
        {"city (name)": ["Rome", "Oslo"], "temperature (°C)": [25.5, 12.5]},
    ),
    "names that span two columns": (
        ",maths,,physics,\nname,1st,2nd,1st,2nd\nann,5,6,7,8\nbob,1,2,3,4\n",
        {
            "name": ["ann", "bob"],
            "maths 1st": [5, 1],
            "maths 2nd": [6, 2],
            "physics 1st": [7, 3],
            "physics 2nd": [8, 4],
        },
    ),
    "years that span two columns": (
        ";2019;;2020;\nLand;Import;Export;Import;Export\nItalien;1,5;2,5;3,5;4,5\nNorwegen;5,5;6,5;7,5;8,5\n",
        {
            "Land": ["Italien", "Norwegen"],
            "2019 Import": [1.5, 5.5],
            "2019 Export": [2.5, 6.5],
            "2020 Import": [3.5, 7.5],
            "2020 Export": [4.5, 8.5],
        },
    ),
    "a first row with an odd word is data": (
        "x,y\nabc,2\n1,3\n2,4\n",
        {"x": ["abc", 1, 2], "y": [2, 3, 4]},
    ),
    "a first row with a word under a column of words is data": (
        "city,x\nRome,abc\nOslo,5\nBonn,6\n",
        {"city": ["Rome", "Oslo", "Bonn"], "x": ["abc", 5, 6]},
    ),
    "one name fewer than columns, rows counted": (
        "speed dist\n1 4 2\n2 4 10\n3 7 4\n",
        {"column 1": [1, 2, 3], "speed": [4, 4, 7], "dist": [2, 10, 4]},
    ),
    "one name fewer than columns, rows named": (
        '"mpg" "cyl"\n"Mazda RX4" 21 6\n"Datsun 710" 22.8 4\n"Valiant" 18.1 6\n',
        {"column 1": ["Mazda RX4", "Datsun 710", "Valiant"], "mpg": [21, 22.8, 18.1], "cyl": [6, 4, 6]},
    ),
    "one name for two columns, rows counted": (
        '"x"\n"1" 5.5\n"2" 6.5\n"3" 7.5\n',
        {"column 1": [1, 2, 3], "x": [5.5, 6.5, 7.5]},
    ),
    "one name fewer between semicolons, decimal commas": (
        '"GNP";"Year"\n"1";234,289;1947\n"2";259,426;1948\n"3";258,054;1949\n',
        {"column 1": [1, 2, 3], "GNP": [234.289, 259.426, 258.054], "Year": [1947, 1948, 1949]},
    ),
    "row names under an empty corner in quotes": (
        '"","GNP.deflator","GNP"\n"1947",83,234.289\n"1948",88.5,259.426\n',
        {"column 1": [1947, 1948], "GNP.deflator": [83, 88.5], "GNP": [234.289, 259.426]},
    ),
    "many columns without a name": (
        ",,,y\n1,2,3,4\n5,6,7,9\n",
        {"column 1": [1, 5], "column 2": [2, 6], "column 3": [3, 7], "y": [4, 9]},
    ),
    "spaces behind the commas of the names alone": (
        "dates, cpi, predict\n2020-01,28.98,\n2020-02,29.5,1.5\n2020-03,30.25,2.5\n",
        {"dates": ["2020-01-01", "2020-02-01", "2020-03-01"], "cpi": [28.98, 29.5, 30.25], "predict": [None, 1.5, 2.5]},
    ),
    "counts and classes above rows without names": (
        "3,4,no,yes\n1.5,2.5,3.5,4.5,5.5,0\n2.5,3.5,4.5,5.5,6.5,1\n3.5,4.5,5.5,6.5,7.5,1\n",
        {
            "column 1": [1.5, 2.5, 3.5],
            "column 2": [2.5, 3.5, 4.5],
            "column 3": [3.5, 4.5, 5.5],
            "column 4": [4.5, 5.5, 6.5],
            "column 5": [5.5, 6.5, 7.5],
            "column 6": [0, 1, 1],
        },
    ),
    "names behind a sign and a space": (
        "# x y\n1.0 2.0\n3.0 5.0\n4.0 6.0\n",
        {"x": [1, 3, 4], "y": [2, 5, 6]},
    ),
}
