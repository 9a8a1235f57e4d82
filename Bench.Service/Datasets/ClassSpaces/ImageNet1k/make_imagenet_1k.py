"""Writes imagenet-1k.csv: index, WordNet id and lemmas of the 1,000 classes of ILSVRC-2012.

Usage: make_imagenet_1k.py WNIDS DATA_NOUN > imagenet-1k.csv
  WNIDS      any text that names the 1,000 WordNet ids (imagenet-1k.csv itself will do)
  DATA_NOUN  the noun synsets of WordNet 3.0 (Debian's wordnet-base: /usr/share/wordnet/data.noun)

The digits of a WordNet id are the synset's byte offset in WordNet 3.0. Class order = sorted ids.
"""
import csv
import re
import sys

wnids = sorted(set(re.findall(r"\bn\d{8}\b", open(sys.argv[1], encoding="utf-8").read())))
assert len(wnids) == 1000, len(wnids)

lemmas = {}
for line in open(sys.argv[2], encoding="ascii"):
    if line[:8].isdigit():
        fields = line.split(" ")
        lemmas["n" + fields[0]] = [fields[4 + 2 * i].replace("_", " ") for i in range(int(fields[3], 16))]

rows = csv.writer(sys.stdout, lineterminator="\n")
rows.writerow(["index", "wnid", "name"])
for index, wnid in enumerate(wnids):
    rows.writerow([index, wnid, ", ".join(lemmas[wnid])])
