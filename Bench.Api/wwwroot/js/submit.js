// Uploads models in pieces that can be resumed (tus), registers them, asks for their evaluations.
import { zip } from "./zip.js";

const form = document.getElementById("submit");
const api = form.dataset.api;
const status = document.getElementById("status");
const problemNote = document.getElementById("problem");
const progress = form.querySelector("progress");
const button = form.querySelector("button[type=submit]");
const file = form.elements.file;
const graphNote = document.getElementById("graph");
form.elements.key.value = sessionStorage.getItem("bench-key") ?? "";

// The teams of the key that is given can be chosen as who may see the results.
const audience = form.elements.audience;
form.elements.key.addEventListener("change", offerTeams);
if (form.elements.key.value !== "") offerTeams();

async function offerTeams() {
  const answer = await fetch(`${api}/teams`, { headers: { Authorization: `Bearer ${form.elements.key.value}` } });
  const teams = answer.ok ? (await answer.json()).items : []; // An invalid key is refused with the upload.
  for (const { id, name } of teams) {
    const known = [...audience.options].some((option) => option.value === `team:${id}`);
    if (!known) audience.add(new Option(`members of ${name}`, `team:${id}`), audience.options[audience.options.length - 1]);
  }
}

function sharing() {
  const [visibility, teamId] = audience.value.split(":");
  const until = form.elements.publicFrom.value;
  return { visibility, teamId, publicFrom: until === "" ? undefined : `${until}Z` };
}

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
file.multiple = true;
// What is to be entered: one file, or several that share the form but for their names.
let chosen = [];
// The upload of a file alone begins with its choice: while it runs the form is filled in, and what the file says of itself fills in the rest.
let arriving = null;
file.addEventListener("change", async () => {
  arriving = null;
  graphNote.hidden = true;
  problemNote.hidden = true;
  try {
    chosen = await sort([...file.files]);
  } catch (error) {
    chosen = [];
    show(error.problem ?? { detail: error.message });
  }
  const several = chosen.length > 1;
  form.elements.name.readOnly = several;
  if (several) form.elements.name.value = `(${chosen.map(title).join(", ")})`.slice(0, 200);
  else if (chosen.length === 1 && (form.elements.name.value === "" || form.elements.name.value.startsWith("("))) form.elements.name.value = title(chosen[0]);
  if (chosen.length === 1 && form.elements.key.value !== "") begin(chosen[0]);
});

const title = (model) => model.name.replace(/\.(onnx|zip)$/i, "");

// A configuration is read into the form; data files go into one archive with their model.
async function sort(files) {
  const is = (pattern) => (each) => pattern.test(each.name);
  const configs = files.filter(is(/\.json$/i));
  const models = files.filter(is(/\.(onnx|zip)$/i));
  const others = files.filter((each) => !configs.includes(each) && !models.includes(each));
  if (configs.length > 0) {
    form.elements.preprocessing.value = await configs[0].text();
    await readContract();
  }
  if (models.length === 0 && (others.length > 0 || configs.length === 0)) {
    throw new Refused({ detail: `There is no .onnx or .zip among ${files.map((each) => each.name).join(", ")}.`, nextStep: "Choose the model; its data files and its config.json may come with it." });
  }
  if (others.length === 0) return models;
  if (models.length > 1) {
    throw new Refused({ detail: `${others[0].name} could belong to each of ${models.length} models.`, nextStep: "Choose one model with its data files at a time." });
  }
  status.textContent = "Packing the model and its data…";
  const packed = await zip([models[0], ...others], `${title(models[0])}.zip`);
  status.textContent = "";
  return [packed];
}

function begin(model) {
  problemNote.hidden = true;
  progress.hidden = false;
  arriving = arrive(model);
  arriving.catch((error) => {
    arriving = null;
    progress.hidden = true;
    status.textContent = "";
    show(error.problem ?? { detail: error.message });
  });
  return arriving;
}

async function arrive(model) {
  const id = await upload(model);
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

// What timm writes next to a model (config.json) carries the contract inside and the rest of the form around it.
const contractNote = document.getElementById("contract");
form.elements.preprocessing.addEventListener("change", readContract);

async function readContract() {
  const text = form.elements.preprocessing.value.trim();
  contractNote.textContent = "";
  contractNote.className = "";
  if (text === "") return true;
  let config = null;
  try { config = JSON.parse(text); } catch { /* The service says where it is wrong. */ }
  if (config !== null && typeof config === "object") suggestFrom(config);
  // The service reads it as it will when the model is registered.
  const answer = await fetch("?handler=check", { method: "POST", body: form.elements.preprocessing.value.trim() });
  const read = await answer.json().catch(() => ({}));
  contractNote.textContent = answer.ok ? `Read as: ${read.words}.` : `${read.detail ?? "The preprocessing could not be checked."} ${read.nextStep ?? ""}`;
  contractNote.className = answer.ok ? "" : "wrong";
  return answer.ok || answer.status >= 500;
}

function suggestFrom(config) {
  const inner = config.pretrained_cfg ?? config;
  const suggest = (name, value) => {
    if (typeof value === "string" && value !== "" && form.elements[name].value === "") form.elements[name].value = value;
  };
  suggest("architecture", config.architecture ?? inner.architecture);
  suggest("license", inner.license);
  suggest("url", [inner.origin_url, inner.paper_url, inner.url].find((url) => /^https?:/.test(url ?? "")));
  suggest("trainingData", inner.dataset ?? { in1k: "ImageNet-1k", in21k: "ImageNet-21k", in22k: "ImageNet-22k" }[/in(1k|21k|22k)$/.exec(inner.tag ?? "")?.[0]]);
  if (inner !== config) form.elements.preprocessing.value = JSON.stringify(inner);
}

// A configuration by its model's name, where the operator allows it.
document.getElementById("fetch-config")?.addEventListener("click", async () => {
  try {
    const answer = await fetch(`?handler=config&name=${encodeURIComponent(form.elements.config.value)}`, { headers: { Authorization: `Bearer ${form.elements.key.value}` } });
    const config = await answer.json().catch(() => ({ title: answer.statusText }));
    if (!answer.ok) throw new Refused(config);
    problemNote.hidden = true;
    form.elements.preprocessing.value = JSON.stringify(config);
    await readContract();
  } catch (error) {
    show(error.problem ?? { detail: error.message });
  }
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

function upload(model) {
  return new Promise((resolve, reject) => {
    const sending = new tus.Upload(model, {
      endpoint: `${api}/uploads`,
      chunkSize: 16 * 1024 * 1024,
      retryDelays: [0, 1000, 3000, 10000],
      headers: { Authorization: `Bearer ${form.elements.key.value}` },
      metadata: { filename: model.name },
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
    try { fields.preprocessing = JSON.parse(contract); } catch (error) { throw new Refused({ detail: `The preprocessing is not JSON: ${error.message}.`, nextStep: "Paste the configuration as it is in its file." }); }
  }
  if (audience.value !== "public" || form.elements.publicFrom.value !== "") fields.sharing = sharing();
  return fields;
}

function show(problem) {
  problemNote.hidden = false;
  problemNote.replaceChildren(...[problem.detail ?? problem.title, problem.nextStep, problem.code && `Code: ${problem.code}`].filter(Boolean).map((text) => {
    const line = document.createElement("p");
    line.textContent = text;
    withPages(line);
    return line;
  }));
}

// Where a sentence of the API names an address to ask, the service knows the page for people.
async function withPages(line) {
  if (!line.textContent.includes("/api/v1/")) return;
  const answer = await fetch("?handler=step", { method: "POST", body: line.textContent }).catch(() => null);
  if (answer?.ok) line.innerHTML = await answer.text();
}

// Registers one file and asks for its evaluations; the address of its entry where none was asked for.
async function enter(model, described) {
  const uploadId = await (chosen.length === 1 && arriving ? arriving : begin(model));
  status.textContent = `Registering ${described.name}…`;
  const body = new FormData();
  body.append("uploadId", uploadId);
  body.append("manifest", new Blob([JSON.stringify(described)], { type: "application/json" }));
  const entry = await call("/models", { method: "POST", body });
  const datasets = [...form.querySelectorAll("[name^='datasets.']:checked")].map((box) => box.value);
  if (datasets.length === 0) return [{ address: `models/${entry.id}`, text: described.name }];
  const answer = await call("/evaluations", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ modelId: entry.id, datasets }) });
  return answer.items.map((evaluation) => ({ address: `evaluations/${evaluation.id}`, text: `${described.name} on ${evaluation.dataset}` }));
}

function list(entered) {
  document.getElementById("evaluations").replaceChildren(...entered.map(({ address, text }) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = address;
    link.textContent = text;
    line.append(link);
    return line;
  }));
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  problemNote.hidden = true;
  button.disabled = true;
  sessionStorage.setItem("bench-key", form.elements.key.value);
  const entered = [];
  try {
    const described = manifest();
    if (chosen.length === 0) throw new Refused({ detail: "No model is chosen.", nextStep: "Choose an .onnx file, or a .zip of one with its data files." });
    if (!await readContract()) throw new Refused({ detail: contractNote.textContent });
    for (const model of chosen) {
      entered.push(...await enter(model, chosen.length > 1 ? { ...described, name: title(model) } : described));
      list(entered);
    }
    if (entered.length === 1) {
      location.assign(entered[0].address);
      return;
    }
    status.textContent = "On its way:";
  } catch (error) {
    arriving = null; // The upload may be spent: the next try looks for what is still there.
    show(error.problem ?? { detail: error.message });
    status.textContent = entered.length > 0 ? "Entered before that:" : "";
  } finally {
    button.disabled = false;
    progress.hidden = true;
  }
});
