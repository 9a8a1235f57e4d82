// Uploads a model in pieces that can be resumed (tus), registers it, asks for its evaluations.
const form = document.getElementById("submit");
const api = form.dataset.api;
const status = document.getElementById("status");
const problemNote = document.getElementById("problem");
const progress = form.querySelector("progress");
const button = form.querySelector("button[type=submit]");
const file = form.elements.file;
form.hidden = false;
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
file.addEventListener("change", () => {
  if (form.elements.name.value === "" && file.files[0]) form.elements.name.value = file.files[0].name.replace(/\.(onnx|zip)$/i, "");
});

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
    progress.hidden = false;
    const uploadId = await upload(file.files[0]);
    status.textContent = "Registering the model…";
    const body = new FormData();
    body.append("uploadId", uploadId);
    body.append("manifest", new Blob([JSON.stringify(described)], { type: "application/json" }));
    const model = await call("/models", { method: "POST", body });
    const datasets = [...form.querySelectorAll("[name=datasets]:checked")].map((box) => box.value);
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
    show(error.problem ?? { detail: error.message });
    status.textContent = "";
  } finally {
    button.disabled = false;
    progress.hidden = true;
  }
});
