"""report.py ROWS PREAMBLE: writes the measured rows between the markers of benchmarks/README.md, and the headlines between those of README.md.

ROWS holds tab-separated lines as service.row prints them; PREAMBLE is the line that names machine, commit and day. Files *.txt beside ROWS are other scripts' own words, kept as they are."""
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def between(path, marker, text):
    whole = path.read_text()
    start, end = f"<!-- {marker}:start -->", f"<!-- {marker}:end -->"
    before, after = whole.split(start)[0], whole.split(end)[1]
    path.write_text(f"{before}{start}\n{text}{end}{after}")


def main(rows_file, preamble):
    rows = [line.split("\t") for line in rows_file.read_text().splitlines() if line.count("\t") == 5]
    text, section = f"{preamble}\n", None
    for title, what, result, beside, goal, _ in rows:
        if title != section:
            section = title
            text += f"\n### {title}\n\n| what | measured | beside it | goal |\n|---|---|---|---|\n"
        text += f"| {what} | {result} | {beside} | {goal} |\n"
    for other in sorted(rows_file.parent.glob("*.txt")):
        text += f"\n### {other.stem}\n\n```\n{other.read_text().strip()}\n```\n"
    between(ROOT / "benchmarks/README.md", "measured", text)
    headlines = [f"| {title}: {what} | {result} | {beside or goal} |\n" for title, what, result, beside, goal, headline in rows if headline]
    between(ROOT / "README.md", "how-fast", f"{preamble}\n\n| what | measured | beside it, or the goal |\n|---|---|---|\n" + "".join(headlines))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2])
