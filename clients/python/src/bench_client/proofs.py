"""Proofs of a board's log, checked without the service's help and with Python's own library alone: signatures, the hash tree, files."""
from __future__ import annotations

import datetime
import hashlib
import json
from typing import Any, Mapping, Sequence

Point = tuple[int, int, int, int]

TOLERANCE = datetime.timedelta(hours=1)

# Ed25519, RFC 8032 section 5.1: the curve -x² + y² = 1 + d x² y² over the integers modulo P, with a base point of order L.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def recover_x(y: int, sign: int) -> int | None:
    """The x of a point with this y and this lowest bit of x; None where there is none."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def decode(data: bytes) -> Point | None:
    """A point in extended coordinates (X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z); None where the bytes are none."""
    number = int.from_bytes(data, "little")
    y, sign = number & (1 << 255) - 1, number >> 255
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def add(a: Point, b: Point) -> Point:
    """Sum of two points."""
    m, n = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    t, z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = n - m, z - t, z + t, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(factor: int, point: Point) -> Point:
    """A point times a number."""
    result: Point = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            result = add(result, point)
        point, factor = add(point, point), factor >> 1
    return result


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0) or 0
BASE: Point = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature over the message is of this public key."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public, commitment, scalar = decode(key), decode(signature[:32]), int.from_bytes(signature[32:], "little")
    if public is None or commitment is None or scalar >= L:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = multiply(scalar, BASE), add(commitment, multiply(challenge, public))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# The tree of RFC 6962, its proofs as RFC 9162 checks them.

def leaf_hash(body: str) -> bytes:
    return hashlib.sha256(b"\0" + body.encode()).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(leaves: list[bytes]) -> bytes:
    """Root over a list of leaf hashes."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = leaves
    while len(level) > 1:
        pairs = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(level) & ~1:]
    return level[0]


def is_included(leaf: bytes, place: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Whether the leaf is at this place of the tree with this root."""
    if not 0 <= place < size:
        return False
    node, last, value = place, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            value = node_hash(sibling, value)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            value = node_hash(value, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and value == root


def is_consistent(first: int, second: int, first_root: bytes, second_root: bytes, path: list[bytes]) -> bool:
    """Whether the tree of the first size is the beginning of the tree of the second."""
    if not 0 <= first <= second:
        return False
    if first == second:
        return not path and first_root == second_root
    if first == 0:
        return not path
    path = ([first_root] if first & (first - 1) == 0 else []) + list(path)
    if not path:
        return False
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    before = after = path[0]
    for value in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            before, after = node_hash(value, before), node_hash(value, after)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            after = node_hash(after, value)
        node, last = node >> 1, last >> 1
    return last == 0 and before == first_root and after == second_root


def time_of(text: str) -> datetime.datetime:
    """A time as the service writes it, to the second."""
    return datetime.datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S")


def head_is_signed(head: Mapping[str, Any], key: bytes) -> bool:
    text = f"bench tree head 1\n{head['size']}\n{head['root'].lower()}\n{time_of(head['at']):%Y-%m-%dT%H:%M:%SZ}\n"
    return is_signed(key, text.encode(), bytes.fromhex(head["signature"]))


def hashes(path: list[str]) -> list[bytes]:
    return [bytes.fromhex(value) for value in path]


def faults_of_row(row: Mapping[str, Any], trusted: str | None = None, files: Mapping[str, str] | None = None) -> list[str]:
    """What is wrong with a row, in sentences; nothing when it is what the log says."""
    faults: list[str] = []
    if trusted and trusted.lower() != row["publicKey"].lower():
        faults.append(f"The row is signed with the key {row['publicKey']}, not with {trusted}.")
    key = bytes.fromhex(trusted or row["publicKey"])
    head, root = row["head"], bytes.fromhex(row["head"]["root"])
    if not head_is_signed(head, key):
        faults.append("The signature of the tree head is not valid.")
    for name in ("receipt", "submission", "retraction"):
        entry = row.get(name)
        if entry and not is_included(leaf_hash(entry["body"]), entry["place"], head["size"], hashes(entry["path"]), root):
            faults.append(f"The {name} is not in the log at place {entry['place']}.")
    receipt = json.loads(row["receipt"]["body"])
    if receipt.get("kind") != "receipt":
        faults.append("The log entry is not one of this receipt.")
    if row.get("submission"):
        submission = json.loads(row["submission"]["body"])
        if submission.get("kind") != "submission" or submission["evaluation"] != receipt["evaluation"]:
            faults.append("The submission is of another evaluation.")
        if row["submission"]["place"] >= row["receipt"]["place"]:
            faults.append("The submission came into the log after it was scored.")
        if any(submission.get(field) != receipt.get(field) for field in ("model", "manifest", "preprocessing")):
            faults.append("What was scored is not what was submitted: model, images or preprocessing differ.")
        if submission.get("predictions") and submission["predictions"] != receipt["predictions"]:
            faults.append("The predictions that were scored are not those that were submitted.")
        if time_of(submission["at"]) > time_of(receipt["at"]) + TOLERANCE:
            faults.append("The submission is dated after its receipt.")
    if row.get("retraction"):
        retraction = json.loads(row["retraction"]["body"])
        if retraction.get("kind") != "retraction" or retraction["evaluation"] != receipt["evaluation"]:
            faults.append("The retraction is of another evaluation.")
    if time_of(receipt["at"]) > time_of(head["at"]) + TOLERANCE:
        faults.append("The receipt is dated after the tree head that holds it.")
    earlier = row.get("earlier")
    if earlier:
        if not head_is_signed(earlier, key):
            faults.append("The signature of the earlier tree head is not valid.")
        if not is_consistent(earlier["size"], head["size"], bytes.fromhex(earlier["root"]), root, hashes(row["consistency"])):
            faults.append("The earlier log is not the beginning of this one: an entry was changed, removed or moved.")
        if row["receipt"]["place"] >= earlier["size"] and time_of(receipt["at"]) < time_of(earlier["at"]) - TOLERANCE:
            faults.append("The receipt came after the earlier tree head and is dated before it.")
    for name, path in (files or {}).items():
        with open(path, "rb") as file:
            if hashlib.sha256(file.read()).hexdigest() != receipt[name]:
                faults.append(f"The file {path} is not the {name} that the receipt names.")
    return faults


def gaps_of_row(row: Mapping[str, Any], trusted: str | None = None) -> list[str]:
    """What a sound row leaves open, in sentences: whoever leaves a part out hides it without making a fault."""
    gaps = []
    if row.get("retraction"):
        gaps.append("The row has been retracted since.")
    if not trusted:
        gaps.append("No key was given: the row is checked against the key that it names itself.")
    if not row.get("submission"):
        gaps.append("No submission is shown: nothing says that the row was entered before its numbers were known.")
    if not row.get("earlier"):
        gaps.append("No earlier tree head is shown: nothing says that the log only grew.")
    return gaps


def faults_of_log(entries: Sequence[Mapping[str, Any]], heads: Sequence[Mapping[str, Any]], key: str) -> list[str]:
    """What is wrong with a whole log; nothing when no entry was changed, removed, moved or dated back since the first head.

    Of an entry that the reader may not see there is the hash alone: the tree is checked with it, its date is not.
    """
    faults: list[str] = []
    latest = datetime.datetime.min
    for place, body in enumerate(entry["body"] for entry in entries):
        if body is None:
            continue
        at = time_of(json.loads(body)["at"])
        if latest > datetime.datetime.min and at < latest - TOLERANCE:
            faults.append(f"The entry at place {place} is dated back: entries before it are of {latest}, it is of {at}.")
        latest = max(at, latest)
    leaves = [bytes.fromhex(entry["leafHash"]) if entry["body"] is None else leaf_hash(entry["body"]) for entry in entries]
    for head in sorted(heads, key=lambda head: int(head["size"])):
        if not head_is_signed(head, bytes.fromhex(key)):
            faults.append(f"The head over {head['size']} entries is not signed with the key.")
        if head["size"] > len(leaves):
            faults.append(f"A head was signed over {head['size']} entries, and there are {len(leaves)}.")
        elif root_of(leaves[:head["size"]]) != bytes.fromhex(head["root"]):
            faults.append(f"The first {head['size']} entries are not those that were signed.")
    return faults
