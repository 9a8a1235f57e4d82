"""Writes what is known of ILSVRC-2012's validation set: val-labels.bin and challenge-order.txt.

Usage: make_known_labels.py VAL_LIST CHALLENGE_LIST FOLDER
  VAL_LIST        a line "file wnid" for each of the 50,000 images, in the order of their numbers
  CHALLENGE_LIST  a line "file number" for each of them, numbers from 0 in the challenge's own order of classes

val-labels.bin holds the place of each image's class among the 1,000 sorted WordNet ids, ten bits each, the highest bit first. challenge-order.txt holds,
a line each, the place among the sorted ids of the challenge's class 0, 1, ….
"""
import sys

lines = [line.split() for line in open(sys.argv[1], encoding="ascii") if line.strip()]
assert [name for name, _ in lines] == ["ILSVRC2012_val_%08d.JPEG" % number for number in range(1, 50001)]
place = {wnid: index for index, wnid in enumerate(sorted({wnid for _, wnid in lines}))}
labels = [place[wnid] for _, wnid in lines]
bits = "".join(format(label, "010b") for label in labels)
with open(sys.argv[3] + "/val-labels.bin", "wb") as file:
    file.write(bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8)))

order = {}
for line, label in zip(open(sys.argv[2], encoding="ascii"), labels):
    assert order.setdefault(int(line.split()[1]), label) == label
assert sorted(order) == sorted(order.values()) == list(range(1000))
with open(sys.argv[3] + "/challenge-order.txt", "w", encoding="ascii") as file:
    file.writelines("%d\n" % order[number] for number in range(1000))
