"""Files that are no text tables, told by what they begin with, whatever they are called."""

import codecs
import re

from perceptron.words import DatasetError

_WORKBOOK = "This is an Excel workbook: save it as CSV first, then open the CSV."
_SHEET = "This is a LibreOffice workbook: save it as CSV first, then open the CSV."
_ARCHIVE = "This is a ZIP archive: unpack it first, then open the CSV inside."
_PACKED = "This is a compressed file: unpack it first, then open the CSV inside."
_PICTURE = "This is a picture: choose a CSV file with the numbers instead."
_PDF = "This is a PDF: a table can be read from a CSV only, so export the numbers as CSV."
_PAGE = "This is a web page or XML, not a table: download the data itself as CSV."
_JSON = "This is JSON: save the table as CSV first."


def _of(what: str) -> str:
    return f"This is {what}: save the table as CSV first."


# First bytes of files that people mistake for CSV, with what to say; long enough to be no name of a column.
_BEGINNINGS = (
    (b"\xd0\xcf\x11\xe0", _WORKBOOK),
    (b"\x09\x08\x10\x00\x00\x06\x05\x00", _WORKBOOK),
    (b"PK\x05\x06", _ARCHIVE),
    (b"%PDF-", _PDF),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF89a", _PICTURE),
    (b"GIF87a", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"\x1f\x8b", _PACKED),
    (b"BZh91AY&SY", _PACKED),
    (b"\xfd7zXZ", _PACKED),
    (b"7z\xbc\xaf", _PACKED),
    (b"\x28\xb5\x2f\xfd", _PACKED),
    (b"Rar!\x1a\x07", _PACKED),
    (b"PAR1\x15", "This is a Parquet file: save the table as CSV first."),
    (b"ARROW1\x00\x00", _of("an Arrow file")),
    (b"FEA1\x00\x00", _of("a Feather file")),
    (b"ORC\x08", _of("an ORC file")),
    (b"\x89HDF\r\n\x1a\n", _of("an HDF5 file")),
    (b"CDF\x01", _of("a NetCDF file")),
    (b"CDF\x02", _of("a NetCDF file")),
    (b"SQLite format 3\0", "This is a database: export one table of it as CSV first."),
    (b"\x93NUMPY", _of("a NumPy file")),
    (b"MATLAB 5.0 MAT-file", _of("a Matlab file")),
    (b"<stata_dta>", _of("a Stata file")),
    (b"$FL2@(#)", _of("an SPSS file")),
    (b"$FL3@(#)", _of("an SPSS file")),
    (bytes(12) + b"\xc2\xea\x81\x60", _of("a SAS file")),
    (b"RDX2\n", _of("an R file")),
    (b"RDX3\n", _of("an R file")),
    (b"RDA3\n", _of("an R file")),
    (b"X\n\x00\x00\x00\x02", _of("an R file")),
    (b"X\n\x00\x00\x00\x03", _of("an R file")),
    (b"{\\rtf", "This is a text document: save its table as CSV first."),
    (b"\x7fELF", "This is a program: choose a CSV file with the numbers instead."),
    (b"MZ\x90\x00", "This is a program: choose a CSV file with the numbers instead."),
)

_PICKLE = re.compile(rb"\x80[\x02-\x05](?:\x95|[\]}()cKX\x8c])")
_BITMAP = re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL)
_JSON_START = re.compile(r'\{\s*(?:"[^"\n]*"\s*:|\}|$)|\[\s*(?:[\[{]|"[^"\n]*"\s*[,\]]|[-\d.eE+]+(?:\s*,|\s*\]\s*$)|$)')
_MARKUP = re.compile(
    r"<(?:!doctype|!--|html|head|body|table|div|script|meta|\?xml|rss|kml|gpx|feed)\b|<!--|<\?xml", re.I
)
# So much of the beginning tells.
_OPENING = 4096


def refuse_other_files(data: bytes) -> None:
    """Raises DatasetError, naming what the file is and what to do, for the files people mistake for CSV."""
    if data.startswith(b"PK\x03\x04"):
        # A workbook is a ZIP; the names of its parts stand uncompressed.
        if b"opendocument.spreadsheet" in data[:_OPENING]:
            raise DatasetError(_SHEET)
        if b"xl/" in data or b"[Content_Types].xml" in data[:_OPENING]:
            raise DatasetError(_WORKBOOK)
        raise DatasetError(_ARCHIVE)
    for start, sentence in _BEGINNINGS:
        if data.startswith(start):
            raise DatasetError(sentence)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        raise DatasetError(_PICTURE)
    if _BITMAP.match(data):
        raise DatasetError(_PICTURE)
    if data[257:262] == b"ustar":
        raise DatasetError(_ARCHIVE.replace("a ZIP", "a tar"))
    if _PICKLE.match(data):
        raise DatasetError(_of("a Python pickle"))
    opening = _text(data[:_OPENING]).lstrip("\ufeff \t\r\n").lower()
    if opening.startswith("<svg"):
        raise DatasetError(_PICTURE)
    if _MARKUP.match(opening):
        raise DatasetError(_PAGE)
    if _JSON_START.match(opening):
        raise DatasetError(_JSON)
    if opening.startswith(("@relation", "%")) and "@attribute" in opening:
        raise DatasetError(
            "This is an ARFF file: keep only the lines below “@data”, with the names of the columns in a line above."
        )


def _text(opening: bytes) -> str:
    if opening.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return opening.decode("utf-16", errors="replace")
    return opening.decode("latin-1").replace("ï»¿", "").replace("\0", "")
