"""Tables as people bring them, made from a fixed seed: what they measure, in what units, and what is wrong with them.

Nothing here is tuned to what the page does with it. `TABLES` maps a name to the bytes of a CSV.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

Columns = dict[str, object]
Made = Callable[[np.random.Generator], Columns]

TABLES: dict[str, Callable[[], bytes]] = {}


def table(name: str, rows: int, **writing: str) -> Callable[[Callable[[np.random.Generator, int], Columns]], None]:
    """The function beneath makes the columns of a table of that name with so many rows."""

    def keep(made: Callable[[np.random.Generator, int], Columns]) -> None:
        def written() -> bytes:
            random = np.random.default_rng([rows, *name.encode()])
            return pd.DataFrame(made(random, rows)).to_csv(index=False, **writing).encode()

        TABLES[name] = written

    return keep


# One x, one y, over the scales that units bring along

for x_scale, y_scale, rows in [
    (1e-6, 1.0, 40),
    (1e-3, 1e6, 25),
    (1.0, 1e-6, 60),
    (1.0, 1e9, 30),
    (1e3, 1e-3, 200),
    (1e6, 1.0, 15),
    (1e9, 1e9, 100),
    (1e-6, 1e9, 10),
    (1e9, 1e-6, 1000),
]:

    @table(f"units {x_scale:g} and {y_scale:g}", rows)
    def units(random: np.random.Generator, rows: int, x_scale: float = x_scale, y_scale: float = y_scale) -> Columns:
        x = random.uniform(0, 10, rows)
        y = 3 * x - 5 + random.normal(0, 2, rows)
        return {"reading": (x * x_scale).round(12), "response value": (y * y_scale).round(12)}


# Years and other moments


@table("temperature by year", 140)
def _(random: np.random.Generator, rows: int) -> Columns:
    year = np.arange(1880, 1880 + rows)
    return {"year": year, "anomaly": (0.008 * (year - 1950) + random.normal(0, 0.1, rows)).round(2)}


@table("population by year", 60)
def _(random: np.random.Generator, rows: int) -> Columns:
    year = np.arange(1960, 1960 + rows)
    return {"Year": year, "Population": (3.0e9 * 1.016 ** (year - 1960)).astype(int)}


@table("few years", 10)
def _(random: np.random.Generator, rows: int) -> Columns:
    year = np.arange(2013, 2013 + rows)
    return {"year": year, "members": 1200 - 37 * (year - 2013) + random.integers(-20, 20, rows)}


@table("years and months", 120)
def _(random: np.random.Generator, rows: int) -> Columns:
    month = np.arange(rows)
    passengers = 110 + 2.6 * month + 30 * np.sin(month / 12 * 2 * np.pi) + random.normal(0, 10, rows)
    return {"year": 1949 + month // 12, "month": month % 12 + 1, "passengers": passengers.round()}


@table("unix seconds", 500)
def _(random: np.random.Generator, rows: int) -> Columns:
    seconds = 1_700_000_000 + 60 * np.arange(rows)
    return {"timestamp": seconds, "load": (40 + 0.01 * np.arange(rows) + random.normal(0, 3, rows)).round(2)}


@table("unix milliseconds", 50)
def _(random: np.random.Generator, rows: int) -> Columns:
    milliseconds = 1_700_000_000_000 + 250 * np.arange(rows) + random.integers(0, 9, rows)
    return {"ts_ms": milliseconds, "volts": (3.3 - 0.002 * np.arange(rows) + random.normal(0, 0.01, rows)).round(4)}


@table("clock of one minute", 50)
def _(random: np.random.Generator, rows: int) -> Columns:
    step = np.arange(rows)
    return {"measurement": (2.0 * step + random.normal(0, 1, rows)).round(2), "clock": 1_700_000_000 + 60 * step}


@table("daily dates", 365)
def _(random: np.random.Generator, rows: int) -> Columns:
    days = pd.date_range("2023-01-01", periods=rows).strftime("%Y-%m-%d")
    return {"date": days, "visitors": (200 + 0.5 * np.arange(rows) + random.normal(0, 40, rows)).round()}


@table("dates with points", 90, sep=";", decimal=",")
def _(random: np.random.Generator, rows: int) -> Columns:
    days = pd.date_range("2022-05-20", periods=rows).strftime("%d.%m.%Y")
    return {"Datum": days, "Verbrauch kWh": (12.5 - 0.03 * np.arange(rows) + random.normal(0, 1, rows)).round(2)}


@table("share prices", 1250)
def _(random: np.random.Generator, rows: int) -> Columns:
    close = 100 * np.exp(np.cumsum(random.normal(0.0003, 0.012, rows)))
    open_ = close * (1 + random.normal(0, 0.004, rows))
    return {
        "Date": pd.bdate_range("2019-01-02", periods=rows).strftime("%Y-%m-%d"),
        "Open": open_.round(2),
        "High": (np.maximum(open_, close) * 1.005).round(2),
        "Low": (np.minimum(open_, close) * 0.995).round(2),
        "Close": close.round(2),
        "Volume": random.integers(1_000_000, 90_000_000, rows),
    }


# Prices, shares, and what stands beside them


@table("houses", 545)
def _(random: np.random.Generator, rows: int) -> Columns:
    area, rooms = random.integers(1650, 16200, rows), random.integers(1, 7, rows)
    price = 400 * area + 900_000 * rooms + random.normal(0, 900_000, rows)
    return {
        "Id": np.arange(1, rows + 1),
        "zip": random.integers(10_000, 99_999, rows),
        "area": area,
        "bedrooms": rooms,
        "price": price.round(-3),
    }


@table("price first", 300)
def _(random: np.random.Generator, rows: int) -> Columns:
    age, distance = random.integers(1, 20, rows), random.integers(5_000, 250_000, rows)
    price = 30_000 - 900 * age - 0.05 * distance + random.normal(0, 1500, rows)
    return {"price": price.round(), "age": age, "mileage": distance, "doors": random.choice([3, 5], rows)}


@table("diamonds", 5000)
def _(random: np.random.Generator, rows: int) -> Columns:
    carat = random.lognormal(-0.4, 0.5, rows)
    side = 6.5 * carat ** (1 / 3)
    return {
        "carat": carat.round(2),
        "cut": random.choice(["Fair", "Good", "Ideal", "Premium"], rows),
        "depth": random.normal(61.7, 1.4, rows).round(1),
        "x": side.round(2),
        "y": (side * 1.002).round(2),
        "z": (side * 0.62).round(2),
        "price": (4000 * carat**1.6 * random.lognormal(0, 0.2, rows)).round(),
    }


@table("rent with euros", 80)
def _(random: np.random.Generator, rows: int) -> Columns:
    size = random.integers(20, 140, rows)
    rent = 200 + 9 * size + random.normal(0, 60, rows)
    return {"size": size, "rent": [f"€{value:.0f}" for value in rent]}


@table("shares of voters", 50)
def _(random: np.random.Generator, rows: int) -> Columns:
    share = random.uniform(5, 60, rows)
    turnout = 80 - 0.3 * share + random.normal(0, 4, rows)
    return {"unemployed": [f"{value:.1f}%" for value in share], "turnout": [f"{value:.1f}%" for value in turnout]}


@table("rates below one", 200)
def _(random: np.random.Generator, rows: int) -> Columns:
    click = random.beta(2, 40, rows)
    return {"click_rate": click.round(5), "conversion": (click * 0.08 + random.normal(0, 2e-4, rows)).round(7)}


@table("salaries", 30)
def _(random: np.random.Generator, rows: int) -> Columns:
    years = random.uniform(1, 11, rows).round(1)
    return {"YearsExperience": years, "Salary": (25_800 + 9450 * years + random.normal(0, 5600, rows)).round()}


@table("insurance", 1338)
def _(random: np.random.Generator, rows: int) -> Columns:
    age, bmi, smoker = random.integers(18, 65, rows), random.normal(30, 6, rows), random.random(rows) < 0.2
    charges = 250 * age + 300 * bmi + 24_000 * smoker - 11_000 + random.normal(0, 6000, rows)
    return {
        "age": age,
        "sex": random.choice(["female", "male"], rows),
        "bmi": bmi.round(2),
        "children": random.integers(0, 6, rows),
        "smoker": np.where(smoker, "yes", "no"),
        "charges": charges.round(4),
    }


# What names or counts rows


@table("index without a name", 150)
def _(random: np.random.Generator, rows: int) -> Columns:
    size = random.normal(5.8, 0.8, rows)
    return {"": np.arange(rows), "length": size.round(1), "width": (0.4 * size + random.normal(0, 0.2, rows)).round(1)}


@table("index alone", 40)
def _(random: np.random.Generator, rows: int) -> Columns:
    return {"n": np.arange(1, rows + 1), "primes below": np.cumsum(random.random(rows) < 0.3)}


@table("phones", 60)
def _(random: np.random.Generator, rows: int) -> Columns:
    calls = random.integers(1, 50, rows)
    return {
        "phone": random.integers(1_000_000_000, 9_999_999_999, rows),
        "calls": calls,
        "minutes": (calls * 3.5 + random.normal(0, 9, rows)).round(1),
    }


@table("long account numbers", 100)
def _(random: np.random.Generator, rows: int) -> Columns:
    balance = random.lognormal(8, 1, rows)
    return {
        "account": random.integers(10**11, 10**12, rows),
        "balance": balance.round(2),
        "interest": (balance * 0.015 + random.normal(0, 5, rows)).round(2),
    }


@table("number that names", 40)
def _(random: np.random.Generator, rows: int) -> Columns:
    return {
        "customer_number": random.permutation(rows) + 4000,
        "visits": (visits := random.integers(1, 30, rows)),
        "spent": (visits * 12.5 + random.normal(0, 30, rows)).round(2),
    }


@table("target first", 50)
def _(random: np.random.Generator, rows: int) -> Columns:
    x = random.uniform(-3, 3, rows)
    return {"y": (4 - 2 * x + random.normal(0, 0.5, rows)).round(3), "x": x.round(3)}


# Holes, words, and columns that say nothing


@table("holes here and there", 120)
def _(random: np.random.Generator, rows: int) -> Columns:
    x = random.normal(50, 10, (rows, 2))
    y = x @ [1.5, -0.7] + random.normal(0, 4, rows)
    x[random.random((rows, 2)) < 0.15] = np.nan
    return {"a": x[:, 0].round(2), "b": x[:, 1].round(2), "y": y.round(2)}


@table("one column nearly empty", 90)
def _(random: np.random.Generator, rows: int) -> Columns:
    x = random.uniform(10, 20, rows)
    comment = np.where(np.arange(rows) % 40 == 3, 7.0, np.nan)
    return {"dose": x.round(2), "effect": (x * x / 9).round(2), "remark": comment}


@table("holes as words", 70)
def _(random: np.random.Generator, rows: int) -> Columns:
    x = random.integers(100, 900, rows).astype(float)
    y = [f"{value:.1f}" for value in 0.02 * x + random.normal(0, 1, rows)]
    return {"depth": np.where(random.random(rows) < 0.1, "NA", x.astype(int).astype(str)), "salinity": y}


@table("columns without an overlap", 30)
def _(random: np.random.Generator, rows: int) -> Columns:
    odd = np.arange(rows) % 2 == 1
    x = random.normal(0, 1, rows)
    return {
        "before": np.where(odd, x, np.nan),
        "after": np.where(odd, np.nan, x),
        "always": (2 * x + random.normal(0, 0.1, rows)).round(4),
    }


@table("words and one number", 48)
def _(random: np.random.Generator, rows: int) -> Columns:
    feed = random.choice(["casein", "linseed", "soybean", "meat"], rows)
    weight = np.array([{"casein": 320, "linseed": 220, "soybean": 250, "meat": 280}[word] for word in feed])
    return {"feed": feed, "weight": weight + random.integers(-40, 40, rows)}


@table("names and measures", 25)
def _(random: np.random.Generator, rows: int) -> Columns:
    height = random.normal(170, 10, rows)
    return {
        "name": [f"Person {index}" for index in range(rows)],
        "height": height.round(1),
        "weight": (height * 0.9 - 85 + random.normal(0, 6, rows)).round(1),
    }


@table("a constant column", 64)
def _(random: np.random.Generator, rows: int) -> Columns:
    speed = random.uniform(4, 25, rows)
    return {"speed": speed.round(1), "version": np.full(rows, 3), "dist": (speed * 3.9 - 17).round(), "ok": 1}


@table("yes and no", 400)
def _(random: np.random.Generator, rows: int) -> Columns:
    age = random.integers(1, 80, rows)
    fare = random.lognormal(3, 1, rows)
    survived = (random.random(rows) < 1 / (1 + np.exp(age / 30 - fare / 40))).astype(int)
    return {"PassengerId": np.arange(1, rows + 1), "Survived": survived, "Age": age, "Fare": fare.round(4)}


@table("classes as numbers", 150)
def _(random: np.random.Generator, rows: int) -> Columns:
    species = np.repeat([0, 1, 2], rows // 3)
    petal = 1.5 + 2 * species + random.normal(0, 0.3, rows)
    return {"petal_length": petal.round(1), "petal_width": (petal * 0.4 - 0.3).round(1), "species": species}


@table("ratings", 800)
def _(random: np.random.Generator, rows: int) -> Columns:
    stars = random.integers(1, 6, rows)
    return {"month": random.integers(1, 13, rows), "stars": stars, "sales": stars * 12 + random.poisson(20, rows)}


# Columns that hang together


@table("nearly the same twice", 100)
def _(random: np.random.Generator, rows: int) -> Columns:
    x = random.normal(20, 5, rows)
    return {
        "celsius": x.round(3),
        "fahrenheit": (x * 1.8 + 32).round(3),
        "y": (3 * x + random.normal(0, 2, rows)).round(2),
    }


@table("parts and their sum", 60)
def _(random: np.random.Generator, rows: int) -> Columns:
    a, b = random.integers(1, 100, (2, rows))
    return {"a": a, "b": b, "total": a + b, "fee": (0.1 * a + 0.2 * b + random.normal(0, 0.5, rows)).round(2)}


@table("powers of x", 80)
def _(random: np.random.Generator, rows: int) -> Columns:
    x = np.linspace(0.1, 5, rows)
    return {"x": x.round(3), "x2": (x**2).round(6), "x3": (x**3).round(6), "y": (x**3 - 4 * x**2 + 7).round(5)}


@table("economy", 16)
def _(random: np.random.Generator, rows: int) -> Columns:
    year = np.arange(1947, 1947 + rows)
    growth = np.arange(rows) / rows
    return {
        "deflator": (83 + 34 * growth + random.normal(0, 0.6, rows)).round(1),
        "product": (234_289 + 320_000 * growth + random.normal(0, 5000, rows)).round(),
        "year": year,
        "employed": (60_323 + 10_000 * growth + random.normal(0, 400, rows)).round(),
    }


# Far from a line


@table("one wild value", 50)
def _(random: np.random.Generator, rows: int) -> Columns:
    x = random.uniform(0, 100, rows)
    y = 2 * x + random.normal(0, 5, rows)
    y[17] = 99_999
    return {"x": x.round(1), "y": y.round(1)}


@table("long tails", 2000)
def _(random: np.random.Generator, rows: int) -> Columns:
    followers = random.pareto(1.2, rows) * 100
    return {"followers": followers.round(), "likes": (followers * random.lognormal(-3, 1, rows)).round()}


@table("x far out once", 40)
def _(random: np.random.Generator, rows: int) -> Columns:
    x = random.uniform(0, 1, rows)
    x[-1] = 5000
    return {"x": x.round(4), "y": (0.5 * x + random.normal(0, 0.1, rows)).round(4)}


@table("parabola", 41)
def _(random: np.random.Generator, rows: int) -> Columns:
    x = np.linspace(-10, 10, rows)
    return {"x": x, "y": x**2}


@table("growth", 35)
def _(random: np.random.Generator, rows: int) -> Columns:
    day = np.arange(rows)
    return {"day": day, "cases": (3 * 1.3**day).round()}


@table("wave", 300)
def _(random: np.random.Generator, rows: int) -> Columns:
    t = np.linspace(0, 20, rows)
    return {"t": t.round(4), "signal": (np.sin(t) + random.normal(0, 0.1, rows)).round(4)}


@table("saturation", 100)
def _(random: np.random.Generator, rows: int) -> Columns:
    dose = random.uniform(0.01, 50, rows)
    return {"concentration": dose.round(3), "velocity": (200 * dose / (6 + dose) + random.normal(0, 5, rows)).round(2)}


@table("a bend at zero", 60)
def _(random: np.random.Generator, rows: int) -> Columns:
    x = random.uniform(-5, 5, rows)
    return {"excess": x.round(2), "tax": (0.3 * np.maximum(x, 0)).round(3)}


@table("noise", 100)
def _(random: np.random.Generator, rows: int) -> Columns:
    return {"a": random.normal(size=rows).round(4), "b": random.normal(size=rows).round(4)}


@table("noise far from zero", 250)
def _(random: np.random.Generator, rows: int) -> Columns:
    return {"pressure": random.normal(101_325, 300, rows).round(), "humidity": random.normal(55, 9, rows).round(1)}


@table("falling", 45)
def _(random: np.random.Generator, rows: int) -> Columns:
    x = random.uniform(0, 4500, rows)
    return {"altitude": x.round(), "temperature": (15 - 0.0065 * x + random.normal(0, 1, rows)).round(1)}


@table("a large offset", 80)
def _(random: np.random.Generator, rows: int) -> Columns:
    x = random.uniform(0, 10, rows)
    return {"load": x.round(2), "frequency": (50_000_000 + 4000 * x + random.normal(0, 900, rows)).round()}


# Many columns


@table("six columns of many units", 400)
def _(random: np.random.Generator, rows: int) -> Columns:
    z = random.normal(size=(rows, 5))
    scales, middles = np.array([1e-3, 1, 40, 5e3, 1e6]), np.array([0.01, 10, 200, 1e4, 3e6])
    y = z @ [3.0, -1, 2, 0.5, 1] + random.normal(0, 1, rows)
    return {f"c{place}": column for place, column in enumerate((z * scales + middles).T)} | {"y": y}


@table("eleven columns", 1599, sep=";")
def _(random: np.random.Generator, rows: int) -> Columns:
    z = random.normal(size=(rows, 11)) * np.linspace(0.05, 30, 11) + np.linspace(0.3, 60, 11)
    quality = np.clip((5.6 + (z[:, -1] - 60) / 60 + random.normal(0, 0.6, rows)).round(), 3, 8)
    return {f"property {place}": column.round(4) for place, column in enumerate(z.T)} | {"quality": quality}


@table("thirteen columns with holes", 506)
def _(random: np.random.Generator, rows: int) -> Columns:
    common = random.normal(size=(rows, 1))
    z = common + 0.5 * random.normal(size=(rows, 13))
    price = 22 + 6 * common[:, 0] + random.normal(0, 4, rows)
    z[random.random(z.shape) < 0.03] = np.nan
    return {f"v{place}": column.round(3) for place, column in enumerate(z.T)} | {"MEDV": price.round(1)}


@table("twenty columns", 5000)
def _(random: np.random.Generator, rows: int) -> Columns:
    z = random.normal(size=(rows, 19))
    y = z @ random.normal(size=19) + random.normal(0, 1, rows)
    return {f"sensor_{place}": column.round(4) for place, column in enumerate(z.T)} | {"output": y.round(4)}
