"""report.py ROWS PREAMBLE: writes the measured rows and the headlines between their markers of benchmarks/README.md.

ROWS holds tab-separated lines as service.row prints them; PREAMBLE is the line that names machine, commit and day. Files *.md next to ROWS are other scripts' own tables (what, ours, peer, ratio, goal),
kept as they are; what has a peer there is a headline too."""
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
            text += f"\n### {title}\n\n| what | measured | compared with | goal |\n|---|---|---|---|\n"
        text += f"| {what} | {result} | {beside} | {goal} |\n"
    tables = {other.stem: other.read_text().strip() for other in sorted(rows_file.parent.glob("*.md"))}
    for title, table in tables.items():
        text += f"\n### {title}\n\n{table}\n"
    between(ROOT / "benchmarks/README.md", "measured", text)
    headlines = [f"| {title}: {what} | {result} | {beside or goal} |\n" for title, what, result, beside, goal, headline in rows if headline]
    for title, table in tables.items():
        cells = [[cell.strip() for cell in line.strip("| ").split("|")] for line in table.splitlines() if line.startswith("| ") and "---" not in line]
        headlines += [f"| {title}: {row[0]} | {row[1]} | {row[2]}: {row[3]} |\n" for row in cells[1:] if len(row) == 5 and row[1]]
    between(ROOT / "benchmarks/README.md", "headlines", f"{preamble}\n\n| what | measured | compared with, or the goal |\n|---|---|---|\n" + "".join(headlines))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2])
