"""What no widget, link, file or component of ours would say, made at random: values, texts, and how they are spoilt."""

import json
import zlib
from base64 import urlsafe_b64encode
from random import Random
from typing import Any

HUGE = 10**400
NUMBERS = ["0", "-0", "1", "-1", "1.5", "1e400", "-1e400", "1e-400", "NaN", "inf", "-inf", "Infinity", "0x10", "1_000"]
NUMBERS += ["١٢", "1,5", "9" * 30, "9" * 400, "1e308", "2147483648", "9223372036854775808", "1000001", "1e", "--1", "+"]
# Texts that want to be something else: HTML, Markdown, a link, a formula, a path, a command, code.
TEXTS = [
    "",
    " ",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "![x](http://127.0.0.1:9/x.png)",
    "[x](javascript:alert(1))",
    "http://127.0.0.1:9/",
    "$\\frac{1}{0}$",
    "$$\\href{javascript:alert(1)}{x}$$",
    ":red[x] :material/delete: `code` **b** ~~s~~ # h",
    "| a | b |\n|---|---|",
    "../../../etc/passwd",
    "/etc/passwd\0.csv",
    "C:\\Windows\\system.ini",
    "=cmd|' /C calc'!A0",
    "{{7*7}} ${7*7} #{7*7} %(x)s {x}",
    "'; DROP TABLE runs; --",
    "__proto__",
    "constructor",
    "__class__.__mro__[1].__subclasses__()",
    "\u202egnp.exe",
    "a\u0300\u0301\u0302" * 30,
    "\u200b\ufeff\u2028",
    "😀" * 50,
    "\x00\x01\x1b[31m",
    "datum['x']",
    "x" * 5000,
    "a,b;c\td|e",
]


def text(random: Random) -> str:
    """A text that a person would not have typed there."""
    kind = random.random()
    if kind < 0.45:
        return random.choice(TEXTS)
    if kind < 0.7:
        return random.choice(NUMBERS)
    if kind < 0.9:
        return "".join(chr(random.choice([random.randrange(32, 127), random.randrange(0xD7FF)])) for _ in range(9))
    return spoilt(random, random.choice(TEXTS + NUMBERS).encode()).decode("utf-8", "replace")


def value(random: Random, depth: int = 0) -> Any:
    """A value that JSON can carry, as Python's reading of JSON has it: infinite numbers and very long ones too."""
    kind = random.randrange(9 if depth < 3 else 6)
    if kind == 0:
        return random.choice([None, True, False])
    if kind == 1:
        return random.choice([0, 1, -1, 7, 10**6, 2**31, 2**53, 2**63, -(2**63), HUGE, -HUGE])
    if kind == 2:
        return random.choice([0.0, -0.0, 0.5, 1e-300, 1e15, 1e16, 1e308, -1e308, float("inf"), float("nan")])
    if kind in (3, 4):
        return random.uniform(-3, 12)
    if kind == 5:
        # Half of a pair of UTF-16 is no character, but JSON can say it.
        return random.choice([text(random), "\ud800", "x" * 100_000])
    if kind == 6:
        return [value(random, depth + 1) for _ in range(random.randrange(4))]
    if kind == 7:
        return [[value(random, 3) for _ in range(2)] for _ in range(random.randrange(5))]
    return {random.choice(["id", "row", "x", "value", text(random)]): value(random, depth + 1) for _ in range(3)}


def like(random: Random, message: Any) -> Any:
    """That message, with nonsense here and there in it."""
    if random.random() < 0.15:
        return value(random)
    if isinstance(message, dict):
        kept = {name: like(random, each) for name, each in message.items() if random.random() > 0.06}
        return kept | ({text(random): value(random)} if random.random() < 0.1 else {})
    if isinstance(message, list):
        return [like(random, each) for each in message]
    if isinstance(message, str) and random.random() < 0.3:
        return text(random)
    if isinstance(message, int | float) and abs(message) < 2**53 and random.random() < 0.3:
        return random.choice([-message, message + 0.5, message * 1e300, str(message), value(random, 3)])
    return message


def spoilt(random: Random, content: bytes) -> bytes:
    """Those bytes with some flipped, cut out, put in, doubled, or all of the rest missing."""
    for _ in range(random.randrange(1, 5)):
        place, length = random.randrange(len(content) + 1), random.randrange(1, 40)
        before, after = content[:place], content[place:]
        content = random.choice(
            [
                before + random.randbytes(length) + after,
                before + after[length:],
                before + content[place : place + length] * 3 + after,
                before,
                before + random.choice([b"\0", b"\n", b'"', b",", b";", b"\xff\xfe", b"\xed\xa0\x80", b"\r"]) + after,
            ]
        )
    return content


def sealed(inside: bytes, version: str = "1") -> str:
    """Anything as a text in a link, compressed and with the right checksum, as anybody could forge it."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = deflate.compress(inside) + deflate.flush()
    return f"{version}." + urlsafe_b64encode(zlib.crc32(packed).to_bytes(4, "big") + packed).rstrip(b"=").decode()


def table(random: Random) -> str:
    """A table for a link, or what is nearly one."""
    columns, rows = random.randrange(1, 5), random.choice([0, 1, 2, 3, 9, 60])
    names = [random.choice([f"x{place}", text(random)]) for place in range(columns)]
    cells = [
        [random.choice([random.uniform(-9, 9), random.choice([0.0, 1e15, 1e308])]) for _ in range(rows)] for _ in names
    ]
    inside: Any = [names, *cells]
    if random.random() < 0.4:
        inside = like(random, inside)
    return _sealed(random, json.dumps(inside).encode())


def pins(random: Random) -> str:
    """Pinned runs for a link, or what is nearly that."""
    return _sealed(random, json.dumps(like(random, [pinned(random), [table(random)]])).encode())


def pinned(random: Random) -> list[Any]:
    """Some pinned runs as they travel."""
    settings = {name: text(random) for name in random.sample(["epochs", "seed", "learning_rate", "x"], 2)}
    known: dict[str, str] = {"gradients": "by_hand", "epochs": str(random.randrange(1, 99))}
    data = [None, "Article", "Ice cream", "no such data", 0, 1, -1]
    return [
        [random.choice(["mine", text(random)]), place, random.choice([known, known, settings]), 0, random.choice(data)]
        for place in range(1, random.randrange(2, 6))
    ]


def _sealed(random: Random, inside: bytes) -> str:
    if random.random() < 0.05:
        # Small in the link, and megabytes when unpacked.
        inside = b"[" + b"0," * 3_000_000 + b"0]"
    if random.random() < 0.1:
        inside = spoilt(random, inside)
    link = sealed(inside, random.choice(["1", "1", "1", "1", "2", "x", ""]))
    return spoilt(random, link.encode()).decode("utf-8", "replace") if random.random() < 0.2 else link
