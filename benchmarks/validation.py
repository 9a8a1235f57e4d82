"""A whole ImageNet validation set through the service: 50,000 images, five label sets, from the request to the scores. validation.py PUBLISHED DATA

Names, classes and labels are the real ones; the pixels are the 200 photographs of DATA again and again, a photograph of its own class where there is one. The second model finds the crops made by the
first. At the end the first one's predictions file is sent back as predictions made elsewhere: every score has to be the same."""
import os
import pathlib
import sys
import tempfile
import time
import urllib.request

from service import Peak, Service, row

SECTION = "A whole ImageNet validation set, 50,000 images, five label sets, from the request to the scores"


def tree(root, data):
    pool = root.parent / "photographs"
    pool.mkdir(parents=True)
    photographs = {}
    for picture in sorted((data / "images/real").glob("*")):
        photographs[picture.name.split("_")[0]] = copy = pool / picture.name
        copy.write_bytes(picture.read_bytes())
    others = list(photographs.values())
    for k, line in enumerate((data / "labels/val_filename_wnid_sorted.txt").read_text().splitlines()):
        name, wnid = line.split()
        (root / wnid).mkdir(parents=True, exist_ok=True)
        os.link(photographs.get(wnid, others[k % len(others)]), root / wnid / name)


def evaluate(service, data, name):
    model = service.upload(data, name)
    begun = time.perf_counter()
    with Peak(service.process) as peak:
        evaluation = service.post("evaluations", modelId=model["id"], datasets=["imagenet-val"])["items"][0]
        service.until(f"evaluations/{evaluation['id']}", wanted=("scoring", "completed"), pause=0.2)
        predicted = time.perf_counter() - begun
        service.until(f"evaluations/{evaluation['id']}", pause=0.2)
    seconds = time.perf_counter() - begun
    return evaluation["id"], f"{seconds:.0f} s, {50_000 / seconds:.0f} images/s", f"{seconds - predicted:.1f} s of it scoring; the service at most {peak.megabytes:,} MB"


def scores(service, evaluation):
    label_sets = [known["key"] for known in service.call("label-sets?dataset=imagenet-val")["items"]]
    return {(key, score["metric"]): (score["value"], score["ciLow"], score["ciHigh"], score["n"])
            for key in label_sets for score in service.call(f"evaluations/{evaluation}/scores?labelSet={key}&limit=500")["items"]}


def main(published, data):
    with tempfile.TemporaryDirectory(prefix="bench-validation-") as place:
        folder = pathlib.Path(place)
        tree(folder / "datasets/val", data)
        with Service(published, folder) as service:
            begun = time.perf_counter()
            service.register("imagenet-val", variant="imagenet-val", layout="imagefolder", path="val", classes="imagenet-1k")
            row(SECTION, "imported, every file hashed", f"{time.perf_counter() - begun:.1f} s")
            service.form("label-sets", {"dataset": "imagenet-val", "key": "real", "format": "real-json"}, file=data / "labels/real.json")
            service.form("label-sets", {"dataset": "imagenet-val", "format": "cleanlab-mturk"}, file=data / "labels/cleanlab/imagenet_mturk.json")
            first, second = "mobilenetv2_int8_static", "SqueezeNet_fp16"
            evaluation, result, beside = evaluate(service, data, first)
            row(SECTION, f"{first}, nothing cached, doctor included", result, beside, headline=True)
            _, result, beside = evaluate(service, data, second)
            row(SECTION, f"{second}, crops cached", result, beside, headline=True)

            file = folder / "predictions.npz"
            with urllib.request.urlopen(f"{service.url}/api/v1/evaluations/{evaluation}/predictions") as answer:
                file.write_bytes(answer.read())
            begun = time.perf_counter()
            sent = service.form("evaluations/predictions", {"name": "sent back", "dataset": "imagenet-val", "format": "npz"}, file=file)["id"]
            service.until(f"evaluations/{sent}")
            seconds, one, other = time.perf_counter() - begun, scores(service, evaluation), scores(service, sent)
            same = sum(one[key] == other.get(key) for key in one)
            row(SECTION, f"its predictions ({file.stat().st_size / 1e6:.0f} MB) sent back and scored", f"{seconds:.1f} s", f"{same} of {len(one)} scores and intervals the same")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
