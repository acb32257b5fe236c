"""A program of its own that draws Vega-Lite charts without a browser, and hands out Vega itself for a page.

Run by its path, so that nothing of this package is loaded with it. On standard input it gets `{"kind": "svg" | "png" |
"library", "specs": […], "scale": …}` in JSON; on standard output it answers with a list in JSON: of the pictures, or of
the one script, in base64. Specifications carry their data inside; nothing is fetched.
"""

import base64
import json
import sys

# The exit status where the package that draws is not there.
MISSING = 3


def main() -> int:
    """Answer one request."""
    try:
        import vl_convert
    except ImportError:
        return MISSING
    asked = json.load(sys.stdin)
    if asked["kind"] == "library":
        # Its types leave out that there may be no snippet.
        answers = [vl_convert.javascript_bundle(None).encode()]  # type: ignore[arg-type]
    elif asked["kind"] == "svg":
        answers = [vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]).encode() for spec in asked["specs"]]
    else:
        answers = [
            vl_convert.vegalite_to_png(spec, scale=asked["scale"], allowed_base_urls=[]) for spec in asked["specs"]
        ]
    json.dump([base64.b64encode(answer).decode("ascii") for answer in answers], sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
