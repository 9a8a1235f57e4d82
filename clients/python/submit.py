"""python3 submit.py model.onnx DATASET: uploads, evaluates, waits, prints the board. BENCH and KEY are in the environment, as in the README."""
import json, os, sys, urllib.error, urllib.request, uuid

def call(path, body=None, content_type="application/json", **headers):
    headers |= {"Authorization": f"Bearer {os.environ['KEY']}", "Content-Type": content_type}
    try:
        with urllib.request.urlopen(urllib.request.Request(os.environ["BENCH"] + path, body, headers)) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refusal:
        sys.exit("{code}: {detail} {nextStep}".format(**json.load(refusal)))

file, dataset = sys.argv[1:]
boundary, part = uuid.uuid4().hex.encode(), b"--%b\r\nContent-Disposition: form-data; name=%b\r\n\r\n%b\r\n"
manifest = json.dumps({"name": os.path.basename(file).removesuffix(".onnx")}).encode()
form = part % (boundary, b"manifest", manifest) + part % (boundary, b'file; filename="model.onnx"', open(file, "rb").read()) + b"--%b--\r\n" % boundary
model = call("/models", form, f"multipart/form-data; boundary={boundary.decode()}")
request = json.dumps({"modelId": model["id"], "datasets": [dataset]}).encode()
evaluation = call("/evaluations", request, **{"Idempotency-Key": boundary.decode()})["items"][0]
while evaluation["state"] not in ("completed", "failed", "cancelled"):
    evaluation = call(f"/evaluations/{evaluation['id']}", Prefer="wait=30")
if evaluation["state"] != "completed":
    sys.exit("{code}: {message} {nextStep}".format(**evaluation["error"]) if evaluation["error"] else evaluation["state"])
for row in call(f"/leaderboard?dataset={dataset}&metric=top1")["rows"]:
    print(row["rank"], row["model"]["name"], f"{row['value']:.1%} ({row['ciLow']:.1%} to {row['ciHigh']:.1%})")
