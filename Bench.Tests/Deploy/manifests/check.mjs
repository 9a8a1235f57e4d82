// node check.mjs PLACE...: builds the kustomization of each folder, or reads the objects of a file; holds every object against its schema; and
// prints as JSON what came out and what is wrong. Unknown fields are found by the TypeScript compiler, which takes none in a literal; values
// and formats by the models' own validation.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import jsonPatch from "fast-json-patch";
import * as keda from "@kubernetes-models/keda/keda.sh/v1alpha1";
import * as apps from "kubernetes-models/apps/v1";
import * as networking from "kubernetes-models/networking.k8s.io/v1";
import * as policy from "kubernetes-models/policy/v1";
import * as core from "kubernetes-models/v1";
import ts from "typescript";
import { parse, parseAllDocuments } from "yaml";

/** By apiVersion: where the models are, and they. */
const groups = {
    v1: ["kubernetes-models/v1", core],
    "apps/v1": ["kubernetes-models/apps/v1", apps],
    "keda.sh/v1alpha1": ["@kubernetes-models/keda/keda.sh/v1alpha1", keda],
    "networking.k8s.io/v1": ["kubernetes-models/networking.k8s.io/v1", networking],
    "policy/v1": ["kubernetes-models/policy/v1", policy],
};
const ofKustomize = ["apiVersion", "kind", "resources", "components", "patches", "images", "namespace"];
const read = (file) => readFileSync(file, "utf8");

function only(known, object, where) {
    for (const field of Object.keys(object)) if (!known.includes(field)) throw new Error(`${where}: '${field}' is not understood here`);
}

/** What of kustomize deploy/kubernetes uses, and nothing else; a test compares it with kubectl's. */
function build(folder, objects = []) {
    if (!statSync(folder).isDirectory()) return parseAllDocuments(read(folder)).map((document) => document.toJS());
    const file = path.join(folder, "kustomization.yaml");
    const given = parse(read(file));
    only(ofKustomize, given, file);
    for (const one of given.resources ?? []) objects.push(...build(path.join(folder, one)));
    for (const one of given.components ?? []) build(path.join(folder, one), objects);
    for (const { target, patch, ...more } of given.patches ?? []) {
        only([], more, file);
        only(["kind", "name"], target, file);
        const met = objects.filter((o) => o.kind === target.kind && (!target.name || o.metadata.name === target.name));
        if (met.length === 0) throw new Error(`${file}: a patch meets no ${target.kind} ${target.name ?? ""}`);
        for (const object of met) jsonPatch.applyPatch(object, parse(patch), true);
    }
    for (const image of given.images ?? []) objects.forEach((object) => rename(object, image));
    if (given.namespace) for (const object of objects) if (object.kind !== "Namespace") object.metadata.namespace = given.namespace;
    return objects;
}

function rename(node, image) {
    if (node === null || typeof node !== "object") return;
    for (const container of [...(node.containers ?? []), ...(node.initContainers ?? [])])
        if (container.image === image.name) container.image = `${image.newName}:${image.newTag}`;
    Object.values(node).forEach((inner) => rename(inner, image));
}

/** A literal of the object's type, for the compiler. */
const literal = ({ apiVersion, kind }, text) => `import type { I${kind} } from "${groups[apiVersion][0]}";\nexport const it: I${kind} = ${text};\n`;

function invalid(object) {
    const [, models] = groups[object.apiVersion] ?? [];
    if (!models?.[object.kind]) return [`there is no ${object.kind} in ${object.apiVersion}`];
    try {
        new models[object.kind](object).validate();
        return [];
    } catch (error) {
        return [error.message];
    }
}

/** By file: what the compiler finds in it. All in one program, as most of the time goes into reading the types. */
function unknown(files) {
    const options = { noEmit: true, strict: true, skipLibCheck: true, types: [], module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };
    const found = new Map(files.map((file) => [file, []]));
    for (const { file, messageText } of ts.getPreEmitDiagnostics(ts.createProgram(files, options)))
        found.get(file.fileName).push(ts.flattenDiagnosticMessageText(messageText, " "));
    return found;
}

const here = mkdtempSync(path.join(path.dirname(fileURLToPath(import.meta.url)), "node_modules/.check-"));
try {
    const results = [];
    /** The file of each object; the same one in many places is compiled once. */
    const literals = new Map();
    for (const folder of process.argv.slice(2)) {
        const result = { folder, objects: [], errors: [], files: [] };
        results.push(result);
        try {
            result.objects = build(folder);
        } catch (error) {
            result.errors.push(error.message.split("\n")[0]);
        }
        for (const object of result.objects) {
            const wrong = invalid(object);
            const name = `${object.kind} ${object.metadata?.name}`;
            result.errors.push(...wrong.map((message) => `${name}: ${message}`));
            if (!groups[object.apiVersion]?.[1][object.kind]) continue;
            const text = JSON.stringify(object);
            if (!literals.has(text)) {
                literals.set(text, path.join(here, `${literals.size}.ts`));
                writeFileSync(literals.get(text), literal(object, text));
            }
            result.files.push([name, literals.get(text)]);
        }
    }
    const found = unknown([...literals.values()]);
    for (const result of results) {
        for (const [name, file] of result.files) result.errors.push(...found.get(file).map((message) => `${name}: ${message}`));
        delete result.files;
    }
    console.log(JSON.stringify(results));
} finally {
    rmSync(here, { recursive: true });
}
