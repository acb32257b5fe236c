"""An address as a QR code, to be projected and photographed."""

import io

import segno

# A code is read the better the fewer signs it has to carry, and needs a quiet rim, which is white on a dark page too.
BORDER, SCALE = 4, 8


def qr_code(address: str) -> str:
    """The QR code of that address, as SVG. Raises ValueError where the address is too long for one."""
    picture = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(picture, kind="svg", scale=SCALE, border=BORDER, dark="#000", light="#fff", xmldecl=False, svgns=True)
    return picture.getvalue().decode("utf-8")
