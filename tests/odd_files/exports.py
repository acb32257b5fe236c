"""What programs and offices save: spreadsheets, R, SAS, pandas, loggers, banks of data."""

from tests.odd_files.case import Case

EXPORTS: dict[str, Case] = {
    "UCI auto-mpg": (
        '18.0   8   307.0      130.0      3504.      12.0   70  1\t"chevrolet chevelle malibu"\n'
        '15.0   8   350.0      165.0      3693.      11.5   70  1\t"buick skylark 320"\n'
        '25.0   4   98.00      ?          2046.      19.0   71  1\t"ford pinto"\n'
        '27.0   4   97.00      88.00      2130.      14.5   70  3\t"datsun pl510"\n',
        {
            "column 1": [18, 15, 25, 27],
            "column 2": [8, 8, 4, 4],
            "column 3": [307, 350, 98, 97],
            "column 4": [130, 165, None, 88],
            "column 5": [3504, 3693, 2046, 2130],
            "column 6": [12, 11.5, 19, 14.5],
            "column 7": [70, 70, 71, 70],
            "column 8": [1, 1, 1, 3],
            "column 9": ["chevrolet chevelle malibu", "buick skylark 320", "ford pinto", "datsun pl510"],
        },
    ),
    "airfoil noise": (
        "800\t0\t0.3048\t71.3\t0.00266337\t126.201\n1000\t0\t0.3048\t71.3\t0.00266337\t125.201\n",
        {
            "column 1": [800, 1000],
            "column 2": [0, 0],
            "column 3": [0.3048] * 2,
            "column 4": [71.3] * 2,
            "column 5": [0.00266337] * 2,
            "column 6": [126.201, 125.201],
        },
    ),
    "housing aligned with leading spaces": (
        " 0.00632  18.00   2.310  0  0.5380\n 0.02731   0.00   7.070  0  0.4690\n 0.02729   0.00   7.070  1  0.4690\n",
        {
            "column 1": [0.00632, 0.02731, 0.02729],
            "column 2": [18, 0, 0],
            "column 3": [2.31, 7.07, 7.07],
            "column 4": [0, 0, 1],
            "column 5": [0.538, 0.469, 0.469],
        },
    ),
    "World Bank": (
        b'\xef\xbb\xbf"Data Source","World Development Indicators",\r\n\r\n"Last Updated Date","2023-05-10",\r\n\r\n'
        b'"Country Name","Country Code","1960","1961","1962",\r\n'
        b'"Aruba","ABW","54608","55811","56682",\r\n"Angola","AGO","5357195","","5521400",\r\n'
        b'"Kosovo","XKX","947000","966000","994000",\r\n',
        {
            "Country Name": ["Aruba", "Angola", "Kosovo"],
            "Country Code": ["ABW", "AGO", "XKX"],
            "1960": [54608, 5357195, 947000],
            "1961": [55811, None, 966000],
            "1962": [56682, 5521400, 994000],
        },
    ),
    "Eurostat": (
        "freq,unit,geo\\TIME_PERIOD\t2012 \t2013 \t2014 \nA,PC,AT\t5.1 \t: \t12.3 p\nA,PC,BE\t6.25 \t7.5 b\t8.5 \n"
        "A,PC,BG\t: u\t1.5 \t2.5 \n",
        {
            "freq,unit,geo\\TIME_PERIOD": ["A,PC,AT", "A,PC,BE", "A,PC,BG"],
            "2012": [5.1, 6.25, None],
            "2013": [None, 7.5, 1.5],
            "2014": [12.3, 8.5, 2.5],
        },
    ),
    "FRED": (
        "DATE,DGS10\n1962-01-01,4.06\n1962-01-02,.\n1962-01-03,4.03\n",
        {"DATE": ["1962-01-01", "1962-01-02", "1962-01-03"], "DGS10": [4.06, None, 4.03]},
    ),
    "NOAA, comments and missing -99.99": (
        "# Mauna Loa, monthly means\n# year month average\n1958 3 315.71\n1958 4 -99.99\n1958 5 317.5\n",
        {"year": [1958] * 3, "month": [3, 4, 5], "average": [315.71, -99.99, 317.5]},
    ),
    "GISTEMP, a title and stars": (
        "Land-Ocean: Global Means\nYear,Jan,Feb,Mar\n1880,-.18,-.24,-.09\n1881,-.19,-.14,.03\n1882,.16,***,.04\n",
        {
            "Year": [1880, 1881, 1882],
            "Jan": [-0.18, -0.19, 0.16],
            "Feb": [-0.24, -0.14, None],
            "Mar": [-0.09, 0.03, 0.04],
        },
    ),
    "yfinance": (
        "Price,Close,High,Volume\nTicker,AAPL,AAPL,AAPL\nDate,,,\n2024-01-02,185.64,188.44,82488700\n"
        "2024-01-03,184.25,185.88,58414500\n",
        {
            "Date": ["2024-01-02", "2024-01-03"],
            "Close (AAPL)": [185.64, 184.25],
            "High (AAPL)": [188.44, 185.88],
            "Volume (AAPL)": [82488700, 58414500],
        },
    ),
    "pandas with an index": (
        ",x,y\n0,1.5,2.5\n1,3.5,4.5\n2,5.5,6.5\n",
        {"column 1": [0, 1, 2], "x": [1.5, 3.5, 5.5], "y": [2.5, 4.5, 6.5]},
    ),
    "pandas without names": (
        "0,1,2\n0.25,0.5,0.75\n0.1,0.2,0.3\n0.4,0.5,0.6\n",
        {"0": [0.25, 0.1, 0.4], "1": [0.5, 0.2, 0.5], "2": [0.75, 0.3, 0.6]},
    ),
    "pandas printed": (
        "     x    y\n0  1.5  2.5\n1  3.5  4.5\n2  5.5  6.5\n",
        {"column 1": [0, 1, 2], "x": [1.5, 3.5, 5.5], "y": [2.5, 4.5, 6.5]},
    ),
    "R printed": (
        "                  mpg cyl\nMazda_RX4        21.0   6\nDatsun_710       22.8   4\n",
        {"column 1": ["Mazda_RX4", "Datsun_710"], "mpg": [21, 22.8], "cyl": [6, 4]},
    ),
    "R's write.csv2": (
        '"";"speed";"dist"\r\n"1";4;2,5\r\n"2";7;4\r\n"3";8;16,25\r\n',
        {"column 1": [1, 2, 3], "speed": [4, 7, 8], "dist": [2.5, 4, 16.25]},
    ),
    "SAS": (
        "Obs,date,price\n1,05JAN2020,$1,200.50\n".replace("$1,200.50", '"$1,200.50"')
        + '2,06JAN2020,"$950.00"\n3,07JAN2020,.\n',
        {"Obs": [1, 2, 3], "date": ["2020-01-05", "2020-01-06", "2020-01-07"], "price": [1200.5, 950, None]},
    ),
    "Matlab's ascii": (
        "   1.0000000e+00   2.5000000e+00\n   2.0000000e+00  -3.5000000e+00\n   3.0000000e+00   4.0000000e+00\n",
        {"column 1": [1, 2, 3], "column 2": [2.5, -3.5, 4]},
    ),
    "numpy's savetxt": (
        "# t v\n0.000000000000000000e+00 1.500000000000000000e+00\n1.000000000000000000e+00 2.500000000000000000e+00\n",
        {"t": [0, 1], "v": [1.5, 2.5]},
    ),
    "NIST's reference data": (
        "NIST/ITL StRD\nDataset Name:  Norris (Norris.dat)\n\nModel:         Linear Class\n"
        "               2 Parameters (B0,B1)\n\n\nData:       y          x\n            0.1        0.2\n"
        "          338.8      337.4\n          118.1      118.2\n"
        "          888.0      884.6\n            9.2       10.1\n",
        {"y": [0.1, 338.8, 118.1, 888, 9.2], "x": [0.2, 337.4, 118.2, 884.6, 10.1]},
    ),
    "gnuplot, two blocks": (
        "# x y\n1 2\n3 4\n\n\n# x y\n5 6\n7 8\n",
        {"x": [1, 3, 5, 7], "y": [2, 4, 6, 8]},
    ),
    "Octave's text": (
        "# Created by Octave 6.1, Mon May 03 10:00:00 2021 <a@b>\n# name: A\n# type: matrix\n# rows: 3\n# columns: 2\n"
        " 1 2.5\n 2 3.5\n 3 4.5\n\n\n",
        {"column 1": [1, 2, 3], "column 2": [2.5, 3.5, 4.5]},
    ),
    "German Excel": (
        "Datum;Umsatz;Kunde\r\n01.02.2020;1.234,50 €;Müller\r\n02.02.2020;-12,00 €;Jäger\r\n".encode("cp1252"),
        {"Datum": ["2020-02-01", "2020-02-02"], "Umsatz": [1234.5, -12], "Kunde": ["Müller", "Jäger"]},
    ),
    "French Excel": (
        "Mois;Ventes\r\njanvier 2020;1\u202f234,50 €\r\nfévrier 2020;12,00 €\r\n",
        {"Mois": ["2020-01-01", "2020-02-01"], "Ventes": [1234.5, 12]},
    ),
    "Swiss Excel": (
        "Monat;Betrag\r\n01.01.2020;CHF 1'200.50\r\n01.02.2020;CHF 80.00\r\n",
        {"Monat": ["2020-01-01", "2020-02-01"], "Betrag": [1200.5, 80]},
    ),
    "SAP": (
        "Konto;Betrag\r\n1000;1.234,50-\r\n1001;12,00\r\n1002;999,99-\r\n",
        {"Konto": [1000, 1001, 1002], "Betrag": [-1234.5, 12, -999.99]},
    ),
    "Google Sheets": (
        "Timestamp,Height (cm),Weight (kg)\r\n1/13/2024 9:15:02,170,65.5\r\n1/13/2024 9:20:00,182,80\r\n",
        {
            "Timestamp": ["2024-01-13T09:15:02", "2024-01-13T09:20:00"],
            "Height (cm)": [170, 182],
            "Weight (kg)": [65.5, 80],
        },
    ),
    "Excel with empty columns and a title": (
        "Class 7b,,,,\r\n,,,,\r\nName,Height,Weight,,\r\nAnn,150,40.5,,\r\nBob,160,52,,\r\n,,,,\r\n",
        {"Name": ["Ann", "Bob"], "Height": [150, 160], "Weight": [40.5, 52]},
    ),
    "Kaggle with thousands": (
        'Rank,Country,Population\n1,China,"1,425,671,352"\n2,India,"1,428,627,663"\n3,Tuvalu,"11,396"\n',
        {"Rank": [1, 2, 3], "Country": ["China", "India", "Tuvalu"], "Population": [1425671352, 1428627663, 11396]},
    ),
    "Vernier": (
        "Vernier Format 2\nUntitled.cmbl 5/1/2020 10:00:00 .\nRun 1\nTime\tPosition\nt\tx\ns\tm\n\n"
        "0\t0.5\n0.1\t0.75\n0.2\t1.25\n",
        {"Time (t, s)": [0, 0.1, 0.2], "Position (x, m)": [0.5, 0.75, 1.25]},
    ),
    "Arduino": (
        "Booting...\nSensor ready.\nmillis,temp,hum\n0,21.5,40\n1000,21.6,41\n2000,21.7,41\n",
        {"millis": [0, 1000, 2000], "temp": [21.5, 21.6, 21.7], "hum": [40, 41, 41]},
    ),
    "oscilloscope": (
        "Record Length,2500\nSample Interval,4e-06\nTrigger Point,1250\nSource,CH1\nVertical Units,V\n\nTime,CH1\n"
        "-0.005,0.04\n-0.004,0.08\n-0.003,0.02\n-0.002,0.06\n-0.001,0.04\n0,0.02\n",
        {"Time": [-0.005, -0.004, -0.003, -0.002, -0.001, 0], "CH1": [0.04, 0.08, 0.02, 0.06, 0.04, 0.02]},
    ),
    "weather service": (
        "STATIONS_ID;MESS_DATUM;QN_3;  FX;eor\n 44;20200101;10;  9.5;eor\n 44;20200102;10;-999;eor\n",
        {
            "STATIONS_ID": [44, 44],
            "MESS_DATUM": [20200101, 20200102],
            "QN_3": [10, 10],
            "FX": [9.5, -999],
            "eor": ["eor", "eor"],
        },
    ),
    "statistics office": (
        "Tabelle: 12411-0001;;\nBevölkerung: Deutschland, Stichtag;;\n;;\nStichtag;Männer;Frauen\n"
        "31.12.2018;40966691;42052522\n"
        "31.12.2019;41037613;42129098\n__________\n© Statistisches Bundesamt, 2021\nStand: 05.01.2021 / 10:00:00\n",
        {"Stichtag": ["2018-12-31", "2019-12-31"], "Männer": [40966691, 41037613], "Frauen": [42052522, 42129098]},
    ),
    "a portal's counts": (
        'Area,"2019","2020"\nNorth,"1,250","1,300"\nSouth,980,"1,010"\nTotal,"2,230","2,310"\n\n'
        '"Notes: figures, as of June, are rounded"\n',
        {"Area": ["North", "South"], "2019": [1250, 980], "2020": [1300, 1010]},
    ),
    "Qualtrics": (
        "Duration,Q1,Q2\nDuration (in seconds),How old are you?,How tall are you?\n"
        '"{""ImportId"":""duration""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"\n310,25,180\n250,31,165\n',
        {
            'Duration (Duration (in seconds), {"ImportId":"duration"})': [310, 250],
            'Q1 (How old are you?, {"ImportId":"QID1"})': [25, 31],
            'Q2 (How tall are you?, {"ImportId":"QID2"})': [180, 165],
        },
    ),
    "Orange": (
        "age\tweight\tkind\ncontinuous\tcontinuous\tdiscrete\n\t\tclass\n5\t10.5\tcat\n7\t20.5\tdog\n",
        {"age (continuous)": [5, 7], "weight (continuous)": [10.5, 20.5], "kind (discrete, class)": ["cat", "dog"]},
    ),
    "a bank's statement": (
        '"Kontonummer:";"DE12 3456"\n"Von:";"01.01.2020"\n\n"Buchungstag";"Zweck";"Betrag (EUR)"\n'
        '"02.01.2020";"Miete; Januar";"-500,00"\n"03.01.2020";"Lohn";"2.000,00"\n',
        {"Buchungstag": ["2020-01-02", "2020-01-03"], "Zweck": ["Miete; Januar", "Lohn"], "Betrag (EUR)": [-500, 2000]},
    ),
    "airline passengers with a footer": (
        '"Month","International airline passengers: monthly totals in thousands. Jan 49 ? Dec 60"\n"1949-01",112\n'
        '"1949-02",118\n"1949-03",132\n\n'
        '"International airline passengers: monthly totals in thousands. Jan 49 ? Dec 60"\n',
        {
            "Month": ["1949-01-01", "1949-02-01", "1949-03-01"],
            "International airline passengers: monthly totals in thousands. Jan 49 ? Dec 60": [112, 118, 132],
        },
    ),
}
