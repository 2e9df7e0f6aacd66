"""Pictures of the program in a terminal of 80 columns, as SVG: `make pictures`.

Each command runs in a real pseudo-terminal, from the repository's root, so that paths in the pictures are short and
the same on every machine. What a terminal would show is taken from an emulator (pyte), colours and all.
"""

import argparse
import fcntl
import html
import os
import pathlib
import pty
import struct
import termios

import pyte

ROOT = pathlib.Path(__file__).resolve().parent.parent
COLUMNS, LINES = 80, 400
# Of a character, in pixels.
WIDTH, HEIGHT, MARGIN = 8.4, 18, 12
COLOURS = {
    "default": "#d8dee9", "black": "#4c566a", "red": "#ff7b72", "green": "#a3be8c", "brown": "#ebcb8b",
    "yellow": "#ebcb8b", "blue": "#81a1c1", "magenta": "#b48ead", "cyan": "#88c0d0", "white": "#eceff4",
}

# Name of the picture, language, words of the command, lines that are shown.
PICTURES = [
    ("look", "en", ["look", "samples/ledger/GLJ2024.TXT"], 60),
    ("look-fr", "fr", ["look", "samples/ledger/GLJ2024.TXT"], 60),
    ("look-length", "en", ["look", "samples/ledger/GLBAL.DAT"], 36),
    ("look-many", "en", ["look", "samples/ledger/GLJ2024.TXT", "samples/ledger/GLJ2025.TXT",
                         "samples/ledger/GLBAL.DAT", "samples/payroll/PAY202601.TXT",
                         "samples/payroll/PAY202602.TXT"], 30),
    ("explain", "en", ["explain", "mappings", "--record", "TAXROLL.TXT:30"], 66),
    ("explain-fr", "fr", ["explain", "mappings", "--record", "TAXROLL.TXT:30"], 66),
    ("check", "en", ["check", "tests/it/mappings/broken/column-from-wrong.yaml"], 30),
    ("check-first", "en", ["check", "tests/it/mappings/broken/first-encoding.yaml"], 30),
    ("check-fr", "fr", ["check", "tests/it/mappings/broken/column-from-wrong.yaml"], 30),
]


def screen(program, language, words):
    """The lines of a terminal after a command, each a list of characters with their style."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        environment = {"TERM": "xterm-256color", "LANG": f"{language}_CA.UTF-8", "PATH": "/usr/bin:/bin"}
        os.execve(program, ["tumpline", *words], environment)
    shown = pyte.Screen(COLUMNS, LINES)
    stream = pyte.ByteStream(shown)
    while True:
        try:
            data = os.read(terminal, 65536)
        except OSError:  # Linux says so when the program has ended
            break
        if not data:
            break
        stream.feed(data)
    os.waitpid(pid, 0)
    return [[shown.buffer[y][x] for x in range(COLUMNS)] for y in range(LINES)]


def runs(line):
    """Characters of one style that stand side by side: column, style, text."""
    found = []
    for column, character in enumerate(line):
        style = (character.fg, character.bold)
        if found and found[-1][1] == style:
            found[-1][2] += character.data
        else:
            found.append([column, style, character.data])
    return [(column, style, text) for column, style, text in found if text.strip()]


def svg(prompt, lines):
    """The picture."""
    height = (len(lines) + 1) * HEIGHT + 2 * MARGIN
    width = COLUMNS * WIDTH + 2 * MARGIN
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" role="img">',
        f"<title>{html.escape(prompt)}</title>",
        '<rect width="100%" height="100%" rx="6" fill="#2e3440"/>',
        '<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" xml:space="preserve">',
        f'<text x="{MARGIN}" y="{MARGIN + 13}" fill="#a3be8c">$ {html.escape(prompt)}</text>',
    ]
    for row, line in enumerate(lines, 1):
        for column, (colour, bold), text in runs(line):
            fill = COLOURS.get(colour, f"#{colour}" if len(colour) == 6 else COLOURS["default"])
            weight = ' font-weight="bold"' if bold else ""
            text = text.rstrip()
            x, y = MARGIN + column * WIDTH, MARGIN + row * HEIGHT + 13
            length = len(text) * WIDTH
            out.append(
                f'<text x="{x:.1f}" y="{y}" textLength="{length:.1f}" fill="{fill}"{weight}>{html.escape(text)}</text>'
            )
    return "\n".join(out) + "\n</g>\n</svg>\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tumpline", default=str(ROOT / "target/debug/tumpline"))
    parser.add_argument("--out", default=str(ROOT / "docs/pictures"))
    asked = parser.parse_args()
    folder = pathlib.Path(asked.out)
    folder.mkdir(parents=True, exist_ok=True)
    for name, language, words, most in PICTURES:
        lines = screen(os.path.abspath(asked.tumpline), language, words)
        used = max((at for at, line in enumerate(lines, 1) if any(c.data.strip() for c in line)), default=0)
        prompt = " ".join(["tumpline", *words])
        prompt = prompt if len(prompt) <= COLUMNS - 2 else prompt[: COLUMNS - 4] + " …"
        (folder / f"{name}.svg").write_text(svg(prompt, lines[: min(used, most)]), encoding="utf-8")
        print(folder / f"{name}.svg")


if __name__ == "__main__":
    main()
