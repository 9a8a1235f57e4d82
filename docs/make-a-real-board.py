#!/usr/bin/env python3
"""Writes a-real-board.md: sixteen public models, scored by a running Bench from their published top-5 lists, under original and corrected labels.

Usage: make-a-real-board.py BENCH_URL KEY DATA_DIR > a-real-board.md      (a fresh instance whose datasets root holds what prepare makes)
       make-a-real-board.py prepare DATA_DIR DATASETS_ROOT                 (makes val.csv and v2.csv, and copies the pictures of edges and silhouettes)
       make-a-real-board.py authors BENCH_URL KEY DATA_DIR REPOSITORY >> a-real-board.md      (another fresh instance: the sections over 34 models with confidences)
       make-published-numbers.py …  >> a-real-board.md                                         (a third one: published numbers, asked and got)

DATA_DIR holds the public files that docs/operate.md names: labels/val_filename_wnid_sorted.txt, labels/real.json, labels/cleanlab/*, labels/imagenetv2/imagenetv2-b-33.json,
predictions/top5/{val,v2-matched-frequency}/*.npy (modestyachts/ImageNetV2); for the kinds of mistakes labels/multilabel-v3/multilabel_as_v3.json, labels/hierarchy/imagenet_isa.txt and
labels/{vit3b,greedy_soups}_mistakes.json; for the family images/shape-bias/{edges,filled-silhouettes} (rgeirhos/texture-vs-shape) and models/mobilenetv2_int8_static.onnx. REPOSITORY is a checkout of cgnorthcutt/benchmarking-keras-pytorch. Everything goes through the public API; nothing but the standard library is needed.
"""
import ast
import itertools
import json
import pathlib
import shutil
import struct
import sys
import tempfile
import time
import urllib.parse
import urllib.request
import uuid

VAL, V2 = "imagenet-val", "imagenet-v2"
SHAPES = {"edges": "edges", "silhouettes": "filled-silhouettes"}
CORRECTED = ["real", "cleanlab-fixed", "cleanlab-pruned", "cleanlab-set"]


def prepare(data, root):
    root.mkdir(parents=True, exist_ok=True)
    rows = [line.split() for line in (data / "labels/val_filename_wnid_sorted.txt").read_text().splitlines()]
    (root / "val.csv").write_text("file_name,label\n" + "".join(f"{name},{wnid}\n" for name, wnid in rows))
    images = json.loads((data / "labels/imagenetv2/imagenetv2-b-33.json").read_text())["image_filenames"]
    (root / "v2.csv").write_text("file_name,label\n" + "".join(f"{sha1},{wnid}\n" for sha1, wnid in images))
    for name in SHAPES.values():
        shutil.copytree(data / "images/shape-bias" / name, root / name, dirs_exist_ok=True)


class Bench:
    def __init__(self, url, key):
        self.url, self.key = url.rstrip("/") + "/api/v1/", key

    def call(self, path, body=None, content_type="application/json", **headers):
        request = urllib.request.Request(self.url + path, body, {"Authorization": f"Bearer {self.key}", **headers})
        if body is not None:
            request.add_header("Content-Type", content_type)
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read())

    def form(self, path, manifest, **files):
        boundary = uuid.uuid4().hex
        parts = [('name="manifest"', json.dumps(manifest).encode())] + [(f'name="{name}"; filename="{file.name}"', file.read_bytes()) for name, file in files.items()]
        body = b"".join(f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n" for head, content in parts) + f"--{boundary}--\r\n".encode()
        return self.call(path, body, f"multipart/form-data; boundary={boundary}")

    def until(self, path, state, wanted):
        while (answer := self.call(path, Prefer="wait=30"))[state] not in wanted:
            time.sleep(0.2)
        return answer


def register(bench, key, variant, path, layout="csv"):
    bench.call("datasets", json.dumps({"key": key, "variant": variant, "layout": layout, "path": path}).encode())
    dataset = bench.until(f"datasets/{key}", "state", ("ready", "failed"))
    if dataset["state"] == "failed":
        raise SystemExit(dataset["error"]["message"])


def submit(bench, data, dataset, folder, order, models=None):
    """Predictions of every file; of a model known already where its name is in models. Answers the models by name."""
    waiting = [
        bench.form("evaluations/predictions", {"name": file.stem, "dataset": dataset, "format": "topk-npy", "modelId": (models or {}).get(file.stem)}, file=file, order=data / order)
        for file in sorted((data / folder).glob("*.npy"))
    ]
    for evaluation in waiting:
        if bench.until(f"evaluations/{evaluation['id']}", "state", ("completed", "failed"))["state"] == "failed":
            raise SystemExit(f"{evaluation['modelName']} failed")
    return {evaluation["modelName"]: evaluation["modelId"] for evaluation in waiting}


def board(bench, dataset, label_set, metric="top1"):
    query = urllib.parse.urlencode({"dataset": dataset, "labelSet": label_set, "metric": metric, "limit": 100})
    return bench.call(f"leaderboard?{query}")["rows"]


def percent(value):
    return f"{100 * value:.3f}"


def main(bench, data):
    register(bench, VAL, "imagenet-val", "val.csv")
    register(bench, V2, "imagenet-v2-matched-frequency", "v2.csv")
    bench.form("label-sets", {"dataset": VAL, "key": "real", "format": "real-json"}, file=data / "labels/real.json")
    bench.form("label-sets", {"dataset": VAL, "format": "cleanlab-mturk"}, file=data / "labels/cleanlab/imagenet_mturk.json")
    models = submit(bench, data, VAL, "predictions/top5/val", "labels/cleanlab/imagenet_val_set_index_to_filepath.json")
    submit(bench, data, V2, "predictions/top5/v2-matched-frequency", "labels/imagenetv2/imagenetv2-b-33.json", models)

    boards = {name: {row["model"]["name"]: row for row in board(bench, VAL, name)} for name in ["original", *CORRECTED]}
    top5 = {row["model"]["name"]: row for row in board(bench, VAL, "original", "top5")}
    shifted = {row["model"]["name"]: row for row in board(bench, V2, "original")}
    print("# A real board\n")
    print("Sixteen public models on all 50,000 validation images and on ImageNetV2 (matched frequency), from the top-5 lists that the ImageNetV2 authors published. Percent; made by")
    print("`docs/make-a-real-board.py` through the public API. Ranks are intervals: [1 + models significantly better, 16 − models significantly worse], family-wise 5 %.\n")
    print("![The board](images/real-board.png)\n")
    print("| rank | model | original | top-5 | " + " | ".join(CORRECTED) + " | V2 |")
    print("|---|---|---" + "|---" * (len(CORRECTED) + 2) + "|")
    for name, row in boards["original"].items():
        low, high = row["rankInterval"]
        rank = f"{low}" if low == high else f"{low}–{high}"
        print(f"| {rank} | {name} | {percent(row['value'])} | {percent(top5[name]['value'])} | " + " | ".join(percent(boards[s][name]["value"]) for s in CORRECTED) + f" | {percent(shifted[name]['value'])} |")
    names = {row["model"]["id"]: name for name, row in boards["original"].items()}
    order_changes(bench)
    prevalence(bench, boards["original"], names)
    doubted(bench)
    memorisation(bench)
    error_kinds(bench, data, models)
    family(bench, data)


def order_changes(bench):
    print("\n## Pairs whose order changes with corrected labels\n")
    print("Every pair that is ordered one way under the original labels and the other way under corrected ones, with McNemar's exact p under each, and both corrected by Holm over the 120 pairs.\n")
    print("| label set | ahead on original | ahead when corrected | difference on original | p | corrected p | difference when corrected | p | corrected p |")
    print("|---|---|---|---|---|---|---|---|---|")
    total = 0
    for label_set in CORRECTED:
        for change in bench.call(f"order-changes?dataset={VAL}&other={label_set}&limit=1000")["items"]:
            total += 1
            before, after = change["differenceBefore"]["value"], change["differenceAfter"]["value"]
            print(f"| {label_set} | {change['first']['name']} | {change['second']['name']} | {100 * abs(before):.3f} | {change['pValueBefore']:.2g} | {change['adjustedBefore']:.2g} "
                  f"| {100 * abs(after):.3f} | {change['pValueAfter']:.2g} | {change['adjustedAfter']:.2g} |")
    print(f"\n{total} change{'' if total == 1 else 's'} of order among {len(CORRECTED)} × 120 pairs. Read the p-values: models this close cannot be separated by the original labels either.")


def prevalence(bench, rows, names):
    print("\n## Pairs that change order as mislabelled images grow common\n")
    print("Accuracy on `cleanlab-pruned` labels as correctly labelled images are removed at random and the images that reviewers found mislabelled stay (Northcutt et al., 2021).")
    print("All pairs that cross, by the prevalence of mislabelled images at which they do. `GET /api/v1/prevalence`; the page Compare draws the curves.")
    print("Read it with care: these images were found, and the labels that won on them proposed, by a ResNet-50, so models like it are favoured there; that ResNets overtake the others is partly that.\n")
    ids = {name: row["model"]["id"] for name, row in rows.items()}
    crossings, natural, mislabelled = [], None, None
    for a, b in itertools.combinations(ids, 2):
        answer = bench.call(f"prevalence?dataset={VAL}&m={ids[a]}&m={ids[b]}&points=2")
        natural, mislabelled = answer["curves"][0]["natural"], answer["mislabelled"]
        crossings += [crossing for crossing in answer["crossings"] if crossing["prevalence"] is not None]
    print(f"Natural prevalence {100 * natural:.2f} % ({mislabelled:,} images); {len(crossings)} of 120 pairs cross.\n")
    print("| ahead as it is | overtaken by | ahead by | prevalence at the crossing | accuracy there | behind by on mislabelled images alone |")
    print("|---|---|---|---|---|---|")
    for crossing in sorted(crossings, key=lambda each: each["prevalence"]):
        print(f"| {names[crossing['first']]} | {names[crossing['second']]} | {100 * crossing['differenceAtNatural']:.3f} | {100 * crossing['prevalence']:.2f} | {100 * crossing['accuracy']:.2f} | {-100 * crossing['differenceAtHighest']:.2f} |")


def doubted(bench):
    print("\n## Labels in doubt, against the people who looked\n")
    print("Candidate label errors are the labels for which at least a share of the models' weight is on one other class, `GET /api/v1/datasets/imagenet-val/label-errors`. Top-5 lists carry no")
    print("probabilities, so a model disputes every label that is not its best class. Held against cleanlab's five-vote reviews: a label is wrong where *guessed* or *neither* won; images without a majority")
    print("are left out. The reviewed images were themselves found by a search, so recall is over what that search had found, and precision over candidates that it had found too.\n")
    print("| least backing | candidates | reviewed | found wrong | precision | recall | average precision | suggestion right |")
    print("|---|---|---|---|---|---|---|---|")
    for least in (0.01, 0.25, 0.5, 0.75, 0.9):
        found = bench.call(f"datasets/{VAL}/label-errors?minBacking={least}&limit=1")
        quality = found["quality"]
        print(f"| {least:g} | {found['candidates']:,} | {quality['flagged']:,} | {quality['hits']:,} | {100 * quality['precision']:.1f} | {100 * quality['recall']:.1f} | {quality['averagePrecision']:.3f} | {100 * quality['suggestionRight']:.1f} |")
    print(f"\nOf {quality['reviewed']:,} labels decided by reviewers {quality['wrong']:,} are wrong.")


def memorisation(bench):
    found = bench.call(f"datasets/{VAL}/memorisation?window=0.03")
    print("\n## Do models repeat wrong labels?\n")
    print(f"Share of the {found['mislabelled']:,} mislabelled images on which a model predicts the original, wrong label, compared with its peers within three points of corrected accuracy. The five largest excesses:\n")
    print("| model | corrected accuracy | repeats | peers | their mean | excess | deviations |")
    print("|---|---|---|---|---|---|---|")
    for model in [each for each in found["models"] if each["excess"] is not None][:5]:
        deviations = "" if model["deviations"] is None else f"{model['deviations']:.2f}"
        print(f"| {model['name']} | {percent(model['correctedAccuracy'])} | {100 * model['rate']:.1f} | {model['peers']} | {100 * model['peerMean']:.1f} | {100 * model['excess']:+.1f} | {deviations} |")


def error_kinds(bench, data, models):
    """Every mistake sorted; registered last, so that the boards above are of the label sets that they name."""
    page = pathlib.Path(__file__).with_name("error-kinds.md").read_text()
    rules = page[page.index('{"collapsed"'):]
    with tempfile.TemporaryDirectory() as folder:
        collapsed = pathlib.Path(folder) / "error-rules.json"
        collapsed.write_text(rules[:rules.index("```")])
        bench.form("hierarchies", {"source": "fiveai/making-better-mistakes"}, file=data / "labels/hierarchy/imagenet_isa.txt")
        bench.form("error-rules", {"source": "Vasudevan et al., 2022"}, file=collapsed)
    for name in ("vit3b_mistakes", "greedy_soups_mistakes"):
        bench.form("label-sets", {"dataset": VAL, "key": name.replace("_", "-"), "format": "mistakes"}, file=data / f"labels/{name}.json")
    bench.form("label-sets", {"dataset": VAL, "key": "multilabel", "format": "multilabel-v3"}, file=data / "labels/multilabel-v3/multilabel_as_v3.json")
    while (made := next(each for each in bench.call(f"label-sets?dataset={VAL}")["items"] if each["key"] == "multilabel"))["scored"] < made["toScore"]:
        time.sleep(1)
    kinds = ["collapsedClasses", "validMultiLabel", "sameSuperclass", "coOccurring", "nonPrototypical", "unexplained"]
    rows = []
    for name in models:
        evaluation = next(each["id"] for each in bench.call(f"evaluations?modelId={models[name]}&limit=100")["items"] if each["dataset"] == VAL)
        found = bench.call(f"evaluations/{evaluation}/error-kinds?labelSet=multilabel")
        rows.append((name, found, {item["kind"]: item for item in found["items"]}))
    print("\n## A kind for every mistake\n")
    print(f"What is wrong with each model's best class on the {rows[0][1]['n']:,} images of the multi-label annotations, `GET /api/v1/evaluations/{{id}}/error-kinds`; the first kind that fits counts. The first two are no mistakes. The last column")
    print("is the share of all images that nothing explains, with Wilson's 95 % interval. [What the kinds mean, and how near they are to the published counts](error-kinds.md).\n")
    print("| model | not the own class | mistakes | collapsed classes | valid multi-label | same superclass | co-occurring | non-prototypical | unexplained | unexplained, % |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, found, items in sorted(rows, key=lambda row: row[2]["unexplained"]["count"]):
        last = items["unexplained"]
        print(f"| {name} | {found['notOwn']:,} | {found['errors']:,} | " + " | ".join(f"{items[kind]['count']:,}" for kind in kinds) + f" | {100 * last['share']:.2f} ({100 * last['ciLow']:.2f}–{100 * last['ciHigh']:.2f}) |")


def family(bench, data):
    """The sets of the family whose pictures may be passed on, through a real model."""
    for key, folder in SHAPES.items():
        register(bench, key, key, folder, "imagefolder")
    model = bench.form("models", {"name": "MobileNetV2, int8"}, file=data / "models/mobilenetv2_int8_static.onnx")["id"]
    started = bench.call("evaluations", json.dumps({"modelId": model, "datasets": list(SHAPES)}).encode())
    print("\n## The family\n")
    print("ImageNetV2 is in the table above: of the whole family only its predictions are published for these models. Of the sets whose pictures may be passed on, edges and silhouettes (Geirhos et al., 2019) are run through an 8-bit MobileNetV2 here:")
    print("sixteen classes, chance is 6.25. [Every set that is known by name](imagenet-family.md).\n")
    print("| set | pictures | top-1 | 95 % interval |")
    print("|---|---|---|---|")
    for evaluation in started if isinstance(started, list) else started["items"]:
        if bench.until(f"evaluations/{evaluation['id']}", "state", ("completed", "failed"))["state"] == "failed":
            raise SystemExit(f"{evaluation['dataset']} failed")
        row = next(row for row in board(bench, evaluation["dataset"], "original") if row["model"]["id"] == model)
        print(f"| {evaluation['dataset']} | {row['n']:,} | {100 * row['value']:.2f} | {100 * row['ciLow']:.2f}–{100 * row['ciHigh']:.2f} |")


def numbers(path):
    """Rows of a two-dimensional .npy file."""
    content = path.read_bytes()
    length, = struct.unpack("<H", content[8:10])
    header = ast.literal_eval(content[10:10 + length].decode())
    (rows, columns), kind = header["shape"], {"i8": "q", "f2": "e", "f4": "f", "f8": "d"}[header["descr"][1:]]
    values = struct.unpack(f"<{rows * columns}{kind}", content[10 + length:])
    return [values[row * columns:(row + 1) * columns] for row in range(rows)]


def authors(bench, data, repository):
    """34 models of Keras and PyTorch with the probabilities of their five best classes, as the authors of "Pervasive Label Errors" published them."""
    register(bench, VAL, "imagenet-val", "val.csv")
    bench.form("label-sets", {"dataset": VAL, "format": "cleanlab-mturk"}, file=data / "labels/cleanlab/imagenet_mturk.json")
    order = [path.rsplit("/", 1)[-1] for path in json.loads((data / "labels/cleanlab/imagenet_val_set_index_to_filepath.json").read_text())]
    waiting, answers = [], {}
    with tempfile.TemporaryDirectory() as folder:
        for file in sorted(repository.glob("*_imagenet/*_top5preds.npy")):
            name = file.name.removesuffix("_imagenet_top5preds.npy").replace("_keras", " (Keras)").replace("_pytorch", " (PyTorch)")
            lines, answers[name] = [], {}
            for image, classes, probabilities in zip(order, numbers(file), numbers(file.with_name(file.name.replace("preds", "probs")))):
                best = max(range(5), key=lambda rank: probabilities[rank])
                answers[name][image] = classes[best]
                lines.append(f"{image},{classes[best]},{min(1, probabilities[best]):.9g}\n")
            rows = pathlib.Path(folder) / f"{name}.csv"
            rows.write_text("file_name,predicted_class,predicted_probability\n" + "".join(lines))
            waiting.append(bench.form("evaluations/predictions", {"name": name, "dataset": VAL, "format": "csv"}, file=rows))
    for evaluation in waiting:
        if bench.until(f"evaluations/{evaluation['id']}", "state", ("completed", "failed"))["state"] == "failed":
            raise SystemExit(f"{evaluation['modelName']} failed")
    published_crossing(bench, data, answers, {evaluation["modelName"]: evaluation["modelId"] for evaluation in waiting})
    bins(bench)


def published_crossing(bench, data, answers, ids):
    rows = {row["model"]["name"]: row["value"] for row in board(bench, VAL, "original")}
    print("\n## Why the paper says six percent\n")
    print("\"Pervasive Label Errors in Test Sets Destabilize Machine Learning Benchmarks\" says that ResNet-18 outperforms ResNet-50 if originally mislabelled images become just 6 % more common. The table above puts")
    print("that crossing far beyond, and the difference is the models. The authors' repository `cleanlab/label-errors` holds labels and reviews but no benchmark; predictions and benchmark are in")
    print("`cgnorthcutt/benchmarking-keras-pytorch`. Two of its 34 models are a ResNet-50, and Keras's scores 70.35 there, 4.7 points below PyTorch's and two above ResNet-18. Against that one, and only against it,")
    print("the paper's number comes out of the authors' own predictions. A smaller difference is the test set: the paper leaves out the images on whose label reviewers did not settle, *both* among them (its tables")
    print("have 48,519 images left; this count of the published votes, 48,512); `cleanlab-pruned` keeps *both* as it is, and these images are never taken away.\n")
    print("| ahead as it is | original | overtaken by | original | natural prevalence | crossing, the paper's test set | more by | crossing, `cleanlab-pruned` |")
    print("|---|---|---|---|---|---|---|---|")
    for first, second in (("resnet50 (Keras)", "resnet18 (PyTorch)"), ("resnet50 (PyTorch)", "resnet18 (PyTorch)")):
        natural, crossing = settled_crossing(data, answers[first], answers[second])
        ours = bench.call(f"prevalence?dataset={VAL}&m={ids[first]}&m={ids[second]}&points=2")["crossings"][0]["prevalence"]
        print(f"| {first} | {percent(rows[first])} | {second} | {percent(rows[second])} | {100 * natural:.2f} | {100 * crossing:.2f} | {100 * (crossing - natural):.2f} | {100 * ours:.2f} |")
    print("\nA ResNet-50 that is six points ahead, as PyTorch's is with either set of predictions, is overtaken only where about half of the test set is mislabelled.")


def settled_crossing(data, first, second):
    """Natural prevalence, and that at which two models meet as correctly labelled images are taken away, over the images that reviewers settled on one label."""
    classes = {row["wnid"]: row["cid"] for row in json.loads((data / "labels/class_info.json").read_text())}
    truth = {name: classes[wnid] for name, wnid in (line.split() for line in (data / "labels/val_filename_wnid_sorted.txt").read_text().splitlines())}
    wrong = set()
    for review in json.loads((data / "labels/cleanlab/imagenet_mturk.json").read_text()):
        image = f"ILSVRC2012_val_{review['id']:08}.JPEG"
        decision = next((answer for answer, votes in review["mturk"].items() if votes >= 3), None)
        if decision == "guessed":
            truth[image] = review["our_guessed_label"]
            wrong.add(image)
        elif decision != "given":
            del truth[image]
    lead = lambda images: sum((first[image] == truth[image]) - (second[image] == truth[image]) for image in images)
    left = -lead(wrong) / lead(truth.keys() - wrong)
    return len(wrong) / len(truth), len(wrong) / (len(wrong) + left * (len(truth) - len(wrong)))


def bins(bench):
    """How much the order of models by a binned error depends on the number of bins."""
    counts = (5, 10, 15, 20, 25, 50, 100, 200, 500)
    families = {"ece": "ECE, equal width", "ece-mass": "ECE, equal mass", "ece-max": "MCE, equal width"}
    values = {(family, count): {row["model"]["name"]: row["value"] for row in board(bench, VAL, "original", family if count == 15 else f"{family}-{count}")} for family in families for count in counts}
    binless = {metric: {row["model"]["name"]: row["value"] for row in board(bench, VAL, "original", metric)} for metric in ("ks", "smooth-ece", "kde-ece", "mmce")}
    names = list(values["ece", 15])
    print("\n## How much a calibration metric's order depends on its bins\n")
    print(f"The question of \"A Benchmark Study on Calibration\" (Tao et al., 2024) on {len(names)} real models over all 50,000 images: Kendall's τ between the order of the models with 15 bins and with other numbers, and the least τ")
    print("between any two numbers of bins. Before temperature scaling only, and without the classwise errors: both need every logit, and the published files hold five probabilities an image.\n")
    print("| metric | " + " | ".join(f"{count}" for count in counts) + " | least of any two | pairs of models whose order depends on the bins |")
    print("|---|" + "---|" * (len(counts) + 2))
    for family, title in families.items():
        taus = [kendall(values[family, 15], values[family, count]) for count in counts]
        least = min(kendall(values[family, a], values[family, b]) for a, b in itertools.combinations(counts, 2))
        depend = sum(len({values[family, count][a] > values[family, count][b] for count in counts}) > 1 for a, b in itertools.combinations(names, 2))
        print(f"| {title} | " + " | ".join(f"{tau:.3f}" for tau in taus) + f" | {least:.3f} | {depend} of {len(names) * (len(names) - 1) // 2} |")
    print("\nAgainst errors without bins, with 15 bins:\n")
    print("| metric | " + " | ".join(binless) + " |")
    print("|---|" + "---|" * len(binless))
    for family, title in families.items():
        print(f"| {title} | " + " | ".join(f"{kendall(values[family, 15], binless[metric]):.3f}" for metric in binless) + " |")


def kendall(first, second):
    """τ-b of two metrics over the same models."""
    agree = tied_first = tied_second = pairs = 0
    for a, b in itertools.combinations(first, 2):
        x, y = (first[a] > first[b]) - (first[a] < first[b]), (second[a] > second[b]) - (second[a] < second[b])
        agree, tied_first, tied_second, pairs = agree + x * y, tied_first + (x == 0), tied_second + (y == 0), pairs + 1
    return agree / ((pairs - tied_first) * (pairs - tied_second)) ** 0.5


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
    elif sys.argv[1] == "authors":
        authors(Bench(sys.argv[2], sys.argv[3]), pathlib.Path(sys.argv[4]), pathlib.Path(sys.argv[5]))
    else:
        main(Bench(sys.argv[1], sys.argv[2]), pathlib.Path(sys.argv[3]))
