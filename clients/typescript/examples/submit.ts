// node build/examples/submit.js model.onnx DATASET: uploads, evaluates, waits, prints the board.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { answer, bench, type Evaluation, type Manifest } from "./bench.js";

const [file = "model.onnx", dataset = "imagenet-val"] = process.argv.slice(2);

const manifest: Manifest = { name: basename(file, ".onnx") };
const form = new FormData();
form.set("manifest", JSON.stringify(manifest));
form.set("file", new Blob([new Uint8Array(await readFile(file))]), "model.onnx");
const model = answer(await bench.POST("/api/v1/models", { body: { manifest }, bodySerializer: () => form }));

const started = answer(await bench.POST("/api/v1/evaluations", {
  params: { header: { "Idempotency-Key": crypto.randomUUID() } },
  body: { modelId: model.id, datasets: [dataset] },
}));
let evaluation: Evaluation = started.items[0]!;
const ended: Evaluation["state"][] = ["completed", "failed", "cancelled", "partial"];
while (!ended.includes(evaluation.state)) {
  evaluation = answer(await bench.GET("/api/v1/evaluations/{id}", { params: { path: { id: evaluation.id }, header: { Prefer: "wait=30" } } }));
}
if (evaluation.error) throw new Error(`${evaluation.error.code}: ${evaluation.error.message} ${evaluation.error.nextStep}`);

const board = answer(await bench.GET("/api/v1/leaderboard", { params: { query: { dataset, metric: "top1" } } }));
for (const row of board.rows) console.log(row.rank, row.model.name, row.value?.toFixed(3), board.standing);
