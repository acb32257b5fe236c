"""What is no table, or not one that can be read: a piece of the sentence that says what to do."""

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
NUMPY = b"\x93NUMPY\x01\x00v\x00{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }\n" + bytes(16)

REFUSED: dict[str, tuple[str | bytes, str]] = {
    "JSON": ('{"x": [1, 2], "y": [3, 4]}', "This is JSON: "),
    "JSON of lists": ("[[1, 2], [3, 4]]", "This is JSON: "),
    "JSON behind a mark and blank lines": (b'\xef\xbb\xbf\n\n  [\n  {\n    "x": 1\n  }\n]\n', "This is JSON: "),
    "JSON in UTF-16": ('\ufeff{"x": 1, "y": 2}'.encode("utf-16-le"), "This is JSON: "),
    "JSON lines": ('{"x": 1, "y": 2}\n{"x": 3, "y": 4}\n', "This is JSON: "),
    "a deep list": ("[" * 60_000, "This is JSON: "),
    "a web page": (
        "<!DOCTYPE html>\n<html><body><table><tr><td>1</td></tr></table></body></html>",
        "This is a web page",
    ),
    "a page that calls itself a spreadsheet": ("\r\n<table border=1><tr><th>x</th></tr></table>", "This is a web page"),
    "a page that begins with a comment": ("<!-- saved from url -->\n<HTML><head>", "This is a web page"),
    "XML": ('<?xml version="1.0"?>\n<rows><row x="1"/></rows>', "XML"),
    "XML behind a mark": (b'\xef\xbb\xbf<?xml version="1.0"?><a/>', "XML"),
    "a drawing": ('<svg xmlns="http://www.w3.org/2000/svg"></svg>', "This is a picture"),
    "an Excel workbook": (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00[Content_Types].xml \xa2", "save it as CSV"),
    "an Excel workbook whose parts come in another order": (
        b"PK\x03\x04\x14\x00\x08\x00\x08\x00"
        + bytes(16)
        + b"docProps/app.xml"
        + bytes(5000)
        + b"PK\x01\x02xl/workbook.xml",
        "This is an Excel workbook: save it as CSV",
    ),
    "an old Excel workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504),
        "This is an Excel workbook: save it as CSV",
    ),
    "a LibreOffice table": (
        b"PK\x03\x04\x14\x00\x00\x08\x00\x00" + bytes(16) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
        "workbook: save it as CSV",
    ),
    "a zip": (b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(16) + b"data.csv", "unpack it first"),
    "an empty zip": (b"PK\x05\x06" + bytes(18), "unpack it first"),
    "a compressed file": (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", "unpack it first"),
    "a file compressed with zstd": (b"\x28\xb5\x2f\xfd\x04\x00", "unpack it first"),
    "a rar archive": (b"Rar!\x1a\x07\x01\x00", "unpack it first"),
    "a tar archive": (b"data.csv" + bytes(249) + b"ustar\x0000" + bytes(247), "unpack it first"),
    "a PDF": (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj", "export the numbers as CSV"),
    "a PNG": (PNG, "This is a picture: "),
    "a JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "This is a picture: "),
    "a GIF": (b"GIF89a\x01\x00\x01\x00", "This is a picture: "),
    "a WebP": (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "This is a picture: "),
    "a TIFF": (b"II*\x00\x08\x00\x00\x00", "This is a picture: "),
    "a bitmap": (b"BM6\x00\x0c\x00\x00\x00\x00\x006\x00\x00\x00", "This is a picture: "),
    "Parquet": (b"PAR1\x15\x04\x15\x10", "This is a Parquet file: save the table as CSV"),
    "Arrow": (b"ARROW1\x00\x00\xff\xff", "save the table as CSV"),
    "HDF5": (b"\x89HDF\r\n\x1a\n\x00\x00", "save the table as CSV"),
    "SQLite": (b"SQLite format 3\x00\x10\x00", "export one table of it as CSV"),
    "numpy": (NUMPY, "save the table as CSV"),
    "a pickle": (b"\x80\x04\x95\x1a\x00\x00\x00\x00\x00\x00\x00}\x94\x8c\x01x\x94K\x01s.", "save the table as CSV"),
    "Matlab": (b"MATLAB 5.0 MAT-file, Platform: PCWIN64" + b" " * 80 + bytes(8), "save the table as CSV"),
    "Stata": (b"<stata_dta><header><release>118</release>", "save the table as CSV"),
    "SPSS": (b"$FL2@(#) SPSS DATA FILE" + bytes(30), "save the table as CSV"),
    "SAS": (
        bytes(12) + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\x00\x09\xc7\x31\x8c\x18\x1f\x10\x11",
        "save the table as CSV",
    ),
    "R": (b"RDX2\nX\n\x00\x00\x00\x02", "save the table as CSV"),
    "a document": (b"{\\rtf1\\ansi x,y}", "save its table as CSV"),
    "the end sign of DOS alone": (b"\x1a", "The file is empty: it needs a line of column names"),
    "zero bytes alone": (bytes(300), "not a text file"),
    "zero bytes within": (b"x,y\n1,\x002\n3,4\n", "Line 2 holds zero bytes"),
    "a quote that is never closed and no even rows": ('x,y\n1,"2\n3;4;5,6,7\n8,9,10\n11,12,13\n', "fields where"),
    "quotes left open in rows of several lengths": ('nslo,2\n"Rome,1\n\nBonn,3\nParis",4,5', "fields where"),
    "many rows too long": ("x,y\n" + "1,2\n" * 5 + "1,2,3\n" * 5, "Line 7 has 3 fields where the header has 2"),
}
