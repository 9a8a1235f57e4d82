#!/usr/bin/env python3
"""What a whole test run says, from the platform's own report: the slowest tests, and what failed.

test-report.py slowest TRX    the 15 slowest tests and how long they took together
test-report.py logs TRX       what failed tests and their hosts wrote, so that it is not mixed with why they failed
test-report.py failed TRX     each failed test with its message and where it failed
"""
import sys
import xml.etree.ElementTree as xml

SPACE = "{http://microsoft.com/schemas/VisualStudio/TeamTest/2010}"
SLOWEST, LINES, WIDTH = 15, 40, 400


def seconds(text):
    hours, minutes, rest = (text or "0:0:0").split(":")
    return 3600 * int(hours) + 60 * int(minutes) + float(rest)


def text_of(result, path):
    found = result.find(f"{SPACE}Output/" + "/".join(SPACE + part for part in path.split("/")))
    return (found.text or "").rstrip() if found is not None else ""


def block(name, *texts):
    lines = [line for text in texts if text for line in text.splitlines()]
    left = [f"  … {len(lines) - LINES} lines more"] if len(lines) > LINES else []
    print("\n".join([name, *(f"  {line[:WIDTH]}" for line in lines[:LINES]), *left]))


def main(what, path):
    results = xml.parse(path).getroot().findall(f".//{SPACE}UnitTestResult")
    failed = [result for result in results if result.get("outcome") == "Failed"]
    if what == "slowest":
        ordered = sorted(results, key=lambda result: -seconds(result.get("duration")))
        for result in ordered[:SLOWEST]:
            print(f"{seconds(result.get('duration')):8.1f} s  {result.get('testName')[:200]}")
        print(f"{sum(seconds(result.get('duration')) for result in results):8.1f} s  all {len(results)} tests, one after the other")
    for result in failed:
        if what == "logs" and (text_of(result, "StdOut") or text_of(result, "StdErr")):
            block(f"log of {result.get('testName')}", text_of(result, "StdOut"), text_of(result, "StdErr"))
        if what == "failed":
            block(f"failed {result.get('testName')}", text_of(result, "ErrorInfo/Message"), text_of(result, "ErrorInfo/StackTrace"))


if __name__ == "__main__":
    main(*sys.argv[1:])
