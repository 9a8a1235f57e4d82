// Uploads a model in pieces that can be resumed (tus), registers it, asks for its evaluations.
const form = document.getElementById("submit");
const api = form.dataset.api;
const status = document.getElementById("status");
const problemNote = document.getElementById("problem");
const progress = form.querySelector("progress");
const button = form.querySelector("button[type=submit]");
const file = form.elements.file;
const graphNote = document.getElementById("graph");
form.elements.key.value = sessionStorage.getItem("bench-key") ?? "";

const drop = document.getElementById("drop");
for (const name of ["dragover", "dragleave", "drop"]) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", name === "dragover");
    if (name === "drop" && event.dataTransfer.files.length > 0) {
      file.files = event.dataTransfer.files;
      file.dispatchEvent(new Event("change"));
    }
  });
}
// The upload begins with the choice of a file: while it runs the form is filled in, and what the file says of itself fills in the rest.
let arriving = null;
file.addEventListener("change", () => {
  arriving = null;
  graphNote.hidden = true;
  if (!file.files[0]) return;
  if (form.elements.name.value === "") form.elements.name.value = file.files[0].name.replace(/\.(onnx|zip)$/i, "");
  if (form.elements.key.value !== "") begin();
});

function begin() {
  problemNote.hidden = true;
  progress.hidden = false;
  arriving = arrive(file.files[0]);
  arriving.catch((error) => {
    arriving = null;
    progress.hidden = true;
    status.textContent = "";
    show(error.problem ?? { detail: error.message });
  });
  return arriving;
}

async function arrive(chosen) {
  const id = await upload(chosen);
  progress.hidden = true;
  status.textContent = "Looking at the file…";
  const graph = await call(`/uploads/${id}/graph`, {});
  status.textContent = "The file is here.";
  describe(graph);
  return id;
}

const large = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

function describe({ input, outputs, parameters, macs, precision, producer, nodes }) {
  const side = (value) => value ?? "any";
  graphNote.hidden = false;
  graphNote.textContent = `${precision}, ${large.format(parameters)} parameters, ${large.format(macs)} multiply-accumulates, ${nodes} nodes from ${producer || "an unnamed exporter"}. `
    + `It takes ${input.name}: ${input.type} ${input.layout}, ${side(input.height)} × ${side(input.width)}, ${input.batch ? `${input.batch} at once` : "any batch"}; `
    + `it answers ${outputs.map((output) => `${output.name}: ${side(output.width)} values (${output.scale})`).join(", ")}.`;
  // Only a side that the graph fixes and that is not the default has to be said.
  if (form.elements.preprocessing.value.trim() === "" && input.height && input.width && input.height !== 224) {
    form.elements.preprocessing.value = JSON.stringify({ input_size: [3, input.height, input.width] });
    readContract();
  }
}

// What timm writes beside a model (config.json) carries the contract inside and the rest of the form around it.
const contractNote = document.getElementById("contract");
form.elements.preprocessing.addEventListener("change", readContract);

function readContract() {
  let config;
  contractNote.textContent = "";
  try { config = JSON.parse(form.elements.preprocessing.value); } catch { return; }
  if (config === null || typeof config !== "object") return;
  const inner = config.pretrained_cfg ?? config;
  const suggest = (name, value) => {
    if (typeof value === "string" && value !== "" && form.elements[name].value === "") form.elements[name].value = value;
  };
  suggest("architecture", config.architecture ?? inner.architecture);
  suggest("license", inner.license);
  suggest("url", [inner.origin_url, inner.paper_url, inner.url].find((url) => /^https?:/.test(url ?? "")));
  suggest("trainingData", inner.dataset ?? { in1k: "ImageNet-1k", in21k: "ImageNet-21k", in22k: "ImageNet-22k" }[/in(1k|21k|22k)$/.exec(inner.tag ?? "")?.[0]]);
  if (inner !== config) form.elements.preprocessing.value = JSON.stringify(inner);
  const size = inner.input_size ?? [3, 224, 224];
  const crop = inner.crop_pct ?? 0.875;
  const shorter = inner.resize ?? Math.floor(Math.min(size[1], size[2]) / crop);
  contractNote.textContent = `Read as: ${inner.interpolation ?? "bilinear"} to ${shorter}, ${inner.crop_mode ?? "center"} crop ${size[1]} × ${size[2]}, `
    + `mean ${(inner.mean ?? ["ImageNet's"]).join(", ")}, standard deviation ${(inner.std ?? ["ImageNet's"]).join(", ")}.`;
}

class Refused extends Error {
  constructor(problem) { super(problem.detail ?? problem.title ?? "The service refused."); this.problem = problem; }
}

async function call(path, options) {
  const answer = await fetch(api + path, { ...options, headers: { Authorization: `Bearer ${form.elements.key.value}`, ...options.headers } });
  const body = await answer.json().catch(() => ({ title: answer.statusText }));
  if (!answer.ok) throw new Refused(body);
  return body;
}

function upload(chosen) {
  return new Promise((resolve, reject) => {
    const sending = new tus.Upload(chosen, {
      endpoint: `${api}/uploads`,
      chunkSize: 16 * 1024 * 1024,
      retryDelays: [0, 1000, 3000, 10000],
      headers: { Authorization: `Bearer ${form.elements.key.value}` },
      metadata: { filename: chosen.name },
      removeFingerprintOnSuccess: true,
      onError: (error) => {
        let problem = { detail: error.message, nextStep: "Try again: what has arrived is kept." };
        try { problem = JSON.parse(error.originalResponse.getBody()); } catch { /* The server said nothing readable. */ }
        reject(new Refused(problem));
      },
      onProgress: (sent, total) => {
        progress.value = sent / total;
        status.textContent = `Uploading: ${(sent / 1e6).toFixed(1)} of ${(total / 1e6).toFixed(1)} MB`;
      },
      onSuccess: () => resolve(sending.url.split("/").pop()),
    });
    sending.findPreviousUploads().then((known) => {
      if (known.length > 0) sending.resumeFromPreviousUpload(known[0]);
      sending.start();
    });
  });
}

function manifest() {
  const fields = {};
  for (const name of ["name", "architecture", "trainingData", "license", "url", "description"]) {
    if (form.elements[name].value.trim() !== "") fields[name] = form.elements[name].value.trim();
  }
  const contract = form.elements.preprocessing.value.trim();
  if (contract !== "") {
    try { fields.preprocessing = JSON.parse(contract); } catch (error) { throw new Refused({ detail: `The preprocessing is no JSON: ${error.message}.`, nextStep: "Paste the configuration as it stands in its file." }); }
  }
  return fields;
}

function show(problem) {
  problemNote.hidden = false;
  problemNote.replaceChildren(...[problem.detail ?? problem.title, problem.nextStep, problem.code && `Code: ${problem.code}`].filter(Boolean).map((text) => {
    const line = document.createElement("p");
    line.textContent = text;
    return line;
  }));
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  problemNote.hidden = true;
  button.disabled = true;
  sessionStorage.setItem("bench-key", form.elements.key.value);
  try {
    const described = manifest();
    const uploadId = await (arriving ?? begin());
    status.textContent = "Registering the model…";
    const body = new FormData();
    body.append("uploadId", uploadId);
    body.append("manifest", new Blob([JSON.stringify(described)], { type: "application/json" }));
    const model = await call("/models", { method: "POST", body });
    const datasets = [...form.querySelectorAll("[name^='datasets.']:checked")].map((box) => box.value);
    if (datasets.length === 0) {
      location.assign(`/models/${model.id}`);
      return;
    }
    const answer = await call("/evaluations", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ modelId: model.id, datasets }) });
    const evaluations = Array.isArray(answer) ? answer : answer.evaluations ?? answer.items ?? [];
    if (evaluations.length === 1) {
      location.assign(`/evaluations/${evaluations[0].id}`);
      return;
    }
    status.textContent = "On its way:";
    document.getElementById("evaluations").replaceChildren(...evaluations.map((evaluation) => {
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.href = `/evaluations/${evaluation.id}`;
      link.textContent = evaluation.dataset ?? evaluation.id;
      line.append(link);
      return line;
    }));
  } catch (error) {
    arriving = null; // The upload may be spent: the next try looks for what is still there.
    show(error.problem ?? { detail: error.message });
    status.textContent = "";
  } finally {
    button.disabled = false;
    progress.hidden = true;
  }
});
