"""How numbers are written: signs, units, currencies, groups, powers of ten, flags, and holes of every trade."""

from tests.odd_files.case import Case, Cell


def column(*cells: str, numbers: list[Cell]) -> Case:
    """A column x of those cells beside a counted column n, with a bar between them."""
    lines = "".join(f"{n}|{cell}\n" for n, cell in enumerate(cells, start=1))
    return f"n|x\n{lines}", {"n": list(range(1, len(cells) + 1)), "x": numbers}


NUMBERS: dict[str, Case] = {
    "an en dash for a minus": column("–5", "3.5", "– 2", numbers=[-5, 3.5, -2]),
    "a minus at the end": column("1.234,50-", "12,00", "7,25-", numbers=[-1234.5, 12, -7.25]),
    "a minus at the end, with points": column("1,234.50-", "12.00", "7.25-", numbers=[-1234.5, 12, -7.25]),
    "hyphens that look like a minus": column("‐5", "‒6", "－7", "8", numbers=[-5, -6, -7, 8]),
    "a full price in Switzerland": column("12.–", "13.50", "5.--", numbers=[12, 13.5, 5]),
    "euros behind": column("3,50 EUR", "12,00 EUR", "1.200,00 EUR", numbers=[3.5, 12, 1200]),
    "euros before": column("EUR 3.50", "EUR 12.00", "EUR 1,200.00", numbers=[3.5, 12, 1200]),
    "francs": column("CHF 1'200.50", "CHF 12.00", "CHF 999.95", numbers=[1200.5, 12, 999.95]),
    "francs with a typesetter's apostrophe": column("1’200.50", "12’345’678.00", "5", numbers=[1200.5, 12345678, 5]),
    "crowns": column("1 200 kr", "350 kr", "12,50 kr", numbers=[1200, 350, 12.5]),
    "rupees": column("₹1,23,456", "₹12,34,567.50", "₹500", numbers=[123456, 1234567.5, 500]),
    "rupees in letters": column("Rs. 1,500", "Rs. 12,000.50", "Rs. 90", numbers=[1500, 12000.5, 90]),
    "reals": column("R$ 1.234,50", "R$ 12,00", "R$ 0,99", numbers=[1234.5, 12, 0.99]),
    "Indian groups": column("1,23,456", "12,345", "98,76,543.5", numbers=[123456, 12345, 9876543.5]),
    "dollars in brackets": column("$(50.00)", "$100.00", "($25.00)", "$1,000.00", numbers=[-50, 100, -25, 1000]),
    "brackets": column("(50.00)", "100.00", "(1,250.50)", numbers=[-50, 100, -1250.5]),
    "kilograms": column("5 kg", "7.5 kg", "12 kg", numbers=[5, 7.5, 12]),
    "kilograms without a space": column("5kg", "7,5kg", "12kg", numbers=[5, 7.5, 12]),
    "degrees": column("20.5 °C", "-3.0 °C", "0 °C", "18 °C", numbers=[20.5, -3, 0, 18]),
    "a sloped unit": column("10 m/s", "12.5 m/s", "9 m/s", numbers=[10, 12.5, 9]),
    "a raised unit": column("3 m²", "4.5 m²", "5 m²", numbers=[3, 4.5, 5]),
    "micrograms in air": column("3 µg/m³", "4.5 µg/m³", "0 µg/m³", numbers=[3, 4.5, 0]),
    "per mille": column("3‰", "4.5‰", "5‰", numbers=[3, 4.5, 5]),
    "zero without its unit": column("0", "4.5 mm", "5 mm", numbers=[0, 4.5, 5]),
    "kilograms and pounds stay text": column(
        "5 kg", "7 lb", "12 kg", "9 lb", numbers=["5 kg", "7 lb", "12 kg", "9 lb"]
    ),
    "one other unit costs its row": column(*["5 kg"] * 19, "7 lb", numbers=[*[5.0] * 19, "7 lb"]),
    "one unit among plain numbers costs its row": column("5", "6", "7 kg", "8", numbers=[5, 6, "7 kg", 8]),
    "times ten to the power": column("1.5×10^3", "2.5×10^-2", "7", numbers=[1500, 0.025, 7]),
    "times ten with an x": column("1.5x10^3", "2 x 10^4", "7.25", numbers=[1500, 20000, 7.25]),
    "times ten, raised, decimal commas": column("1,5·10³", "2,5·10⁻²", "7,5", numbers=[1500, 0.025, 7.5]),
    "times ten with a star": column("1.5*10^3", "2.5*10**2", "3e1", numbers=[1500, 250, 30]),
    "Fortran's powers of ten": column("0.15D+04", "0.25D-01", "-0.7D+01", numbers=[1500, 0.025, -7]),
    "narrow spaces between thousands": column(
        "1\u202f234,5", "12\u202f345\u202f678", "5", numbers=[1234.5, 12345678, 5]
    ),
    "thin spaces between thousands": column("1\u2009234.5", "12\u2009345", "5", numbers=[1234.5, 12345, 5]),
    "a comma between thousands in quotes": (
        'price,area\n"221,900.00","1,180"\n"538,000.00","2,570"\n"1,225,000.00",770\n',
        {"price": [221900, 538000, 1225000], "area": [1180, 2570, 770]},
    ),
    "flags behind numbers": column("12.3 p", "12.5", "12.7", "13.1 e", numbers=[12.3, 12.5, 12.7, 13.1]),
    "stars behind numbers": column("12.3*", "12.5", "12.7", "13.1**", numbers=[12.3, 12.5, 12.7, 13.1]),
    "points for holes": column("1.5", ".", "2.5", ".", numbers=[1.5, None, 2.5, None]),
    "two points for holes": column("1.5", "..", "2.5", numbers=[1.5, None, 2.5]),
    "colons for holes": column("1.5", ":", "2.5", ": u", numbers=[1.5, None, 2.5, None]),
    "a spreadsheet's errors are holes": column(
        "1.5", "#DIV/0!", "2.5", "#VALUE!", "#REF!", numbers=[1.5, None, 2.5, None, None]
    ),
    "n.a. and its kin are holes": column(
        "1.5", "n.a.", "2.5", "N.A.", "n.d.", "--", numbers=[1.5, None, 2.5, None, None, None]
    ),
    "-999 is a number": column("1.5", "-999", "2.5", numbers=[1.5, -999, 2.5]),
    "one word among numbers": column("1.5", "2.5", "broken", "4.5", numbers=[1.5, 2.5, "broken", 4.5]),
    "below the limit of detection": column("1.5", "<0.5", "2.5", "3.5", numbers=[1.5, "<0.5", 2.5, 3.5]),
    "numbers that are equal but for rounding": (
        "x,y\n0.1,0.30000000000000004\n0.1,0.3\n0.1,0.30000000000000004\n",
        {"x": [0.1, 0.1, 0.1], "y": [0.30000000000000004, 0.3, 0.30000000000000004]},
    ),
    "identifiers of 17 digits": (
        "id,y\n12345678901234567,1\n12345678901234568,2\n98765432109876543,3\n",
        {"id": [12345678901234567.0, 12345678901234568.0, 98765432109876543.0], "y": [1, 2, 3]},
    ),
    "as large as numbers get": ("x,y\n1e308,1\n-1e308,2\n", {"x": [1e308, -1e308], "y": [1, 2]}),
    "one filled cell": ("x,y,corr\n1,2,\n2,3,\n3,6,0.5\n", {"x": [1, 2, 3], "y": [2, 3, 6], "corr": [None, None, 0.5]}),
    "groups of years are words": column(
        "12years",
        "<9years",
        "12years",
        "13-15years",
        "12years",
        "12years",
        numbers=["12years", "<9years", "12years", "13-15years", "12years", "12years"],
    ),
    "ordinals are words": column("1st", "2nd", "3rd", numbers=["1st", "2nd", "3rd"]),
    "house numbers are words": column(
        "12 Main St", "7 High St", "3 Main St", numbers=["12 Main St", "7 High St", "3 Main St"]
    ),
}
