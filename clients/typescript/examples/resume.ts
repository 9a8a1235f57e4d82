// node build/examples/resume.js model.onnx: uploads a model in pieces with tus, breaks off, goes on where it was, and registers it.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { Upload, type UploadOptions } from "tus-js-client";
import { address, authorization, answer, bench, type Manifest } from "./bench.js";

const file = process.argv[2] ?? "model.onnx";
const bytes = await readFile(file);
const chunkSize = Math.max(1, Math.ceil(bytes.length / 4));
let expires: string | undefined;

const options: UploadOptions = {
  endpoint: `${address}/uploads`,
  headers: authorization,
  chunkSize,
  metadata: { filename: basename(file) },
  // Each piece carries its hash, so that one that was damaged on its way is not taken.
  onBeforeRequest: (request) => {
    const offset = request.getHeader("Upload-Offset");
    if (request.getMethod() !== "PATCH" || offset === undefined) return;
    const piece = bytes.subarray(Number(offset), Number(offset) + chunkSize);
    request.setHeader("Upload-Checksum", `sha256 ${createHash("sha256").update(piece).digest("base64")}`);
  },
  onAfterResponse: (_, response) => { expires = response.getHeader("Upload-Expires") ?? expires; },
};

/** Sends pieces until all are there, or until the first has been taken. */
function send(from: Partial<UploadOptions>, stopEarly: boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload: Upload = new Upload(bytes, {
      ...options,
      ...from,
      onError: reject,
      onChunkComplete: () => { if (stopEarly) void upload.abort().then(() => resolve(upload.url!)); },
      onSuccess: () => resolve(upload.url!),
    });
    upload.start();
  });
}

const given = await send({}, true);
await Upload.terminate(given, options);
const gone = await fetch(given, { method: "HEAD", headers: { ...authorization, "Tus-Resumable": "1.0.0" } });
console.log("given up:", gone.status);

const begun = await send({}, true);
const reached = await fetch(begun, { method: "HEAD", headers: { ...authorization, "Tus-Resumable": "1.0.0" } });
console.log("broken off at:", reached.headers.get("Upload-Offset"), "of", reached.headers.get("Upload-Length"));
const url = await send({ uploadUrl: begun }, false);
console.log("kept until:", expires);

const manifest: Manifest = { name: basename(file, ".onnx"), uploadId: url.split("/").at(-1)! };
const form = new FormData();
form.set("manifest", JSON.stringify(manifest));
const model = answer(await bench.POST("/api/v1/models", { body: { manifest }, bodySerializer: () => form }));
console.log("model:", model.sha256);
